"""What Celery calls: one line each."""

from celery import shared_task
from django.utils import timezone

from projects import reminders
from projects.actions import drafts, imports


@shared_task
def plan_reminders() -> None:
    reminders.plan_reminders(timezone.now())


@shared_task
def forget_imports() -> None:
    imports.forget_imports(timezone.now())


@shared_task
def forget_drafts() -> None:
    drafts.forget_drafts(timezone.now())
