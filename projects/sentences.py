"""What the record says for each verb. Upper layers declare theirs when they start (`apps.py`)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from projects.models import HistoryEntry

SENTENCES: dict[str, Promise | str] = {
    "project_made": _("{by} started the project."),
}


def declare(sentences: Mapping[str, Promise | str]) -> None:
    SENTENCES.update(sentences)


def sentence_for(entry: HistoryEntry) -> SafeString:
    """The sentence of one history entry, as safe HTML; people's words are escaped on the way in."""
    by = entry.by.name if entry.by is not None else _("Coproduce")
    return format_html(str(SENTENCES.get(entry.verb, entry.verb)), by=by, **entry.facts)
