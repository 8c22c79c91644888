"""The tracker's figures and choices: what a commissioner filters by, read from the address without trusting it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from decisions.models import Decision
from decisions.sifting import SORTS, in_order, missing_group, quarter_end, states
from participants.sql import tuples
from projects.models import PartnerGroup

WORDS = 100  # letters of a search that are looked at
COUNTED = ("all", "waiting", "overdue", "open", "provisional", "untold", "review")


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


FIGURES = """
SELECT count(*),
    count(*) FILTER (WHERE waits),
    count(*) FILTER (WHERE waits AND answer_due_on < %(today)s),
    count(*) FILTER (WHERE recorded_at IS NULL AND closes_at > %(now)s),
    count(*) FILTER (WHERE recorded_at IS NOT NULL AND short),
    count(*) FILTER (WHERE untold),
    count(*) FILTER (WHERE recorded_at IS NOT NULL AND NOT replaced AND review_on <= %(quarter_end)s)
FROM (
    SELECT d.closes_at, d.review_on, o.recorded_at, o.answer_due_on, o.provisional AND o.stands_since IS NULL AS short,
        took.id IS NOT NULL AS replaced,
        d.asks_for_answer AND o.result = 'agreed' AND r.id IS NULL AND took.id IS NULL
            AND (NOT o.provisional OR o.stands_since IS NOT NULL) AS waits,
        EXISTS (SELECT FROM decisions_feedback f WHERE f.outcome_id = o.id AND f.told_at IS NULL) AS untold
    FROM decisions_decision d
    LEFT JOIN decisions_outcome o ON o.decision_id = d.id
    LEFT JOIN decisions_response r ON r.decision_id = d.id
    LEFT JOIN decisions_replacement took ON took.older_id = d.id
    WHERE d.project_id = ANY(%(projects)s)
) decision
"""


def figures(projects: Sequence[int], *, now: dt.datetime) -> dict[str, int]:
    """How many decisions of these projects are in each state that has a tile. One query.

    In SQL of its own: composing it anew for each request would cost more than answering it. A test compares it with
    `sifting.states`.
    """
    today = timezone.localdate(now)
    [found] = tuples(FIGURES, projects=list(projects), now=now, today=today, quarter_end=quarter_end(today))
    return dict(zip(COUNTED, found, strict=True))
