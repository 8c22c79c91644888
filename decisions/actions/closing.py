"""Closing a decision sooner than people were told: with notice, or at once where everybody has answered."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, have_not_answered, locked
from decisions.actions.outcomes import everybody_answered
from decisions.actions.positions import refuse_when_closed
from decisions.actions.register import enter
from decisions.models import Decision, RegisterEntry
from decisions.register import in_utc
from participants.actions import queue_for_all
from participants.models import Person
from participants.refusals import Refused
from participants.times import moment
from projects.actions import write_history

NOTICE = dt.timedelta(days=1)  # the least that people are given who have not answered


@transaction.atomic
def close_sooner(decision: Decision, *, because: str, by: Person, now: dt.datetime, closes_at: dt.datetime) -> None:
    """It closes at `closes_at`, a day from now at the least; whoever has not answered is told, and reads why.

    Where everybody has answered it closes at once, whatever `closes_at` says.
    """
    decision = locked(decision)
    refuse_when_closed(decision, now)
    everybody = everybody_answered(decision, now)
    closes_at = now if everybody else closes_at
    if not everybody and closes_at < now + NOTICE:
        raise Refused(_("Not everybody has answered. Give them a day at least, so that they can."))
    if closes_at >= decision.closes_at:
        raise Refused(_("It closes before that already."))
    decision.closes_at = closes_at
    decision.save(update_fields=["closes_at"])
    body = {"closes_at": in_utc(closes_at), "because": because}
    enter(decision, RegisterEntry.Kind.CLOSING, body, now=now)
    about, facts = f"decision:{decision.pk}", {"question": decision.question, "because": because}
    write_history(decision.project, "closed_sooner", about, by=by, now=now, moment=moment(closes_at), **facts)
    if everybody:
        return
    queue_for_all(
        have_not_answered(decision, now).exclude(pk=by.pk),
        "closes_sooner",
        f"{about}:closes:{closes_at.isoformat()}",
        {
            **facts,
            "by": by.called,
            "project": decision.project.name,
            "closes_at": closes_at.isoformat(),
            "url": address_of(decision),
        },
        now=now,
        topic=about,
    )
