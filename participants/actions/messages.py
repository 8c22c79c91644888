"""The way into the outbox. What happens to a message after that is delivery's."""

import datetime as dt
from typing import Any

from celery import current_app
from django.db import transaction

from participants.models import Message, Person, ReachBy

CHANNELS = {
    ReachBy.EMAIL: Message.Channel.EMAIL,
    ReachBy.TEXT: Message.Channel.TEXT,
    ReachBy.PHONE: Message.Channel.CALL,
    ReachBy.POST: Message.Channel.LETTER,
}


def channel_for(person: Person) -> Message.Channel:
    """The way that the person asked for, or the next one that can reach them; a letter where nothing else can."""
    wished = CHANNELS[ReachBy(person.reach_by)]
    if wished is Message.Channel.EMAIL and not person.email:
        return Message.Channel.TEXT if person.phone else Message.Channel.LETTER
    if wished in (Message.Channel.TEXT, Message.Channel.CALL) and not person.phone:
        return Message.Channel.EMAIL if person.email else Message.Channel.LETTER
    return wished


def queue(
    to: Person, kind: str, key: str, context: dict[str, Any], *, now: dt.datetime, topic: str = ""
) -> Message | None:
    """Put one message into the outbox and hand it to Celery on commit.

    `key` names the occasion ("session:12:week-before"): the same person is told once, however often this is called.
    `context` holds plain values for the templates. Returns None where the message was there already.
    """
    message, is_new = Message.objects.get_or_create(
        to=to,
        key=key,
        defaults={
            "kind": kind,
            "topic": topic,
            "context": context,
            "channel": channel_for(to),
            "queued_at": now,
            "next_try_at": now,
        },
    )
    if not is_new:
        return None
    transaction.on_commit(lambda: hand_over(message.pk), robust=True)
    return message


def hand_over(message_id: int) -> None:
    """Tell Celery of it now, by name (tasks stand above actions); where Redis is away the sweep finds it later."""
    current_app.send_task("participants.tasks.deliver", [message_id])
