"""What Celery calls: one line each."""

from celery import shared_task
from django.utils import timezone

from coproduce.packs import making
from projects.actions import packs


@shared_task
def make_packs(batch_id: int) -> None:
    making.make_batch(batch_id)


@shared_task
def go_on_with_packs() -> None:
    making.go_on()


@shared_task
def forget_packs() -> None:
    packs.forget_packs(timezone.now())
