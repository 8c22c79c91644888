"""Making packs: one at once, or those of a batch in steps that each stand when they are done.

A step holds its batch by a lock, so two workers never make the same packs, and one that is killed leaves whole steps.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from coproduce.packs.content import contents_of
from coproduce.packs.covering import covered
from coproduce.packs.typeset import pdf_of
from participants.models import Person
from projects.actions.packs import start_pack
from projects.models import Membership, Pack, PackBatch, PackPart, Project

AT_ONCE = 25  # packs in one step and one file: a second, so that progress can be seen; more would take more memory


@transaction.atomic
def make_pack(membership: Membership, *, large_print: bool, by: Person, now: dt.datetime) -> tuple[Pack, bytes]:
    """A pack for one partner, and its PDF."""
    pack = start_pack(membership, by=by, now=now)
    pack.large_print = large_print
    return pack, fill(membership.project, [pack], now)


def make_batch(batch_id: int, clock: Callable[[], dt.datetime] = timezone.now) -> None:
    """Make all that is left of a batch. Done again, or by several at once, it is done once."""
    while make_some(batch_id, clock()):
        pass


@transaction.atomic
def make_some(batch_id: int, now: dt.datetime) -> bool:
    """The next packs of a batch, as one part. False where none is left or another worker is at it."""
    found = PackBatch.objects.select_for_update(skip_locked=True, of=("self",)).select_related("project__organisation")
    batch = found.filter(pk=batch_id, finished_at=None).first()
    if batch is None:
        return False
    waiting = batch.packs.order_by("pk").select_related("membership__person")
    packs = list(waiting[batch.done : batch.done + AT_ONCE])
    if packs:
        pdf = fill(batch.project, packs, now)
        PackPart.objects.create(batch=batch, number=batch.parts.count() + 1, people=len(packs), pdf=pdf)
    batch.done += len(packs)
    if batch.done >= batch.wanted or not packs:
        batch.finished_at = now
    batch.save(update_fields=["done", "finished_at"])
    return batch.finished_at is None


def fill(project: Project, packs: Sequence[Pack], now: dt.datetime) -> bytes:
    """Write into each pack what it asks and which letters it stands for; their PDF."""
    contents = contents_of(project, packs, now)
    letters = covered(packs)
    for pack in packs:
        pack.covers = letters.get(pack.pk, [])
    Pack.objects.bulk_update(packs, ["asks", "large_print", "covers"])
    return pdf_of(contents)


def go_on() -> None:
    """What a lost task or a killed worker left unfinished."""
    for pk in PackBatch.objects.unfinished().values_list("pk", flat=True):
        make_batch(pk)
