"""The check-in: what a stage felt like to a partner."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.breaks import own_or_passed_on
from projects.actions.entering import refuse_when_closed
from projects.checkins import answering_ends, joined_after
from projects.ladder import Rung
from projects.models import CheckIn, HowMuch, Membership, Stage, Via


@transaction.atomic
def check_in(
    membership: Membership,
    stage: Stage,
    *,
    rung: Rung,
    heard: HowMuch,
    knows: HowMuch,
    line: str = "",
    by: Person,
    now: dt.datetime,
    via: Via = Via.ONLINE,
) -> CheckIn:
    """Keep what a stage felt like to one partner. The last word counts, until answering ends.

    Nothing is written to the ledgers: they are read with names, and nobody should learn who has answered.
    """
    stage = Stage.objects.select_for_update(of=("self",), no_key=True).get(pk=stage.pk)
    if stage.project_id != membership.project_id or stage.began_at is None:
        raise Refused(_("This stage has not begun yet."))
    refuse_when_closed(stage.project_id)
    ends = answering_ends(stage)
    if ends is not None and now >= ends:
        raise Refused(_("The time for answering is over. You can read what people said."))
    seat = own_or_passed_on(membership, by, via)
    if seat.role == Membership.Role.OBSERVER:
        raise Refused(_("Only partners are asked what it felt like."))
    if joined_after(seat, stage):
        raise Refused(_("This stage was closed before they joined. Only those who were there are asked."))
    facts = {
        "membership": seat,
        "group": seat.group,
        "rung": rung,
        "heard": heard,
        "knows": knows,
        "line": " ".join(line.split()),
        "at": now,
        "via": via,
        "entered_by": by,
    }
    # By person: who left and came back changes the answer that they gave.
    kept, _new = CheckIn.objects.update_or_create(stage=stage, membership__person=seat.person, defaults=facts)
    return kept
