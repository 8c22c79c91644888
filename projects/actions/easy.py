"""Writing Easy Read words."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.ledger import write_history
from projects.easy import Original
from projects.easy_words import lines_of
from projects.models import EasyRead, Project


@transaction.atomic
def write_easy_read(project: Project, original: Original, words: str, *, by: Person, now: dt.datetime) -> EasyRead:
    """New Easy Read words for something as it is worded now. The same words sent twice are written once."""
    words = words.strip()
    if not lines_of(words):
        raise Refused(_("Write at least one line."))
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    last = EasyRead.objects.filter(about=original.about).last()
    if last is not None and (last.words, last.full_words) == (words, original.full_words):
        return last
    made = EasyRead.objects.create(
        project=project,
        about=original.about,
        words=words,
        full_words=original.full_words,
        written_by=by,
        written_at=now,
    )
    write_history(project, "easy_read_written", original.about, by=by, now=now, title=original.name)
    return made
