"""Packs in the post: the post list of a facilitator, and marking what went out."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from coproduce.packs.covering import still_waiting
from participants.delivery import mark_told
from participants.models import Person
from participants.refusals import Refused
from projects.models import Pack, Project


def to_post(projects: Sequence[Project], now: dt.datetime) -> QuerySet[Pack]:
    """Packs that are made and not in the post yet, the oldest first."""
    found = Pack.objects.to_post(now).filter(membership__project__in=projects).exclude(asks=[])
    return found.select_related("membership__person", "membership__project").order_by("made_at", "pk")


@transaction.atomic
def mark_posted(packs: Iterable[Pack], *, by: Person, now: dt.datetime) -> int:
    """These packs are in the post; the letters that they stand for are told by that. Marked twice, it is done once.

    Returns how many letters they were.
    """
    held = list(Pack.objects.to_post(now).filter(pk__in=[pack.pk for pack in packs]).select_for_update(of=("self",)))
    Pack.objects.filter(pk__in=[pack.pk for pack in held]).update(posted_at=now, posted_by=by)
    letters = 0
    for letter in still_waiting(held):
        with contextlib.suppress(Refused):  # somebody settled it at this moment
            mark_told(letter, by=by, now=now)
            letters += 1
    return letters


def set_aside(packs: Iterable[Pack], *, now: dt.datetime) -> None:
    """These will not be posted: they were given by hand, or newer ones took their place."""
    Pack.objects.to_post(now).filter(pk__in=[pack.pk for pack in packs]).update(set_aside_at=now)
