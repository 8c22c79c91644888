from typing import Any

from decisions.reminders import due, proposals
from decisions.reminders.waiting import unanswered, waiting_for
from projects.reminders import Reminder

REMINDERS: list[Reminder[Any]] = [*due.REMINDERS, *proposals.REMINDERS]

__all__ = ["REMINDERS", "unanswered", "waiting_for"]
