"""The catalogues of translations, read and compiled by Babel, so that no gettext is needed on the machine."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
FOLDER = Path(settings.LOCALE_PATHS[0])
LANGUAGES = ["cy"]


def sources() -> Iterator[tuple[str, bytes]]:
    """Name and Python-like text of every file that speaks to people."""
    for app in ("coproduce", "decisions", "participants", "projects"):
        for file in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if not {"migrations", "boot", "bench", "drills"} & set(file.parts):
                yield str(file.relative_to(settings.BASE_DIR)), file.read_bytes()
    for file in sorted((settings.BASE_DIR / "templates").rglob("*")):
        if file.suffix in (".html", ".txt"):
            yield str(file.relative_to(settings.BASE_DIR)), python_of(file)


def python_of(template: Path) -> bytes:
    """A template's translatable words as calls that Babel's reader of Python understands, free of indentation."""
    lines = templatize(template.read_text(), origin=str(template)).splitlines()
    return "\n".join(line.lstrip() for line in lines).encode()


def read_sources() -> Catalog:
    """Every message that the code and the templates hold. Files are named, lines are not: those move all the time."""
    catalog = Catalog(project="Coproduce", charset="utf-8")
    for name, text in sources():
        for _line, message, comments, context in extract(
            "python", io.BytesIO(text), keywords=KEYWORDS, comment_tags=["Translators:"], options={}
        ):
            if not message or not (message[0] if isinstance(message, tuple) else message):
                continue
            flags = ["python-brace-format"] if "{" in str(message) else []
            catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context, flags=flags)
    return catalog


def po_file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def read_catalog(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="Coproduce", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def identity(catalog: Catalog) -> set[tuple[str, str]]:
    return {(str(message.id), message.context or "") for message in catalog if message.id}


class Command(BaseCommand):
    help = "Brings the catalogues up to date; --check only looks; --compile makes what the app reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--compile", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            for language in LANGUAGES:
                self.compile(language)
            return
        template = read_sources()
        for language in LANGUAGES:
            if options["check"]:
                self.check_language(language, template)
            else:
                self.update(language, template)

    def compile(self, language: str) -> None:
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read_catalog(language))

    def check_language(self, language: str, template: Catalog) -> None:
        known, wanted = identity(read_catalog(language)), identity(template)
        for label, rows in (("not in the catalogue", wanted - known), ("no longer used", known - wanted)):
            if rows:
                first = "; ".join(repr(text) for text, _context in sorted(rows)[:5])
                raise CommandError(f"{language}: {len(rows)} {label}, such as {first}. Run `make translations`.")

    def update(self, language: str, template: Catalog) -> None:
        catalog = read_catalog(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, omit_header=False, sort_output=True, include_lineno=False, width=100)
        done = sum(1 for message in catalog if message.id and message.string)
        self.stdout.write(f"{language}: {done} of {len(catalog)} messages are translated.")
