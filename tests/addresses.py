"""Every address that the resolver knows, with sample values for its parts."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from projects.models import TermsQuestion
from tests.story.world import World

ADMIN = "admin"


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of every address but those below Django's admin, which has one rule of its own."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLPattern):
            yield f"{namespace}{part.name}", part
        elif part.namespace != ADMIN:
            yield from patterns(part, f"{namespace}{part.namespace}:" if part.namespace else namespace)


def names() -> list[str]:
    return sorted({name for name, _pattern in patterns()})


def admin_addresses() -> list[str]:
    """The addresses of Django's admin that take no id."""
    return [
        reverse(f"admin:{pattern.name}")
        for part in get_resolver().url_patterns
        if isinstance(part, URLResolver) and part.namespace == ADMIN
        for _name, pattern in patterns(part)
        if pattern.name and not pattern.pattern.regex.groups
    ]


def shape(name: str) -> tuple[str, list[str]]:
    """An address as a template ("projects/%(slug)s/") with the names of its parts."""
    resolver = get_resolver()
    *spaces, last = name.split(":")
    prefix = ""
    for space in spaces:
        start, resolver = resolver.namespace_dict[space]
        prefix += start
    [(template, parts), *_more] = resolver.reverse_dict.getlist(last)[0][0]
    return f"/{prefix}{template}", list(parts)


def first_of(found: Any) -> int:
    return int(found.values_list("pk", flat=True)[0])


def sample(world: World, name: str, where: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the parts of an address, which lead to things that are there in the story."""
    known = {
        "slug": world.project.slug,
        "objection": 0,
        "position": 2,
        "key": "use",
        "number": world.decision.number,
        "session_id": world.session.pk,
        "membership_id": world.invitation.membership_id,
        "call_id": 0,
        "code": world.invitation.code,
        "seat_id": world.pack.membership_id,
        "batch_id": world.pack.batch_id,
        "said_id": 0,
        "need_id": 0,
        "question_id": first_of(TermsQuestion.objects.filter(version__project=world.project)),
        "suggestion_id": first_of(world.project.terms_suggestions.filter(answered_at=None)),
        "asset_id": 0,
        "action_id": first_of(world.project.action_items.filter(owner__name="Farah Siddiqui")),
        "help_id": first_of(world.project.help_asked),
        "consent_id": 0,
        "pk": 0,
        "remark_id": 0,
        "contribution_id": world.said.pk,
        "import_id": world.partner_import.pk,
        "name": "there-is-no-such-message",
        "supporter_id": world.asked_supporter.pk,
    } | {part: value(world) if callable(value) else value for part, value in where.items()}
    return {part: known[part] for part in shape(name)[1]}


def address(world: World, name: str, where: Mapping[str, Any]) -> str:
    return reverse(name, kwargs=sample(world, name, where))
