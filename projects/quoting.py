"""Words of people that other pages keep a copy of. When the words change or lose a reader, the copies have to follow.

Upper layers declare what follows when they start.
"""

from collections.abc import Callable

from projects.models import Contribution

Follower = Callable[[Contribution], None]
FOLLOWERS: list[Follower] = []


def declare(follower: Follower) -> None:
    FOLLOWERS.append(follower)


def follow(said: Contribution) -> None:
    """Called in the transaction that corrected, narrowed or took back `said`, once that is saved."""
    for follower in FOLLOWERS:
        follower(said)
