"""The way into the outbox. What happens to a message after that is delivery's."""

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import QuerySet
from kombu.exceptions import OperationalError

from participants.models import Message, Person, ReachBy

log = structlog.get_logger(__name__)

CHANNELS = {
    ReachBy.EMAIL: Message.Channel.EMAIL,
    ReachBy.TEXT: Message.Channel.TEXT,
    ReachBy.PHONE: Message.Channel.CALL,
    ReachBy.POST: Message.Channel.LETTER,
}


def channel_for(person: Person) -> Message.Channel:
    """The way that the person asked for, or the next one that can reach them; a letter where nothing else can."""
    wished = CHANNELS[ReachBy(person.reach_by)]
    if wished is Message.Channel.CALL and person.no_calls_at is not None:
        return Message.Channel.EMAIL if person.email else Message.Channel.LETTER
    if wished is Message.Channel.EMAIL and not person.email:
        return Message.Channel.TEXT if person.phone else Message.Channel.LETTER
    if wished in (Message.Channel.TEXT, Message.Channel.CALL) and not person.phone:
        return Message.Channel.EMAIL if person.email else Message.Channel.LETTER
    return wished


def own_channel(person: Person) -> Message.Channel:
    """A way on which nobody else reads or speaks the words."""
    return Message.Channel.EMAIL if person.email else Message.Channel.TEXT


def queue(
    to: Person,
    kind: str,
    key: str,
    context: dict[str, Any],
    *,
    now: dt.datetime,
    topic: str = "",
    never_by_hand: bool = False,
) -> Message | None:
    """Put one message into the outbox and hand it to Celery on commit.

    `key` names the occasion ("session:12:week-before"): the same person is told once, however often this is called.
    `context` holds plain values for the templates. Returns None where the message was there already.
    `never_by_hand` is for what no facilitator may see: it goes by email or text message, or not at all.
    """
    message, is_new = Message.objects.get_or_create(
        to=to,
        key=key,
        defaults={
            "kind": kind,
            "topic": topic,
            "context": context,
            "channel": own_channel(to) if never_by_hand else channel_for(to),
            "only_this_way": never_by_hand,
            "queued_at": now,
            "next_try_at": now,
        },
    )
    if not is_new:
        return None
    transaction.on_commit(lambda: hand_over(message.pk), robust=True)
    return message


@dataclass(frozen=True)
class Outgoing:
    """One message of many, for `queue_all`. With `only_by` it goes this way (a Message.Channel) or not at all."""

    to: Person
    kind: str
    key: str
    context: dict[str, Any]
    topic: str = ""
    only_by: str = ""


def queue_all(outgoing: Sequence[Outgoing], *, now: dt.datetime) -> None:
    """As `queue`, for any number of messages in one statement. Who has theirs already is not told again."""
    if not outgoing:
        return
    Message.objects.bulk_create(
        [
            Message(
                to=each.to,
                key=each.key,
                kind=each.kind,
                topic=each.topic,
                context=each.context,
                only_this_way=bool(each.only_by),
                channel=each.only_by or channel_for(each.to),
                queued_at=now,
                next_try_at=now,
            )
            for each in outgoing
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    transaction.on_commit(lambda: ask_celery("participants.tasks.sweep_outbox"), robust=True)


def queue_for_all(
    people: Iterable[Person], kind: str, key: str, context: dict[str, Any], *, now: dt.datetime, topic: str = ""
) -> None:
    """The same message to many people."""
    queue_all([Outgoing(to, kind, key, context, topic) for to in people], now=now)


def blank_out(messages: QuerySet[Message], name: str) -> None:
    """Take what their context says under `name` out of these messages: it is not to be read any more."""
    for message in messages.filter(context__has_key=name):
        message.context[name] = ""
        message.save(update_fields=["context"])


def hand_over(message_id: int) -> None:
    ask_celery("participants.tasks.deliver", message_id)


class Broker:
    """What this process knows of the broker: after a failure it is left alone for a moment, so that no page hangs."""

    leave_alone_until = 0.0
    PAUSE = 10.0  # seconds


def ask_celery(task: str, *ids: int) -> None:
    """Ask for a task by its name (tasks stand above actions). Where Redis is away, the sweep finds the work later."""
    if time.monotonic() < Broker.leave_alone_until:
        return
    try:
        current_app.send_task(task, ids)
    except (OperationalError, OSError) as away:
        Broker.leave_alone_until = time.monotonic() + Broker.PAUSE
        log.warning("broker_away", task=task, error=str(away))
