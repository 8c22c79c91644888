"""Packs for people who take part by post: asking for them, posting them, and what is printed on them."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from participants.actions.messages import ask_celery
from participants.models import Person
from participants.refusals import Refused
from projects.actions.ledger import write_history
from projects.models import Membership, Pack, PackBatch, PackPart, Project
from projects.slips import new_slip_code

MAKE_PACKS = "coproduce.tasks.make_packs"  # tasks stand above actions


@transaction.atomic
def set_post(project: Project, *, freephone: str, post_to: str, by: Person, now: dt.datetime) -> None:
    """The phone number and the address that packs of this project carry."""
    held = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if (held.freephone, held.post_to) != (freephone, post_to):
        project.freephone, project.post_to = freephone, post_to
        project.save(update_fields=["freephone", "post_to"])
        write_history(project, "post_set", f"project:{project.pk}", by=by, now=now)


@transaction.atomic
def start_packs(project: Project, memberships: Iterable[Membership], *, by: Person, now: dt.datetime) -> PackBatch:
    """A pack for each of these partners, to be made in the background. Refused where there is nobody."""
    people = list(memberships)
    if not people:
        raise Refused(_("Nobody in this project is waiting for a pack of this kind."))
    if any(each.project_id != project.pk for each in people):
        raise Refused(_("Choose people of this project."))
    batch = PackBatch.objects.create(project=project, made_by=by, made_at=now, wanted=len(people))
    Pack.objects.bulk_create(
        (
            Pack(membership=each, batch=batch, code=code, made_by=by, made_at=now)
            for each, code in zip(people, new_codes(len(people)), strict=True)
        ),
        batch_size=500,
    )
    write_history(project, "packs_made", f"project:{project.pk}", by=by, now=now, count=len(people))
    transaction.on_commit(lambda: ask_celery(MAKE_PACKS, batch.pk), robust=True)
    return batch


def start_pack(membership: Membership, *, by: Person, now: dt.datetime) -> Pack:
    """A pack for one partner; what is in it is written on it once it is made."""
    if membership.joined_at is None or membership.left_at is not None:
        raise Refused(_("Only somebody who takes part now can have a pack."))
    return Pack.objects.create(membership=membership, code=new_codes(1)[0], made_by=by, made_at=now)


def new_codes(count: int) -> list[str]:
    """So many codes that no pack has yet."""
    codes: set[str] = set()
    while len(codes) < count:
        more = {new_slip_code() for _each in range(count - len(codes))}
        codes |= more - set(Pack.objects.filter(code__in=more).values_list("code", flat=True))
    return sorted(codes, key=lambda code: code[::-1])


@transaction.atomic
def forget_packs(now: dt.datetime) -> int:
    """Take away the printed pages that are old. The codes stay: slips come back late."""
    old = PackBatch.objects.old(now).select_for_update(of=("self",))
    ids = [batch.pk for batch in old]
    PackPart.objects.filter(batch__in=ids).delete()
    return PackBatch.objects.filter(pk__in=ids).update(forgotten_at=now)
