"""Writing Easy Read words."""

import datetime as dt
from collections.abc import Sequence
from itertools import zip_longest

from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.ledger import write_history
from projects.easy import Original
from projects.easy_words import lines_of
from projects.models import EasyRead, Project
from projects.symbols import SYMBOLS


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
        pictures=kept(last, words) if last else [],
        written_by=by,
        written_at=now,
    )
    write_history(project, "easy_read_written", original.about, by=by, now=now, title=original.name)
    return made


def kept(last: EasyRead, words: str) -> list[str]:
    """The pictures of lines that are as they were; a line that changed has to be given one anew."""
    before = dict(zip(lines_of(last.words), last.pictures, strict=False))
    return [before.get(line, "") for line in lines_of(words)]


@transaction.atomic
def choose_pictures(
    project: Project, original: Original, pictures: Sequence[str], *, twin: int, by: Person, now: dt.datetime
) -> EasyRead:
    """Pictures for the lines of the Easy Read words with this id, as a new row. The same ones again change nothing."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    last = EasyRead.objects.filter(about=original.about).last()
    if last is None:
        raise Refused(_("Write the Easy Read words first."))
    found = [key if key in SYMBOLS else "" for key in pictures][: len(lines_of(last.words))]
    if not differ(found, last.pictures):
        return last
    if last.pk != twin:
        raise Refused(_("The Easy Read words have changed meanwhile. Look at each line, and choose again."))
    made = EasyRead.objects.create(
        project=project,
        about=last.about,
        words=last.words,
        full_words=last.full_words,
        pictures=found,
        written_by=by,
        written_at=now,
    )
    write_history(project, "easy_pictures_chosen", original.about, by=by, now=now, title=original.name)
    return made


def differ(new: Sequence[str], old: Sequence[str]) -> bool:
    """Do two lists of pictures differ, also if one ends sooner?"""
    return any(one != other for one, other in zip_longest(new, old, fillvalue=""))
