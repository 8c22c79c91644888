"""The kinds of message that this app sends. Words stand in `templates/messages/`."""

from typing import Any

from participants.kinds import Kind, declare
from projects.reminders import Reminder, declare_reminder, invitations, sessions
from projects.reminders.helping import taken_back

KINDS = [
    Kind("invitation", "invitation", too_late=invitations.not_open),
    Kind("help_offered", "help_offered", too_late=taken_back),
    Kind("session_changed", "session_changed", too_late=sessions.off),
    Kind("session_cancelled", "session_cancelled", too_late=sessions.begun),
]
REMINDERS: list[Reminder[Any]] = [*invitations.REMINDERS, *sessions.REMINDERS]


def declare_kinds() -> None:
    for kind in KINDS:
        declare(kind)
    for reminder in REMINDERS:
        declare_reminder(reminder)
