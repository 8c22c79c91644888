"""The kinds of message that this app sends. Words stand in `templates/messages/`."""

import datetime as dt

from django.utils.translation import gettext as _

from decisions.actions import note_told
from decisions.actions.common import number_in
from decisions.models import Decision, Outcome
from decisions.reminders.due import answered_too_late
from participants.kinds import Kind, declare
from participants.models import Message


def closed_too_late(message: Message, now: dt.datetime) -> str:
    """Nobody is asked for what can't be counted any more."""
    decision = Decision.objects.filter(pk=number_in(message.topic)).first()
    if decision is None or now >= decision.closes_at or Outcome.objects.filter(decision=decision).exists():
        return _("The decision is closed.")
    return ""


def wording_too_late(message: Message, now: dt.datetime) -> str:
    """Nor about a wording that has changed again, or that they have answered already."""
    decision, wording = number_in(message.topic), number_in(message.key)
    newer = Decision.objects.filter(pk=decision, wordings__number__gt=wording).exists()
    if newer:
        return _("The wording has changed again since.")
    return closed_too_late(message, now) or answered_too_late(message, now)


KINDS = [
    Kind("decision_opened", "decision_opened", too_late=closed_too_late),
    Kind("wording_changed", "wording_changed", too_late=wording_too_late),
    Kind("feedback", "feedback", delivered=note_told),
    Kind("answer_given", "answer_given"),
]


def declare_kinds() -> None:
    for kind in KINDS:
        declare(kind)
