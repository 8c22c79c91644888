"""The kinds of message there are. Each app that sends some declares them when it starts (`apps.py`)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from participants.models import Message


def always(_message: Message, _now: dt.datetime) -> str:
    return ""


def nothing(_message: Message, _now: dt.datetime) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    name: as in `Message.kind`; its words stand in `templates/<template>.{subject,txt,html,text}`.
    too_late: asked just before sending; the reason why it is not sent any more, or "" to send it.
    delivered: called in the transaction that records that it was sent.
    """

    name: str
    template: str
    too_late: Callable[[Message, dt.datetime], str] = always
    delivered: Callable[[Message, dt.datetime], None] = nothing


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    KINDS[kind.name] = kind
