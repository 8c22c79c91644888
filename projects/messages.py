"""The kinds of message that this app sends. Words stand in `templates/messages/`."""

from typing import Any

from participants.kinds import Kind, declare
from projects.reminders import (
    Reminder,
    checkins,
    closing,
    declare_reminder,
    doing,
    invitations,
    said,
    sessions,
    supporters,
    terms,
)
from projects.reminders.helping import taken_back

KINDS = [
    Kind("invitation", "invitation", too_late=invitations.not_open),
    Kind("help_offered", "help_offered", too_late=taken_back),
    Kind("terms_question_answered", "terms_question_answered"),
    Kind("terms_suggestion_answered", "terms_suggestion_answered"),
    Kind("terms_to_accept", "terms_to_accept", too_late=terms.accepted_or_old),
    Kind("session_changed", "session_changed", too_late=sessions.off, must_know=True),
    Kind("stage_reopened", "stage_reopened", too_late=closing.closed_again),
    Kind("session_cancelled", "session_cancelled", too_late=sessions.begun, must_know=True),
    Kind("break_noted", "break_noted", must_know=True),
    Kind("goodbye", "goodbye", must_know=True),
    Kind("replied", "replied", too_late=said.gone),
    Kind("supporter_asked", "supporter_asked", too_late=supporters.not_open),
    Kind("supporter_written_down", "supporter_written_down", must_know=True),
    Kind("supporter_accepted", "supporter_accepted"),
    Kind("supporter_declined", "supporter_declined"),
    Kind("supporter_ended", "supporter_ended", must_know=True),
    Kind("place_ended", "place_ended", must_know=True),
    Kind("action_given", "action_given", too_late=doing.over),
    Kind("action_not_happened", "action_not_happened", too_late=doing.answered),
    Kind("facilitator_made", "facilitator_made", must_know=True),
]
REMINDERS: list[Reminder[Any]] = [
    *invitations.REMINDERS,
    *sessions.REMINDERS,
    *checkins.REMINDERS,
    *closing.REMINDERS,
    *doing.REMINDERS,
]


def declare_kinds() -> None:
    for kind in KINDS:
        declare(kind)
    for reminder in REMINDERS:
        declare_reminder(reminder)
