"""The way to declare a reminder, and the planner that asks every declared one each minute."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from participants.actions import Outgoing, queue_all
from participants.kinds import Kind, declare
from participants.models import Message, Person

log = structlog.get_logger(__name__)


def any_way(_thing: object) -> str:
    return ""


@dataclass(frozen=True)
class Reminder[Thing]:
    """One thing that people are reminded of. To add one, declare it in its app's `messages.py` and write its words.

    name: of the kind of message, and of its words in `templates/messages/<name>.{subject.txt,txt,text.txt}`.
    due: the things (sessions, decisions …) to remind of at `now`.
    audience: the people to remind of such a thing. Who was reminded already is left out by the planner.
    key: names the occasion; each person is reminded once for each key ("session:12:day-before").
    topic: what it is about ("session:12").
    context: plain values for the words.
    too_late: asked just before sending: why it is not sent any more, or "".
    only_by: the one way (a Message.Channel) by which it goes or not at all, or "".
    """

    name: str
    due: Callable[[dt.datetime], Iterable[Thing]]
    audience: Callable[[Thing, dt.datetime], QuerySet[Person]]
    key: Callable[[Thing], str]
    topic: Callable[[Thing], str]
    context: Callable[[Thing], dict[str, Any]]
    too_late: Callable[[Message, dt.datetime], str]
    only_by: Callable[[Thing], str] = any_way


REMINDERS: dict[str, Reminder[Any]] = {}


def declare_reminder(reminder: Reminder[Any]) -> None:
    """Make a reminder known: the planner asks it each minute, and its kind of message can be sent."""
    REMINDERS[reminder.name] = reminder
    declare(Kind(reminder.name, reminder.name, too_late=reminder.too_late))


def plan_reminders(now: dt.datetime) -> None:
    """Put every reminder that is due into the outbox, once. Safe to run twice at the same moment."""
    for reminder in REMINDERS.values():
        try:
            with transaction.atomic():
                plan(reminder, now)
        except Exception:  # one broken reminder must not hold up the others
            log.exception("reminder_broke", reminder=reminder.name)


def plan(reminder: Reminder[Any], now: dt.datetime) -> None:
    for thing in reminder.due(now):
        key = reminder.key(thing)
        told = Message.objects.filter(to=OuterRef("pk"), key=key)
        people = list(reminder.audience(thing, now).exclude(Exists(told)))
        if people:
            context, topic = reminder.context(thing), reminder.topic(thing)
            only_by = reminder.only_by(thing)
            queue_all([Outgoing(to, reminder.name, key, context, topic, only_by) for to in people], now=now)
