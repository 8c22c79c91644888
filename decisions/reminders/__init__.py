from decisions.reminders.due import REMINDERS
from decisions.reminders.waiting import awaiting_answer, unanswered, waiting_for

__all__ = ["REMINDERS", "awaiting_answer", "unanswered", "waiting_for"]
