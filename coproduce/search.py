"""Finding words in a project, over everything that somebody may read there, grouped by kind.

PostgreSQL looks for the words in all their forms. Only where it finds nothing at all are typos forgiven: it looks
for words that are there and like what was written, says which, and never mixes the two. One query, or three.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from coproduce.typos import FURTHER, MISSING, meant
from participants.matching import terms_of
from participants.sql import rows, tuples
from participants.times import day
from projects.models import Contribution, TermsPart
from projects.offers import audiences
from projects.permissions import Seat
from projects.views.acting import onward

LONGEST = 200  # letters of what is looked for
FEW, A_PAGE = 5, 20  # of each kind; of one kind alone
MARKED = re.compile("\ue000([^\ue000\ue001]*)\ue001")  # how the database marks a word that fits

KINDS = {
    "decision": _("Decisions"),
    "session": _("Sessions"),
    "said": _("What people said"),
    "reply": _("Replies"),
    "terms": _("How we work together"),
    "offer": _("What people offer"),
    "stage": _("Stages"),
    "person": _("People"),
}

# Who may read something that was said: as `Contribution.objects.visible_to`.
VISIBLE = """said.project_id = %(project)s AND said.taken_back_at IS NULL
        AND (%(facilitator)s OR said.audience <> 'facilitators' OR seat.person_id = %(person)s)"""


def joined(*columns: str) -> str:
    """SQL for all their words in one text, without what is empty."""
    return f"concat_ws(' · ', {', '.join(f"NULLIF({column}, '')" for column in columns)})"


OF_DECISION = joined(
    "decision.question",
    "decision.background",
    "wording.words",
    "outcome.decided",
    "outcome.reasons",
    "outcome.rejected",
)
OF_TERMS = joined(*(f"version.{part}" for part in TermsPart.values))
# Each part yields its kind, a number for its address, a title, what stands beside it, a time, and all its words.
PARTS = f"""
    SELECT 'decision' AS kind, decision.number AS key, decision.question AS title,
        CASE WHEN outcome.provisional AND outcome.stands_since IS NULL THEN 'provisional' ELSE '' END AS beside,
        decision.opened_at AS at, {OF_DECISION} AS body
    FROM decisions_decision AS decision
    LEFT JOIN decisions_outcome AS outcome ON outcome.decision_id = decision.id
    LEFT JOIN LATERAL (
        SELECT words FROM decisions_wording WHERE decision_id = decision.id ORDER BY number DESC LIMIT 1
    ) AS wording ON true
    WHERE decision.project_id = %(project)s
UNION ALL
    SELECT 'session', session.id, session.title, '', session.starts_at,
        {joined("session.title", "session.purpose", "session.place", "session.access_notes")}
    FROM projects_designsession AS session WHERE session.project_id = %(project)s
UNION ALL
    SELECT 'said', said.id, said.kind, CASE WHEN said.audience = 'nameless' THEN '' ELSE person.name END, said.at,
        {joined("said.words", "file.written", "file.alt")}
    FROM projects_contribution AS said
    JOIN projects_membership AS seat ON seat.id = said.membership_id
    JOIN participants_person AS person ON person.id = seat.person_id
    LEFT JOIN projects_attachment AS file ON file.contribution_id = said.id
    WHERE {VISIBLE}
UNION ALL
    SELECT 'reply', said.id, '', CASE
            WHEN said.audience = 'nameless' AND reply.membership_id = said.membership_id THEN '' ELSE person.name
        END, reply.at, reply.words
    FROM projects_reply AS reply
    JOIN projects_contribution AS said ON said.id = reply.contribution_id
    JOIN projects_membership AS seat ON seat.id = said.membership_id
    JOIN projects_membership AS replies ON replies.id = reply.membership_id
    JOIN participants_person AS person ON person.id = replies.person_id
    WHERE {VISIBLE}
UNION ALL
    SELECT 'terms', version.number, '', '', version.written_at, {OF_TERMS}
    FROM projects_termsversion AS version
    WHERE version.project_id = %(project)s AND version.number IN (
        (SELECT max(number) FROM projects_termsversion WHERE project_id = %(project)s),
        (SELECT max(held.number) FROM projects_termsversion AS held
            JOIN projects_termsagreed AS agreed ON agreed.version_id = held.id AND agreed.missing = ''
            WHERE held.project_id = %(project)s)
    )
UNION ALL
    SELECT 'offer', asset.id, asset.words, person.name, NULL::timestamptz, asset.words
    FROM projects_membership AS seat
    JOIN participants_person AS person ON person.id = seat.person_id
    JOIN participants_asset AS asset ON asset.person_id = seat.person_id
    WHERE seat.project_id = %(project)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
        AND seat.role <> 'observer' AND asset.seen_by = ANY(%(audience)s::text[])
UNION ALL
    SELECT 'stage', stage.position, stage.name, '', stage.began_at,
        {joined("stage.name", "stage.purpose", "stage.open_to_change", "stage.fixed")}
    FROM projects_stage AS stage WHERE stage.project_id = %(project)s
UNION ALL
    SELECT 'person', seat.id, person.name, groups.name, NULL::timestamptz, person.name
    FROM projects_membership AS seat
    JOIN participants_person AS person ON person.id = seat.person_id
    JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
    WHERE seat.project_id = %(project)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
"""  # noqa: S608 (our own words)
OF_KIND = f"""
    FROM ({PARTS}) AS part (kind, key, title, beside, at, body) WHERE %(kind)s = '' OR part.kind = %(kind)s
"""
# Materialized, so that what is asked is read once, and each body once for both its fit and its place.
FOUND = f"""
WITH asked AS MATERIALIZED (
    SELECT websearch_to_tsquery('english', %(words)s) AS query
), part AS MATERIALIZED (
    SELECT *, to_tsvector('english', part.body) AS vector {OF_KIND}
), fitting AS (
    SELECT part.*, ts_rank(part.vector, (SELECT query FROM asked)) AS fit FROM part
    WHERE part.vector @@ (SELECT query FROM asked)
), placed AS (
    SELECT *, row_number() OVER best AS place, count(*) OVER (PARTITION BY kind) AS many
    FROM fitting WINDOW best AS (PARTITION BY kind ORDER BY fit DESC, at DESC NULLS LAST, key)
)
SELECT kind, key, title, beside, at, many,
    ts_headline('english', body, (SELECT query FROM asked),
        E'StartSel=\ue000, StopSel=\ue001, MaxWords=32, MinWords=16')
FROM placed WHERE place > %(after)s AND place <= %(after)s + %(most)s
ORDER BY kind, place
"""  # noqa: S608
WORDS = f"""
SELECT word FROM (SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', part.body))) {OF_KIND}) AS there (word)
WHERE length(word) BETWEEN %(shortest)s AND %(longest)s AND word ~ '^\\w+$'
"""  # noqa: S608


class Row(NamedTuple):
    """What the database says of one thing. `many` is how many of its kind there are."""

    kind: str
    key: int
    title: str
    beside: str
    at: dt.datetime | None
    many: int
    words: str


class Hit(NamedTuple):
    """One thing that was found: where it is, what it is called, whose or what kind and when, and the words that fit."""

    url: str
    title: str
    beside: str
    words: SafeString


@dataclass
class Found:
    """What was found of one kind: the first of them, and how many there are."""

    kind: str
    hits: list[Hit] = field(default_factory=list)
    many: int = 0

    @property
    def name(self) -> str:
        return str(KINDS[self.kind])

    @property
    def more(self) -> bool:
        return self.many > len(self.hits)


@dataclass(frozen=True)
class Answer:
    """What a search found, by kind. `instead`: nothing fits, and this has these words that are like it."""

    groups: list[Found]
    instead: list[str] = field(default_factory=list)


def search(seat: Seat, words: str, *, kind: str = "", page: int = 1) -> Answer:
    """What somebody may read in a project that has these words; of one `kind` alone, a page of it."""
    facts = {
        "project": seat.project.pk,
        "person": seat.person.pk,
        "facilitator": seat.is_facilitator,
        "audience": audiences(seat),
        "kind": kind,
        "most": A_PAGE if kind else FEW,
        "after": (page - 1) * A_PAGE if kind else 0,
    }
    groups = grouped(seat, tuples(FOUND, **facts, words=words))
    if groups or page > 1:  # beyond the last page is no reason to guess
        return Answer(groups)
    instead = words_meant(words, facts)
    return Answer(grouped(seat, tuples(FOUND, **facts, words=" or ".join(instead))) if instead else [], instead)


def words_meant(words: str, facts: dict[str, Any]) -> list[str]:
    """The words that this person may read there and that are like those that were looked for. One query."""
    terms = terms_of(words).split()
    lengths = [len(term) for term in terms] or [0]
    there = rows(WORDS, **facts, shortest=min(lengths) - MISSING, longest=max(lengths) + FURTHER)
    return meant(terms, [next(row) for row in there])


def grouped(seat: Seat, found: Iterable[tuple[Any, ...]]) -> list[Found]:
    groups: dict[str, Found] = {}
    for row in map(Row._make, found):
        groups.setdefault(row.kind, Found(row.kind, many=row.many)).hits.append(hit(seat, row))
    return [groups[kind] for kind in KINDS if kind in groups]


def hit(seat: Seat, row: Row) -> Hit:
    when = day(row.at) if row.at is not None else ""
    return Hit(
        url=onward(ADDRESSES[row.kind](seat.project.slug, row.key, row.title), seat),
        title=title_of(row),
        beside=" · ".join(filter(None, (beside_of(row), when))),
        words=SafeString() if row.kind in ("person", "offer") else marked(row.words),
    )


def beside_of(row: Row) -> str:
    """Whose it is; beside a decision, whether its outcome stands."""
    if row.kind != "decision":
        return row.beside
    return _now("Provisional: what was decided does not stand yet") if row.beside else ""


def title_of(row: Row) -> str:
    if row.kind == "said":
        return str(Contribution.Kind(row.title).label)
    if row.kind == "reply":
        return _now("A reply")
    return _now("Version %(number)s") % {"number": row.key} if row.kind == "terms" else row.title


ADDRESSES: dict[str, Callable[[str, int, str], str]] = {
    "decision": lambda slug, key, _title: reverse("decisions:decision", args=[slug, key]),
    "session": lambda slug, key, _title: reverse("projects:session", args=[slug, key]),
    "said": lambda slug, key, _title: reverse("projects:contribution", args=[slug, key]),
    "reply": lambda slug, key, _title: reverse("projects:contribution", args=[slug, key]),
    "terms": lambda slug, key, _title: reverse("projects:terms_version", args=[slug, key]),
    "offer": lambda slug, _key, title: reverse("projects:offers", args=[slug], query={"q": title}),
    "stage": lambda slug, key, _title: reverse("projects:stage", args=[slug, key]),
    "person": lambda slug, _key, title: reverse("projects:people", args=[slug], query={"q": title}),
}


def marked(words: str) -> SafeString:
    """Escaped, with the words that fit in <mark>. People's own words may hold our signs: they make no markup."""
    shown = MARKED.sub(r"<mark>\1</mark>", escape(words))
    return mark_safe(shown.replace("\ue000", "").replace("\ue001", ""))  # noqa: S308 (escaped above)
