"""What Celery calls: one line each. The rules stand in `participants/delivery.py`."""

from celery import shared_task
from django.utils import timezone

from participants import delivery


@shared_task
def deliver(message_id: int) -> None:
    delivery.deliver(message_id, now=timezone.now())


@shared_task
def sweep_outbox() -> None:
    delivery.sweep(timezone.now)
