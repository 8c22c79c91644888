"""What Celery calls: one line each."""

from celery import shared_task
from django.utils import timezone

from projects import reminders


@shared_task
def plan_reminders() -> None:
    reminders.plan_reminders(timezone.now())
