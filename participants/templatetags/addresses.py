"""`{% url %}` that remembers. A page of a list has dozens of addresses, and Django builds each from its pattern anew:
on the People page that was a sixth of the time. Addresses depend on nothing but their name and arguments."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parsed
from django.urls import reverse
from django.utils.html import conditional_escape

register = template.Library()
MOST = 20_000  # addresses that one process remembers


@lru_cache(MOST)
def address(name: str, args: tuple[str, ...]) -> str:
    return reverse(name, args=args)


class Remembering(URLNode):
    """An address that is shown at once, with arguments by their place; all others are left to Django."""

    def render(self, context: Context) -> Any:
        if self.asvar or self.kwargs:
            return super().render(context)
        found = address(self.view_name.resolve(context), tuple(str(arg.resolve(context)) for arg in self.args))
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> Remembering:
    node: Any = parsed(parser, token)
    return Remembering(node.view_name, node.args, node.kwargs, node.asvar)
