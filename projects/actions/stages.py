"""Closing a stage, and beginning the next."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.ledger import write_history
from projects.gate import missing
from projects.models import Stage, StageClosure, StageGap


@transaction.atomic
def close_stage(stage: Stage, reasons: Mapping[int, str], *, by: Person, now: dt.datetime) -> StageClosure:
    """Close a stage and begin the next one.

    `reasons`: for each group that took no part (by its id), why the stage goes on without it; they stay for all to
    read. Refused where one is missing, and where somebody else closed the stage first.
    """
    stage = Stage.objects.select_for_update(of=("self",)).select_related("project").get(pk=stage.pk)
    if StageClosure.objects.filter(stage=stage).exists():
        raise Refused(_("Somebody has just closed this stage. You don't need to do anything."))
    if stage.began_at is None:
        raise Refused(_("This stage has not begun yet, so it can't be closed."))
    gaps = missing(stage)
    if unexplained := [gap.group.name for gap in gaps if not reasons.get(gap.group.pk, "").strip()]:
        raise Refused(_("Write why the stage goes on without: %(groups)s.") % {"groups": ", ".join(unexplained)})
    closure = StageClosure.objects.create(stage=stage, closed_by=by, closed_at=now)
    write_history(stage.project, "stage_closed", f"stage:{stage.pk}", by=by, now=now, stage=stage.name)
    for gap in gaps:
        reason = reasons[gap.group.pk].strip()
        StageGap.objects.create(closure=closure, group=gap.group, reason=reason)
        facts = {"stage": stage.name, "group": gap.group.name, "reason": reason}
        write_history(stage.project, "stage_gap", f"stage:{stage.pk}", by=by, now=now, **facts)
    begin_next(stage, by=by, now=now)
    return closure


def begin_next(stage: Stage, *, by: Person, now: dt.datetime) -> None:
    """Begin the stage after this one; after the last there is none."""
    following = stage.project.stages.filter(position__gt=stage.position, began_at=None).first()
    if following is None:
        return
    following.began_at = now
    following.save(update_fields=["began_at"])
    write_history(stage.project, "stage_begun", f"stage:{following.pk}", by=by, now=now, stage=following.name)
