"""Our own font for what is printed: the files that the pages use, turned back into what typst reads, once a process."""

import tempfile
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

# typst looks into one file of a family only, so the file with our further letters gets a family name of its own.
FILES = {"atkinson": "Next", "atkinson-more": "More"}
FOLDER = settings.BASE_DIR / "static" / "dist" / "fonts"


@cache
def folder() -> "tempfile.TemporaryDirectory[str]":
    """Where the fonts lie while this process lives: typst opens them only when it needs them."""
    place = tempfile.TemporaryDirectory(prefix="coproduce-fonts-")
    for name, family in FILES.items():
        file = FOLDER / f"{name}.woff2"
        if file.exists():
            unpack(file, family, Path(place.name, f"{name}.ttf"))
    return place


def unpack(file: Path, family: str, target: Path) -> None:
    """Write a font as TrueType, with `family` for the last word of its name."""
    with TTFont(file) as font:
        for record in font["name"].names:
            record.string = str(record).replace("Next", family)
        font.flavor = None
        font.save(target, reorderTables=None)


@cache
def fonts() -> typst.Fonts:
    """Our font, then those of the machine and those within typst. Nothing is fetched from anywhere."""
    return typst.Fonts(font_paths=[folder().name])
