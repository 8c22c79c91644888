"""Drafts: what somebody typed and did not send. Kept for them alone, thrown away when they say so or after a time."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from participants.models import Person
from projects.actions.attachments import discard_file, kept
from projects.files import Upload
from projects.models import Draft, Project

KEPT = dt.timedelta(days=90)
MOST = 12_000  # letters of one answer
FIELDS = 30


@transaction.atomic
def save_draft(
    project: Project,
    person: Person,
    form: str,
    facts: Mapping[str, str],
    *,
    now: dt.datetime,
    upload: Upload | None = None,
    alt: str = "",
    without_file: bool = False,
) -> Draft:
    """What the form holds now takes the place of what it held before. A new file takes the place of the old one.

    `without_file` throws the old one away.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two tabs save one after the other
    plain = {name: str(words).replace("\0", "")[:MOST] for name, words in list(facts.items())[:FIELDS]}
    draft, _is_new = Draft.objects.update_or_create(
        project=project, person=person, form=form, defaults={"facts": plain, "saved_at": now}
    )
    if upload is not None or without_file:
        discard_file(draft)
    if upload is not None:
        kept(project, upload, draft=draft, alt=alt)
    return draft


@transaction.atomic
def discard_draft(draft: Draft) -> None:
    discard_file(draft)
    draft.delete()


def forget_drafts(now: dt.datetime) -> None:
    """Drafts that nobody came back to for three months."""
    for draft in Draft.objects.filter(saved_at__lt=now - KEPT):
        discard_draft(draft)
