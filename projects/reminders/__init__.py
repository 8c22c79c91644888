"""What is due at `now`, derived from facts: shown on Home as *Waiting for you*, and sent as reminders."""

from projects.reminders.declaring import REMINDERS, Reminder, declare_reminder, plan_reminders
from projects.reminders.waiting import Waiting, waiting_for

__all__ = ["REMINDERS", "Reminder", "Waiting", "declare_reminder", "plan_reminders", "waiting_for"]
