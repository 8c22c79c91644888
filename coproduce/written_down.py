"""What somebody else wrote down for a partner: what they said by phone, on paper or in a session."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.models import Position
from decisions.state import is_open
from decisions.voices import label_of
from participants.models import Asset, Person
from participants.times import day
from projects.actions.said import CHECKED_WITHIN
from projects.checkins import answering_ends
from projects.models import (
    CheckIn,
    Contribution,
    HelpAnswer,
    Membership,
    Project,
    SessionAnswer,
    StageAnswer,
    TermsAcceptance,
    Via,
)

MOST = 100


@dataclass(frozen=True)
class Written:
    """One thing that was written down. `url` is where its owner puts it right, where `stands` says that they can."""

    at: dt.datetime
    seat: int
    project: Project | None
    about: str
    words: str
    how: str
    url: str
    stands: bool = True


def written_down(
    seats: Iterable[Membership], now: dt.datetime, *, most: int = MOST, own: bool = False
) -> list[Written]:
    """What was written down for these partners, the newest first. Three queries, and four more for their `own` eyes.

    What was said without a name is there only for its `own` speaker to read: others see what goes into a pack.
    """
    ids = [seat.pk for seat in seats]
    said = Contribution.objects.filter(taken_back_at=None)
    if not own:
        said = said.exclude(audience=Contribution.Audience.NAMELESS)
    found = [
        *(answer_written(each, now) for each in by_others(SessionAnswer.objects.all(), ids, "session__project", most)),
        *(position_written(each, now) for each in by_others(standing(), ids, "decision__project", most)),
        *(contribution_written(each, now) for each in by_others(said, ids, "project", most)),
    ]
    if own:
        found += elsewhere(ids, now, most)
    return sorted(found, key=lambda each: each.at, reverse=True)[:most]


def elsewhere(ids: list[int], now: dt.datetime, most: int) -> list[Written]:
    """What else was answered for them, which no pack repeats."""
    done, felt = StageAnswer.objects.all(), CheckIn.objects.all()
    offers = HelpAnswer.objects.filter(yes=True)
    accepted = TermsAcceptance.objects.all()
    stage, closing = "stage__project", "stage__closure"
    return [
        *(done_written(each) for each in by_others(done, ids, f"question__{stage}", most, f"question__{closing}")),
        *(check_in_written(each, now) for each in by_others(felt, ids, stage, most, closing)),
        *(acceptance_written(each) for each in by_others(accepted, ids, "version__project", most)),
        *(help_written(each, now) for each in by_others(offers, ids, "asked__project", most)),
    ]


def written_for_person(person: Person, now: dt.datetime) -> list[Written]:
    """For somebody's own page: of the projects that they are in now. What they offered is theirs wherever they are."""
    seats = Membership.objects.partners().filter(person=person, project__closed_at=None)
    offered = Asset.objects.filter(person=person).exclude(recorded_by=person).select_related("recorded_by")
    found = [*written_down(seats, now, own=True), *(offer_written(each) for each in offered)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST]


def standing() -> QuerySet[Position]:
    return Position.objects.filter(replaced_at=None).select_related("decision__outcome")


def by_others[Row: Model](rows: QuerySet[Row], seats: list[int], path: str, most: int, *more: str) -> QuerySet[Row]:
    moment = "answered_at" if rows.model in (SessionAnswer, StageAnswer) else "at"
    others = rows.filter(membership__in=seats).exclude(entered_by=F("membership__person"))
    return others.select_related("membership", "entered_by", path, *more).order_by(f"-{moment}")[:most]


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
    said = label_of(position.decision, position.stance, position.says)
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


def contribution_written(said: Contribution, now: dt.datetime) -> Written:
    stands = now < said.at + CHECKED_WITHIN
    return Written(
        said.at,
        said.membership_id,
        said.project,
        str(said.get_kind_display()),
        said.words,
        how(said.via, said.entered_by, said.at),
        reverse("correct_words", args=[said.pk]) if stands else said.get_absolute_url(),
        stands,
    )


def done_written(said: StageAnswer) -> Written:
    stage = said.question.stage
    stands = said.question.ended_at is None and not stage.is_closed
    answer = str(said.get_answer_display())
    return Written(
        said.answered_at,
        said.membership_id,
        stage.project,
        _("Is “%(stage)s” done?") % {"stage": stage.name},
        f"{answer}: {said.words}" if said.words else answer,
        how(said.via, said.entered_by, said.answered_at),
        reverse("projects:answer_stage" if stands else "projects:stage", args=[stage.project.slug, stage.position]),
        stands,
    )


def check_in_written(said: CheckIn, now: dt.datetime) -> Written:
    stage, ends = said.stage, answering_ends(said.stage)
    stands = ends is None or now < ends
    lines = [
        str(said.get_rung_display()),
        _("I was heard: %(how_much)s") % {"how_much": said.get_heard_display()},
        _("I know what happened next: %(how_much)s") % {"how_much": said.get_knows_display()},
        said.line,
    ]
    return Written(
        said.at,
        said.membership_id,
        stage.project,
        _("What “%(stage)s” was like for you") % {"stage": stage.name},
        "\n".join(line for line in lines if line),
        how(said.via, said.entered_by, said.at),
        reverse("projects:check_in" if stands else "projects:felt", args=[stage.project.slug, stage.position]),
        stands,
    )


def acceptance_written(accepted: TermsAcceptance) -> Written:
    project = accepted.version.project
    return Written(
        accepted.at,
        accepted.membership_id,
        project,
        _("How we work together"),
        _("You accept version %(number)s.") % {"number": accepted.version.number},
        how(accepted.via, accepted.entered_by, accepted.at),
        reverse("projects:terms", args=[project.slug]),
        stands=False,
    )


def help_written(said: HelpAnswer, now: dt.datetime) -> Written:
    return Written(
        said.at,
        said.membership_id,
        said.asked.project,
        said.asked.words,
        _("Yes: %(words)s") % {"words": said.words} if said.words else _("Yes"),
        how(said.via, said.entered_by, said.at),
        said.asked.get_absolute_url(),
        said.asked.is_open(timezone.localdate(now)),
    )


def offer_written(offered: Asset) -> Written:
    return Written(
        offered.recorded_at,
        0,
        None,
        str(offered.get_kind_display()),
        offered.words,
        how(offered.via, offered.recorded_by, offered.recorded_at),
        reverse("participants:offers"),
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
