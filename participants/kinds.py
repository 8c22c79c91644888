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
    must_know: whether it goes out to people who asked to be left in peace.
    """

    name: str
    template: str
    too_late: Callable[[Message, dt.datetime], str] = always
    delivered: Callable[[Message, dt.datetime], None] = nothing
    must_know: bool = False


KINDS: dict[str, Kind] = {}


# Asked of every message that people need not know, just before it is sent: why it is not sent any more, or "".
CHECKS: list[Callable[[Message, dt.datetime], str]] = []


def declare_check(check: Callable[[Message, dt.datetime], str]) -> None:
    if check not in CHECKS:
        CHECKS.append(check)


def declare(kind: Kind) -> None:
    KINDS[kind.name] = kind
