from decisions.reminders.due import REMINDERS
from decisions.reminders.waiting import unanswered, waiting_for

__all__ = ["REMINDERS", "unanswered", "waiting_for"]
