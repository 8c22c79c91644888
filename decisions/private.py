"""Positions that are private: everybody knows who took part, and nobody what each of them said.

What a group said is one value: each different answer with how many people gave it, and what they added, sorted. It is
locked with a key that is made from SECRET_KEY, so whoever has the database alone reads nothing in it; it is written
anew as a whole each time, with no moment in it and at a length that changes seldom. Once it is closed it is shown only
where enough people took part. What this does not protect from stands in `templates/decisions/private.html`.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import Count
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from decisions.methods.base import Ballot, Says, as_says
from decisions.models import Position, PrivatePositions
from projects.models import Project
from projects.table import shape_of

BROKEN = gettext_lazy(
    "What people said in private can’t be counted: it can’t be read, or is not by as many people as took part. "
    "So nothing is agreed. Please tell the people who look after this website."
)
TOO_FEW = gettext_lazy(
    "Fewer than %d people answered, so nothing is decided. Else everybody would know what somebody said in private."
)
FEW = 5  # people; with fewer, numbers say what each of them said
BLOCK = 4096  # letters; what is locked is as long as the next multiple of it


@dataclass
class Kept:
    """What one group said. `answers`: how many people gave each, by the answer as JSON. `words`: what they added."""

    answers: dict[str, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def add(self, says: Says | list[int], words: str) -> None:
        answer = json.dumps(says, sort_keys=True)
        self.answers[answer] = self.answers.get(answer, 0) + 1
        if words.strip():
            self.words = sorted([*self.words, words.strip()])

    @property
    def people(self) -> int:
        return sum(self.answers.values())


class Place(NamedTuple):
    """What was said belongs to one group and one wording, by their ids. Each place has a key of its own: what is put
    elsewhere can't be read there."""

    wording: int
    group: int


def keys(place: Place) -> MultiFernet:
    """The first locks, and each unlocks: so a secret that was replaced still does, while it is in the settings."""
    return MultiFernet([key_from(secret, place) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def key_from(secret: str | bytes, place: Place) -> Fernet:
    where = f"{place.wording}:{place.group}"
    digest = salted_hmac("decisions.private", where, secret=secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(digest).digest()))


def locked_up(kept: Kept, place: Place) -> str:
    words = json.dumps([sorted(kept.answers.items()), kept.words])
    words += " " * (-len(words) % BLOCK)
    return keys(place).encrypt_at_time(words.encode(), 0).decode()


def unlocked(sealed: str, place: Place) -> Kept:
    """Raises InvalidToken where it was changed, or was locked for another place or with another secret."""
    answers, words = json.loads(keys(place).decrypt(sealed.encode()))
    return Kept(dict(answers), words)


@dataclass(frozen=True)
class Box:
    """What was said in private on one wording: as methods count it, what people added, and whether it is whole."""

    ballots: tuple[Ballot, ...] = ()
    words: tuple[str, ...] = ()
    whole: bool = True


def box_of(decision: int, wording: int, took_part: int) -> Box:
    """`wording` is the number of one of the decision; `took_part`, how many people are known to have answered it. One
    query."""
    kept = PrivatePositions.objects.filter(wording__decision=decision, wording__number=wording).select_related("group")
    try:
        found = [(shape_of(each.group.key, each.group.position), kept_in(each)) for each in kept]
    except InvalidToken:
        return Box(whole=False)
    people = sum(each.people for _group, each in found)
    words = sorted(words for _group, each in found for words in each.words)
    return Box(tuple(ballots(found)), tuple(words), people == took_part)


def ballots(found: Iterable[tuple[str, Kept]]) -> Iterator[Ballot]:
    for group, kept in found:
        for answer, people in kept.answers.items():
            yield Ballot(as_says(json.loads(answer)), group, people)


def too_few_apart(counted: Sequence[tuple[str, int]]) -> frozenset[str]:
    """The groups whose numbers are not shown, of these with how many were counted of each.

    Those with fewer than FEW people; and where these are fewer than FEW together, the next smallest with them: else
    whoever takes the others from the whole knows what they said.
    """
    there = sorted(((people, group) for group, people in counted if people), reverse=True)
    hidden: list[tuple[int, str]] = []
    while there and (there[-1][0] < FEW or 0 < sum(people for people, _group in hidden) < FEW):
        hidden.append(there.pop())
    return frozenset(group for _people, group in hidden)


def not_whole(project: Project) -> list[int]:
    """The numbers of the decisions of which what was kept is not by as many people, of each group, as took part. Two
    queries."""
    taken = Position.objects.filter(decision__project=project, stance=Position.PRIVATE, replaced_at=None)
    counts = taken.order_by().values_list("decision__number", "wording", "group").annotate(Count("pk"))
    people = {(number, wording, group): how_many for number, wording, group, how_many in counts}
    boxes = PrivatePositions.objects.filter(wording__decision__project=project).select_related("wording__decision")
    kept = {(each.wording.decision.number, each.wording_id, each.group_id): people_in(each) for each in boxes}
    return sorted({place[0] for place in people.keys() | kept.keys() if people.get(place) != kept.get(place)})


def kept_in(row: PrivatePositions) -> Kept:
    return unlocked(row.sealed, Place(row.wording_id, row.group_id))


def people_in(row: PrivatePositions) -> int:
    """-1 where it can't be read."""
    try:
        return kept_in(row).people
    except InvalidToken:
        return -1
