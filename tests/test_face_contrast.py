"""Every pair of colours that meets on a page is far enough apart, in every theme (WCAG 2.2: 1.4.3, 1.4.6, 1.4.11)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

THEMES = ["light", "dark", "cream", "contrast"]
SOURCE = Path(__file__).resolve().parent.parent / "static" / "src" / "scss" / "_themes.scss"
GROUNDS = ["paper", "card", "band", "surface"]
SHAPES = ["use", "carers", "staff", "commissioners", "hexagon", "star", "pentagon", "cross"]


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme by name, as `#rrggbb`; a theme that includes another starts from its colours."""
    source = SOURCE.read_text()
    found = re.search(rf"@mixin {theme} \{{(.*?)\n\}}", source, re.DOTALL)
    assert found, f"no theme called {theme}"
    base = re.search(r"@include (\w+)", found[1])
    own = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", found[1]))
    return (tokens(base[1]) if base else {}) | own


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 (black) to 1 (white), as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def pairs() -> Iterator[tuple[str, str, float]]:
    """(front, ground, the least contrast) for all that meets on a page."""
    for ground in GROUNDS:
        yield "ink", ground, 7  # body text
        yield "soft", ground, 7
        yield from ((name, ground, 4.5) for name in ("link", "link-visited", "link-strong", "error", "brand"))
        yield from ((name, ground, 3) for name in ("edge", "missing-edge", *SHAPES))
    for kind in ("done", "part", "missing", "note"):
        yield f"on-{kind}", kind, 7
    yield "ink", "chosen", 7
    yield "soft", "chosen", 4.5
    yield "ink", "done", 7  # words marked as changed
    yield "on-brand", "brand", 4.5
    yield "on-brand", "brand-strong", 4.5
    yield "on-bar", "bar", 7
    yield "sun", "bar", 3


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_of_colours_can_be_told_apart(theme: str) -> None:
    colour = tokens(theme)
    weak = [
        f"{front} on {ground}: {ratio:.2f}, needs {least}"
        for front, ground, least in pairs()
        if (ratio := contrast(colour[front], colour[ground])) < least
    ]
    assert not weak


def test_every_theme_sets_every_colour() -> None:
    assert {theme: set(tokens("light")) - set(tokens(theme)) for theme in THEMES} == {theme: set() for theme in THEMES}


def test_black_and_white_are_as_far_apart_as_can_be() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
