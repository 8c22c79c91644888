"""Packs as tagged PDF (PDF/UA-1). People's words go in as data and never into the template's text."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import typst
from django.conf import settings

from coproduce.packs.fonts import fonts
from coproduce.packs.printable import bare

TEMPLATE = settings.BASE_DIR / "templates" / "packs" / "pack.typ"


@cache
def template() -> bytes:
    return TEMPLATE.read_bytes()


def pdf_of(contents: Sequence[dict[str, Any]]) -> bytes:
    """One PDF with these packs, each beginning on a new sheet."""
    try:
        return typeset(contents)
    except typst.TypstError:  # a sign that no font can draw in its place: better a plain pack than none
        return typeset([bare(content) for content in contents])


def typeset(contents: Sequence[dict[str, Any]]) -> bytes:
    made = typst.compile(
        template(), font_paths=fonts(), sys_inputs={"packs": json.dumps(contents)}, pdf_standards="ua-1"
    )
    assert isinstance(made, bytes)  # noqa: S101 (one PDF, not a list of pictures)
    return made
