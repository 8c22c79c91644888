"""The kinds of message that this app sends. Words stand in `templates/messages/`."""

import datetime as dt

from django.utils.translation import gettext as _

from decisions.actions import note_told
from decisions.actions.common import number_in
from decisions.models import Decision, LearningRound, LearningText, Outcome
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


def checked_already(message: Message, _now: dt.datetime) -> str:
    """Nor about a page whose words have changed since, that is public, or that they have answered on."""
    learning, number = number_in(message.topic), number_in(message.key.removesuffix(":check"))
    round_ = LearningRound.objects.filter(text__learning=learning, text__number=number).first()
    if round_ is None or LearningText.objects.filter(learning=learning, number__gt=number).exists():
        return _("The words have changed again since.")
    if round_.text.pages.exists():
        return _("The page is public already.")
    if round_.checks.filter(membership__person=message.to_id).exists():
        return _("They have answered already.")
    return ""


KINDS = [
    Kind("decision_opened", "decision_opened", too_late=closed_too_late),
    Kind("closes_sooner", "closes_sooner", too_late=answered_too_late),
    Kind("option_withdrawn", "option_withdrawn", too_late=closed_too_late),
    Kind("wording_changed", "wording_changed", too_late=wording_too_late),
    Kind("decision_question_answered", "decision_question_answered"),
    Kind("position_written_down", "position_written_down", must_know=True),
    Kind("proposal_answered", "proposal_answered"),
    Kind("proposal_remark", "proposal_remark"),
    Kind("proposal_not_taken_up", "proposal_not_taken_up", must_know=True),
    Kind("proposal_opened", "proposal_opened", must_know=True),
    Kind("feedback", "feedback", delivered=note_told, must_know=True),
    Kind("answer_given", "answer_given"),
    Kind("learning_check", "learning_check", too_late=checked_already),
    Kind("learning_published", "learning_published"),
    Kind("learning_taken_down", "learning_taken_down"),
]


def declare_kinds() -> None:
    for kind in KINDS:
        declare(kind)
