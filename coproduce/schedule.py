"""Everything that runs by the clock, on one page."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    "forget the spreadsheets that nobody finished": {
        "task": "projects.tasks.forget_imports",
        "schedule": crontab(minute="17"),
    },
    "forget printed packs that are old": {
        "task": "coproduce.tasks.forget_packs",
        "schedule": crontab(hour="3", minute="41"),
    },
    "go on with packs that nobody finished": {
        "task": "coproduce.tasks.go_on_with_packs",
        "schedule": crontab(minute="*"),
        "options": {"expires": 60},
    },
    "forget the drafts that nobody came back to": {
        "task": "projects.tasks.forget_drafts",
        "schedule": crontab(minute="23", hour="3"),
    },
    "plan the reminders that are due": {
        "task": "projects.tasks.plan_reminders",
        "schedule": crontab(minute="*"),
        "options": {"expires": 60},
    },
    "send what the outbox still holds": {
        "task": "participants.tasks.sweep_outbox",
        "schedule": 30.0,
        "options": {"expires": 30},  # the next one does the same work
    },
}
