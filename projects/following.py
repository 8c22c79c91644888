"""What upper layers keep of action items, such as the register of decisions. They declare it when they start."""

import datetime as dt
from collections.abc import Callable

from projects.models import ActionItem, ActionNote

Follower = Callable[[ActionItem, ActionNote | None, dt.datetime], None]
FOLLOWERS: list[Follower] = []


def declare(follower: Follower) -> None:
    if follower not in FOLLOWERS:
        FOLLOWERS.append(follower)


def follow(item: ActionItem, note: ActionNote | None, now: dt.datetime) -> None:
    """Called in the transaction that wrote down the item, or the note about it."""
    for follower in FOLLOWERS:
        follower(item, note, now)
