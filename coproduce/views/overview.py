"""A project's first page: where it stands, what is on, who has been part of it."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coproduce.tracker import tracker
from decisions.feedback import changed_in
from decisions.models import Decision
from decisions.permissions import RIGHTS
from participants.sql import columns, rows, taken
from projects.easy import Reading, facts_of_stage, of_stage, reading
from projects.involvement import involvement_map
from projects.models import DesignSession, Project, Stage, StageAnswer, StageGap
from projects.permissions import Seat
from projects.views.acting import onward, seat_for

MOST_DECISIONS = 3


@require_safe
@login_required
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    seat = seat_for(request, slug, can="enter")
    if not seat.can("see"):  # in a private project its lead decides what each may see
        first = "projects:sessions" if seat.can("see_sessions") else "decisions:list"
        return redirect(onward(reverse(first, args=[slug]), seat))
    now = timezone.now()
    whole = involvement_map(seat.project)
    session, my_answer = next_session(seat, now)
    page = {
        "seat": seat,
        "tab": "overview",
        "stage": whole.open_stage,
        "easy": easy_words(request, seat, whole.open_stage),
        "tracker": tracker(whole.stages, seat.project),
        "map": whole,
        "finished": all(stage.is_closed for stage in whole.stages),
        "missing": whole.missing,
        "gaps": gaps_of(seat.project) if any(stage.is_closed for stage in whole.stages) else [],
        "decisions": open_decisions(seat, now),
        "closing": whole.open_stage and closing(whole.open_stage, seat),
        "session": session,
        "my_answer": my_answer,
        "changed": changed_in(seat.project, limit=1),
        "may_decide": seat.can("take_position", RIGHTS),
        "may_answer": seat.can("answer_session"),
        "may_answer_stage": seat.can("answer_stage"),
        "may_close": seat.can("close_stage"),
        "may_arrange": seat.can("arrange_stages"),
        "may_invite": seat.can("invite"),
    }
    return render(request, "projects/overview.html", page)


def easy_words(request: HttpRequest, seat: Seat, stage: Stage | None) -> Reading | None:
    """How this person reads about the stage that is open. One query."""
    if stage is None:
        return None
    stage.project = seat.project
    facts = facts_of_stage(stage, seat.person)
    return reading(request, of_stage(stage), facts, may_write=seat.can("write_easy_read"))


@dataclass(frozen=True)
class OpenDecision:
    """A decision that is open, to one person: has their position on the current wording, or had one on an older."""

    decision: Decision
    has: bool
    had: bool


# As SQL, since it is the most visited page. The first to close comes first.
OPEN_DECISIONS = f"""
SELECT {columns(Decision, "decision")}, COALESCE(theirs.now, false), theirs.now IS NOT NULL
FROM decisions_decision AS decision
CROSS JOIN LATERAL (
    SELECT id FROM decisions_wording WHERE decision_id = decision.id ORDER BY number DESC LIMIT 1
) AS wording
LEFT JOIN LATERAL (
    SELECT bool_or(wording_id = wording.id) AS now FROM decisions_position AS position
    WHERE position.decision_id = decision.id AND membership_id = %(seat)s AND replaced_at IS NULL
) AS theirs ON true
WHERE decision.project_id = %(project)s AND decision.opened_at <= %(now)s AND decision.closes_at > %(now)s
    AND NOT EXISTS (SELECT FROM decisions_outcome WHERE decision_id = decision.id)
ORDER BY decision.closes_at, decision.id LIMIT {MOST_DECISIONS}
"""  # noqa: S608 (names of our own columns)

# The session that comes next or goes on now, and this person's answer to the time that it has now.
NEXT_SESSION = f"""
SELECT {columns(DesignSession, "session")}, (
    SELECT answer FROM projects_sessionanswer AS answer
    WHERE answer.session_id = session.id AND answer.membership_id = %(seat)s
        AND (session.moved_at IS NULL OR answer.answered_at >= session.moved_at)
)
FROM projects_designsession AS session
WHERE session.project_id = %(project)s AND session.cancelled_at IS NULL AND session.ends_at > %(now)s
ORDER BY session.starts_at, session.id LIMIT 1
"""  # noqa: S608


def open_decisions(seat: Seat, now: dt.datetime) -> list[OpenDecision]:
    """The decisions that are open, and what they are to this person. One query."""
    found = rows(OPEN_DECISIONS, project=seat.project.pk, seat=seat.whose and seat.whose.pk, now=now)
    return [OpenDecision(taken(Decision, row), next(row), next(row)) for row in found]


def next_session(seat: Seat, now: dt.datetime) -> tuple[DesignSession, str] | tuple[None, str]:
    """The session that comes next, and this person's answer or "". One query."""
    for row in rows(NEXT_SESSION, project=seat.project.pk, seat=seat.whose and seat.whose.pk, now=now):
        return taken(DesignSession, row), next(row) or ""
    return None, ""


@dataclass(frozen=True)
class Closing:
    """That partners are asked whether the open stage is done; `mine` is this person's answer in words, or ""."""

    mine: str


def closing(stage: Stage, seat: Seat) -> Closing | None:
    """One query."""
    theirs = StageAnswer.objects.filter(question=OuterRef("pk"), membership=seat.membership)
    asked = stage.questions.filter(ended_at=None).annotate(mine=Subquery(theirs.values("answer")[:1]))
    for answer in asked.values_list("mine", flat=True):
        return Closing(str(StageAnswer.Answer(answer).label) if answer else "")
    return None


def gaps_of(project: Project) -> "QuerySet[StageGap]":
    """The groups that closed stages went on without, each with its reason; the latest stage first."""
    return (
        StageGap.objects.filter(closure__stage__project=project, kind=StageGap.Kind.NO_PART)
        .annotate(stage_name=F("closure__stage__name"), stage_position=F("closure__stage__position"))
        .select_related("group")
        .order_by("-closure__stage__position", "group__position")
    )
