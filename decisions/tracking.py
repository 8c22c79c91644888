"""The tracker's figures and choices: what a commissioner filters by, read from the address without trusting it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from decisions.models import Decision
from decisions.sifting import SORTS, in_order, missing_group, states
from projects.models import PartnerGroup

WORDS = 100  # letters of a search that are looked at
TILES = ("waiting", "overdue", "open", "provisional", "untold", "review")


@dataclass(frozen=True)
class Sieve:
    """What was asked for. Whatever can't be understood counts as not asked."""

    words: str = ""
    project: int | None = None
    missing: str = ""
    state: str = ""
    decided_from: dt.date | None = None
    sort: str = "newest"

    @property
    def chosen(self) -> bool:
        return self != Sieve(sort=self.sort)


def sieve_of(query: Mapping[str, str], *, now: dt.datetime) -> Sieve:
    """Read the address. Nothing in it can raise."""
    return Sieve(
        words=query.get("words", "").replace("\0", "").strip()[:WORDS],
        project=whole_number(query.get("project", "")),
        missing=query.get("missing", "") if query.get("missing", "") in dict(PartnerGroup.Key.choices) else "",
        state=query.get("state", "") if query.get("state", "") in states(now) else "",
        decided_from=day(query.get("decided_from", "")),
        sort=query.get("sort", "") if query.get("sort", "") in SORTS else "newest",
    )


def whole_number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None


def day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words.strip())
    except ValueError:
        return None


def sifted(decisions: QuerySet[Decision], sieve: Sieve, *, now: dt.datetime) -> QuerySet[Decision]:
    """The decisions that pass, in the order asked for."""
    passes = Q()
    if sieve.words:
        passes &= Q(question__icontains=sieve.words) | Q(outcome__decided__icontains=sieve.words)
    if sieve.project is not None:
        passes &= Q(project=sieve.project)
    if sieve.missing:
        passes &= missing_group(sieve.missing)
    if sieve.state:
        passes &= states(now)[sieve.state]
    if sieve.decided_from is not None:
        passes &= Q(outcome__recorded_at__date__gte=sieve.decided_from)
    return in_order(decisions.filter(passes), sieve.sort)


def figures(decisions: QuerySet[Decision], *, now: dt.datetime) -> dict[str, int]:
    """How many decisions are in each state that has a tile. One query."""
    conditions = states(now)
    counted: dict[str, int] = decisions.aggregate(**{key: Count("pk", filter=conditions[key]) for key in TILES})
    return counted
