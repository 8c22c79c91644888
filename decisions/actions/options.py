"""Withdrawing an option that turns out not to be possible, while people choose."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, asked, locked, partner_of
from decisions.actions.positions import refuse_when_closed
from decisions.actions.register import enter
from decisions.models import Decision, RegisterEntry
from participants.actions import queue_for_all
from participants.models import Person
from participants.refusals import Refused
from projects.actions import write_history


@transaction.atomic
def withdraw_option(decision: Decision, number: int, *, because: str, by: Person, now: dt.datetime) -> None:
    """It stays readable with the reason, and is counted no more. Whoever has answered is told, and can answer anew."""
    decision = locked(decision)
    refuse_when_closed(decision, now)
    left = list(decision.options.filter(withdrawn_at=None))
    option = next((each for each in left if each.number == number), None)
    if option is None:
        raise Refused(_("This option is withdrawn already."))
    if decision.private and decision.positions.exists():
        raise Refused(
            _(
                "People have answered in private, so nobody can change what they said any more. "
                "Close the decision, and ask anew with the options that are left."
            )
        )
    if len(left) < 3:
        raise Refused(_("Two options have to be left to choose between. Close the decision instead, and say why."))
    option.withdrawn_at, option.withdrawn_by, option.withdrawn_because = now, partner_of(decision.project, by), because
    option.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    facts = {"question": decision.question, "option": option.words, "because": because}
    enter(decision, RegisterEntry.Kind.OPTION_WITHDRAWN, {"option": str(option), "because": because}, now=now)
    write_history(decision.project, "option_withdrawn", f"decision:{decision.pk}", by=by, now=now, **facts)
    answered = asked(decision.project, now).exclude(pk=by.pk).filter(memberships__positions__decision=decision)
    queue_for_all(
        answered.distinct(),
        "option_withdrawn",
        f"decision:{decision.pk}:option:{number}",
        {
            **facts,
            "project": decision.project.name,
            "closes_at": decision.closes_at.isoformat(),
            "url": address_of(decision),
        },
        now=now,
        topic=f"decision:{decision.pk}",
    )
