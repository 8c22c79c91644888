"""What somebody else wrote down for a partner: what they said by phone, on paper or in a session."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from decisions.models import Position
from decisions.state import is_open
from participants.models import Person
from participants.times import day
from projects.models import Contribution, Membership, Project, SessionAnswer, Via

MOST = 100


@dataclass(frozen=True)
class Written:
    """One thing that was written down. `url` is where its owner puts it right, where `stands` says that they can."""

    at: dt.datetime
    seat: int
    project: Project
    about: str
    words: str
    how: str
    url: str
    stands: bool = True


def written_down(
    seats: Iterable[Membership], now: dt.datetime, *, most: int = MOST, own: bool = False
) -> list[Written]:
    """What was written down for these partners, the newest first. Three queries.

    What was said without a name is there only for its `own` speaker to read: others see what goes into a pack.
    """
    ids = [seat.pk for seat in seats]
    said = Contribution.objects.filter(taken_back_at=None)
    if not own:
        said = said.exclude(audience=Contribution.Audience.NAMELESS)
    found = [
        *(answer_written(each, now) for each in by_others(SessionAnswer.objects.all(), ids, "session__project", most)),
        *(position_written(each, now) for each in by_others(standing(), ids, "decision__project", most)),
        *(contribution_written(each) for each in by_others(said, ids, "project", most)),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)[:most]


def written_for_person(person: Person, now: dt.datetime) -> list[Written]:
    return written_down(Membership.objects.partners().filter(person=person), now, own=True)


def standing() -> QuerySet[Position]:
    return Position.objects.filter(replaced_at=None).select_related("decision__outcome")


def by_others[Row: Model](rows: QuerySet[Row], seats: list[int], path: str, most: int) -> QuerySet[Row]:
    moment = "answered_at" if rows.model is SessionAnswer else "at"
    others = rows.filter(membership__in=seats).exclude(entered_by=F("membership__person"))
    return others.select_related("membership", "entered_by", path).order_by(f"-{moment}")[:most]


def answer_written(answer: SessionAnswer, now: dt.datetime) -> Written:
    session = answer.session
    said = str(answer.get_answer_display())
    return Written(
        answer.answered_at,
        answer.membership_id,
        session.project,
        session.title,
        _("%(answer)s. You need: %(needs)s") % {"answer": said, "needs": answer.needs} if answer.needs else said,
        how(answer.via, answer.entered_by, answer.answered_at),
        reverse("projects:answer_session", args=[session.project.slug, session.pk]),
        not session.cancelled_at and not session.has_begun(now),
    )


def position_written(position: Position, now: dt.datetime) -> Written:
    said = str(position.get_stance_display())
    return Written(
        position.at,
        position.membership_id,
        position.decision.project,
        position.decision.question,
        f"{said}: {position.reason}" if position.reason else said,
        how(position.via, position.entered_by, position.at),
        position.decision.get_absolute_url(),
        is_open(position.decision, now),
    )


def contribution_written(said: Contribution) -> Written:
    return Written(
        said.at,
        said.membership_id,
        said.project,
        str(said.get_kind_display()),
        said.words,
        how(said.via, said.entered_by, said.at),
        reverse("correct_words", args=[said.pk]),
    )


def how(via: str, by: Person, at: dt.datetime) -> str:
    """ "By phone, entered by Amina Yusuf on Monday 23 November"."""
    return _("%(via)s, entered by %(name)s on %(day)s") % {
        "via": str(Via(via).label).capitalize(),
        "name": by.name,
        "day": day(at),
    }


def by_seat(found: Iterable[Written]) -> dict[int, list[Written]]:
    rows: defaultdict[int, list[Written]] = defaultdict(list)
    for each in found:
        rows[each.seat].append(each)
    return rows
