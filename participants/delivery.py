"""What happens to a message after `queue`: claim, recheck, send, record.

Nothing is lost: what a dead worker held comes back when its lease runs out. A duplicate is possible only when a process
dies between the provider's "accepted" and our record of it; both carry the same Message-ID.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from participants import post
from participants.actions import channel_for
from participants.kinds import CHECKS, KINDS
from participants.models import Message, Person
from participants.refusals import Refused
from participants.words import Words, words_of, words_to_say

LEASE = dt.timedelta(minutes=3)  # longer than any provider may take to answer
TRIES = 8  # over two to three hours
FIRST_WAIT = dt.timedelta(minutes=1)  # doubles with each try
SWEEP = dt.timedelta(seconds=25)  # shorter than the time between two sweeps
LOOK_AGAIN = dt.timedelta(minutes=5)  # at letters and calls, in case they have become too late

log = structlog.get_logger(__name__)


def deliver(message_id: int, *, now: dt.datetime) -> bool:
    """Settle this one message if it is due and in nobody's hands. True where it was ours to settle."""
    return settle(claim(now, pk=message_id), now)


def deliver_next(*, now: dt.datetime) -> bool:
    """Settle the message that has waited longest. False where none is due."""
    return settle(claim(now), now)


def sweep(clock: Callable[[], dt.datetime], *, how_long: dt.timedelta = SWEEP) -> int:
    """Settle what is due until nothing is, or until `how_long` has passed. The number of messages."""
    settled, until = 0, clock() + how_long
    while (now := clock()) < until and deliver_next(now=now):
        settled += 1
    return settled


def claim(now: dt.datetime, **which: int) -> Message | None:
    """Take one waiting message into our hands until the lease ends. Rows that another worker is taking are skipped."""
    with transaction.atomic():
        message = (
            Message.objects.waiting(now)
            .filter(**which)
            .order_by("next_try_at")
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("to")
            .first()
        )
        if message is None:
            return None
        if not message.only_this_way and (message.attempts == 0 or not reachable(message)):
            message.channel = channel_for(message.to)  # as they wish to be reached now
        message.claim = uuid.uuid4()
        message.claimed_until = now + LEASE
        message.attempts += 0 if message.by_hand else 1
        message.save(update_fields=["channel", "claim", "claimed_until", "attempts"])
        return message


def reachable(message: Message) -> bool:
    """Whether a machine still has an address for it; a person with a phone or a pen always finds a way."""
    address = message.to.email if message.channel == Message.Channel.EMAIL else message.to.phone
    return message.by_hand or bool(address)


def settle(message: Message | None, now: dt.datetime) -> bool:
    """Send it, or say why not. Whatever goes wrong is written on the message and tried again later."""
    if message is None:
        return False
    try:
        because = too_late(message, now)
        if because:
            record(message, dropped_at=now, dropped_because=because[:300])
        elif message.by_hand:
            record(message, next_try_at=now + LOOK_AGAIN)
        else:
            send_and_record(message, now)
    except post.NotSent as error:
        put_back(message, str(error), now, for_good=error.for_good)
    except Exception as error:
        log.exception("message_broke", message=message.pk)
        put_back(message, repr(error), now, for_good=False)
    return True


def too_late(message: Message, now: dt.datetime) -> str:
    """Why this is not worth sending any more, or ""."""
    if not message.to.is_active:
        return _("This person is no longer here.")
    kind = KINDS[message.kind]
    checks = [kind.too_late] if kind.must_know else [kind.too_late, *CHECKS]
    return next((because for check in checks if (because := check(message, now))), "")


def send_and_record(message: Message, now: dt.datetime) -> None:
    """Send outside any transaction; then record it, with what its kind wants to happen, if it is still ours."""
    words = words_of(message)
    send(message, words)
    try:
        with transaction.atomic():
            if record(message, sent_at=now, subject=words.subject, last_error=""):
                KINDS[message.kind].delivered(message, now)
    except Exception as error:  # they have it: sending it again would not mend the record
        log.exception("message_sent_but_not_followed_up", message=message.pk)
        record(message, sent_at=now, subject=words.subject, last_error=clean(repr(error)))


def send(message: Message, words: Words) -> None:
    to = message.to
    if message.channel == Message.Channel.TEXT:
        post.send_text(to.phone, words.short)
        return
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    post.send_email(to.email or "", words.subject, words.text, words.html, headers=headers)


def message_id(message: Message) -> str:
    """The same on every try, so that a duplicate can be recognised as one."""
    return f"<message-{message.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def put_back(message: Message, error: str, now: dt.datetime, *, for_good: bool) -> None:
    """Try again later, twice as late each time. When no try is left, a person has to tell them: it goes to the desk."""
    given_up = for_good or message.attempts >= TRIES
    if given_up and message.only_this_way:
        record(message, dropped_at=now, dropped_because=clean(error)[:300])
    elif given_up:
        may_ring = message.to.phone and message.to.no_calls_at is None
        channel = Message.Channel.CALL if may_ring else Message.Channel.LETTER
        record(message, channel=channel, next_try_at=now + LOOK_AGAIN, last_error=clean(error))
    else:
        record(message, next_try_at=now + wait_before(message.attempts), last_error=clean(error))


def clean(error: str) -> str:
    return error.replace("\0", "")[:500]


def wait_before(attempts: int) -> dt.timedelta:
    """1, 2, 4, 8 … minutes, up to half as much again by chance, so that not all come back at once."""
    doubled: int = 2 ** (attempts - 1)
    return FIRST_WAIT * doubled * random.uniform(1, 1.5)  # noqa: S311


def record(message: Message, **facts: object) -> bool:
    """Write the facts and let go of the message, if it is still in our hands."""
    ours = Message.objects.unsettled().filter(pk=message.pk, claim=message.claim)
    for name, value in facts.items():
        setattr(message, name, value)
    if ours.update(claim=None, claimed_until=None, **facts):
        return True
    log.warning("message_taken_over", message=message.pk)
    return False


def mark_told(message: Message, *, by: Person, now: dt.datetime) -> None:
    """A person has written the letter or made the call: `message` is done, and what its kind wants happens."""
    with transaction.atomic():
        held = Message.objects.select_for_update(of=("self",)).select_related("to").get(pk=message.pk)
        if not held.by_hand:
            raise Refused(_("We send this one ourselves."))
        if held.sent_at or held.dropped_at:
            raise Refused(_("This is done already."))
        held.sent_at, held.told_by = now, by
        held.subject, _text = words_to_say(held)
        held.claim = held.claimed_until = None
        held.save(update_fields=["sent_at", "told_by", "subject", "claim", "claimed_until"])
        KINDS[held.kind].delivered(held, now)
