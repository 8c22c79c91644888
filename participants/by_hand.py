"""Calls and letters, which no machine sends: what came of each, and whom we don't ring any more."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.actions import channel_for
from participants.delivery import mark_told
from participants.models import Attempt, Message, Person
from participants.refusals import Refused

TRY_AGAIN = dt.timedelta(days=1)


@transaction.atomic
def note_outcome(
    message: Message, outcome: str, *, by: Person, now: dt.datetime, again_on: dt.date | None = None
) -> None:
    """What came of a call or a letter. Reached is told; otherwise it stays on the list, from `again_on` on.

    Refused where it is settled already, or goes out by itself by now.
    """
    held = Message.objects.select_for_update(of=("self",)).select_related("to").get(pk=message.pk)
    refuse_what_is_done(held)
    Attempt.objects.create(message=held, outcome=outcome, at=now, by=by, again_on=again_on)
    if outcome == Attempt.Outcome.REACHED:
        mark_told(held, by=by, now=now)
    if outcome == Attempt.Outcome.NO_CALLS:
        stop_calls(held.to, now=now)


def refuse_what_is_done(message: Message) -> None:
    if not message.by_hand:
        raise Refused(_("We send this one ourselves."))
    if message.sent_at or message.dropped_at:
        raise Refused(_("This is done already."))


def stop_calls(person: Person, *, now: dt.datetime) -> None:
    """Nobody is asked to ring this person any more: what waits for a call goes another way."""
    if person.no_calls_at is None:
        person.no_calls_at = now
        person.save(update_fields=["no_calls_at"])
    waiting = Message.objects.unsettled().filter(to=person, channel=Message.Channel.CALL)
    waiting.update(channel=channel_for(person), next_try_at=now)
