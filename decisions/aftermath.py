"""What became of a decision since its outcome: who looks at it again, what they found, and what took its place."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.models import Decision, Outcome, Review
from participants.times import day
from projects.models import PartnerGroup


def aftermath_sql(decision: str) -> str:
    """One value for a query, to be read by `Aftermath.of`. `decision` is the name that the query gives the table."""
    another = "json_build_object('number', other.number, 'question', other.question)"
    return f"""
    json_build_object('owner', (
        SELECT json_build_object('person', person.id, 'name', person.name)
        FROM projects_membership AS owner JOIN participants_person AS person ON person.id = owner.person_id
        WHERE owner.id = COALESCE({decision}.review_owner_id, {decision}.opened_by_id)
    ), 'replaced_by', (
        SELECT {another} FROM decisions_replacement AS took JOIN decisions_decision AS other ON other.id = took.newer_id
        WHERE took.older_id = {decision}.id
    ), 'newer', (
        SELECT {another} FROM decisions_decision AS other
        LEFT JOIN decisions_outcome AS its ON its.decision_id = other.id
        WHERE other.replaces_id = {decision}.id
            AND (its.id IS NULL OR its.result = 'agreed' AND its.provisional AND its.stands_since IS NULL)
        ORDER BY other.number DESC LIMIT 1
    ), 'replaces', (
        SELECT {another} FROM decisions_decision AS other WHERE other.id = {decision}.replaces_id
    ), 'took_the_place', EXISTS (
        SELECT FROM decisions_replacement AS took WHERE took.newer_id = {decision}.id
    ), 'reviews', (
        SELECT json_agg(json_build_object(
            'number', review.number, 'result', review.result, 'words', review.words, 'next_on', review.next_on,
            'by', person.name, 'at', review.at, 'parts', (
                SELECT json_agg(json_build_object('key', part_of.key, 'name', part_of.name, 'people', part.people)
                    ORDER BY part_of.position)
                FROM decisions_reviewpart AS part JOIN projects_partnergroup AS part_of ON part_of.id = part.group_id
                WHERE part.review_id = review.id
            )
        ) ORDER BY review.number)
        FROM decisions_review AS review JOIN projects_membership AS seat ON seat.id = review.by_id
        JOIN participants_person AS person ON person.id = seat.person_id
        WHERE review.decision_id = {decision}.id
    ))"""  # noqa: S608 (names of our own columns)


@dataclass(frozen=True)
class Other:
    """Another decision of the same project."""

    number: int
    question: str


@dataclass(frozen=True)
class Look:
    """One time that partners looked at it again. `parts`: group key, group, how many of it took part."""

    number: int
    result: str
    words: str
    next_on: dt.date | None
    by: str
    at: dt.datetime
    parts: tuple[tuple[str, str, int], ...]

    @classmethod
    def of(cls, found: Any) -> "Look":
        parts = tuple((part["key"], part["name"], part["people"]) for part in found["parts"] or ())
        next_on = dt.date.fromisoformat(found["next_on"]) if found["next_on"] else None
        return cls(**found | {"at": dt.datetime.fromisoformat(found["at"]), "next_on": next_on, "parts": parts})

    @property
    def heading(self) -> str:
        """ "Keep it", with the day on which it is looked at again."""
        if self.next_on is not None:
            return _("Keep it, and look at it again on %s") % day(self.next_on)
        return str(Review.Result(self.result).label)

    @property
    def took_part(self) -> str:
        """ "People who use services 2, Carers 1"."""
        return ", ".join(f"{name} {people}" for _key, name, people in self.parts if people)

    @property
    def missing(self) -> list[str]:
        """The groups with lived experience of which nobody took part."""
        return [name for key, name, people in self.parts if key in PartnerGroup.LIVED_EXPERIENCE and not people]

    @property
    def missing_words(self) -> str:
        return ", ".join(self.missing)

    @property
    def written(self) -> str:
        return _("%(name)s, %(day)s") % {"name": self.by, "day": day(self.at)}


@dataclass(frozen=True)
class Aftermath:
    """`replaced_by` stands; `newer` is open or provisional. `took_the_place`: what it was to replace, it replaced."""

    owner: str = ""
    owner_id: int | None = None
    replaced_by: Other | None = None
    newer: Other | None = None
    replaces: Other | None = None
    took_the_place: bool = False
    reviews: tuple[Look, ...] = ()

    @classmethod
    def of(cls, found: Any) -> "Aftermath":
        owner = found["owner"] or {"name": "", "person": None}
        others = {key: Other(**found[key]) if found[key] else None for key in ("replaced_by", "newer", "replaces")}
        looks = tuple(Look.of(each) for each in found["reviews"] or ())
        return cls(owner["name"], owner["person"], **others, took_the_place=found["took_the_place"], reviews=looks)

    @cached_property
    def last(self) -> Look | None:
        return self.reviews[-1] if self.reviews else None

    @property
    def ended(self) -> bool:
        """Did partners find, the last time they looked, that it holds no more?"""
        return self.last is not None and self.last.result == Review.Result.ENDED


def after(decision: Decision) -> Aftermath:
    """What became of it, if it was fetched along (`aftermath_sql`)."""
    found = vars(decision).get("aftermath")
    return found if isinstance(found, Aftermath) else Aftermath()


@dataclass(frozen=True)
class Note:
    """A line about another decision, or about a look that is late, that stands wherever the decision does."""

    words: str
    link: str = ""
    url: str = ""
    late: bool = False


def notes_on(decision: Decision, now: dt.datetime) -> list[Note]:
    """What a list says below its question, and its page at the top."""
    its = after(decision)
    if its.replaced_by:
        found = [note(decision, _("Replaced by"), its.replaced_by)]
    elif its.newer:
        found = [note(decision, _("A new decision about this is open:"), its.newer)]
    else:
        found = []
    if its.replaces:
        says = _("Replaces") if its.took_the_place else _("If it stands as agreed, it replaces")
        found.append(note(decision, says, its.replaces))
    late = review_late(decision, now)
    return [*found, Note(late, late=True)] if late else found


def note(decision: Decision, words: str, other: Other) -> Note:
    url = reverse("decisions:decision", args=[decision.project.slug, other.number])
    return Note(words, other.question, url)


def can_be_reviewed(decision: Decision) -> bool:
    """Was something decided that still holds?"""
    its = after(decision)
    outcome: Outcome | None = getattr(decision, "outcome", None)
    return outcome is not None and its.replaced_by is None and not its.ended


def review_late(decision: Decision, now: dt.datetime) -> str:
    """ "Review overdue: it was due on 3 May 2027, 2 days late", or nothing."""
    due = decision.review_on
    if due is None or not can_be_reviewed(decision):
        return ""
    late = (timezone.localdate(now) - due).days
    if late <= 0:
        return ""
    days = ngettext("%d day late", "%d days late", late) % late
    return _("Review overdue: it was due on %(day)s, %(days)s") % {"day": day(due), "days": days}
