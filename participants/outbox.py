"""The demo's outbox: a folder with one file per message, email and text alike, so that one can follow them all.

Every file is an email (RFC 5322); one that stands for a text message has the header `X-Sent-As: text`.
"""

import datetime as dt
import email
import email.message
import email.policy
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

SENT_AS = "X-Sent-As"
NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")  # when it was sent, to the microsecond, in UTC, and some chance


@dataclass(frozen=True)
class Delivered:
    """One message of the outbox. `html` is "" where there is only text."""

    name: str
    is_text_message: bool
    to: str
    subject: str
    at: dt.datetime
    text: str
    html: str


class OutboxBackend(BaseEmailBackend):
    """Delivers Django's email into the outbox folder."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep(message.message().as_bytes())
        return len(email_messages)


def keep_text(to_phone: str, words: str) -> None:
    """Deliver a text message into the folder."""
    message = email.message.EmailMessage(policy=email.policy.default)
    message["To"] = to_phone
    message[SENT_AS] = "text"
    message.set_content(words)
    keep(message.as_bytes())


def keep(content: bytes) -> None:
    """Write one file whole: it gets its name only when it is complete, so that no reader sees half a message."""
    folder = Path(settings.OUTBOX_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{timezone.now().astimezone(dt.UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    half = folder / f"{name}.part"
    half.write_bytes(content)
    os.replace(half, folder / f"{name}.eml")


def names() -> list[str]:
    """The names of all messages, newest first."""
    return sorted((path.stem for path in Path(settings.OUTBOX_DIR).glob("*.eml")), reverse=True)


def read(name: str) -> Delivered | None:
    """One message, or None where there is none of that name."""
    if not NAME.fullmatch(name):
        return None
    try:
        content = (Path(settings.OUTBOX_DIR) / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = email.message_from_bytes(content, policy=email.policy.default)
    return Delivered(
        name=name,
        is_text_message=message[SENT_AS] == "text",
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=dt.datetime.strptime(name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=dt.UTC),
        text=body_of(message, "plain"),
        html=body_of(message, "html"),
    )


def body_of(message: email.message.EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content())
