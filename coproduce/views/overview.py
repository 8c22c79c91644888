"""A project's first page: where it stands, what is on, who has been part of it."""

import datetime as dt
from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coproduce.tracker import tracker
from decisions.feedback import changed_in
from decisions.models import Decision, Position, Wording
from participants.models import Person
from projects.involvement import involvement_map
from projects.models import DesignSession, Project, SessionAnswer, StageGap
from projects.permissions import Part, Seat, project_for

MOST_DECISIONS = 3


@require_safe
@login_required
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="see")
    now = timezone.now()
    whole = involvement_map(seat.project)
    page = {
        "seat": seat,
        "tab": "overview",
        "stage": whole.open_stage,
        "tracker": tracker(whole.stages, seat.project),
        "map": whole,
        "missing": whole.missing,
        "gaps": gaps_of(seat.project),
        "decisions": open_decisions(seat, now)[:MOST_DECISIONS],
        "session": next_session(seat, now),
        "changed": changed_in(seat.project, limit=1),
        "is_partner": not seat.parts.isdisjoint({Part.PARTNER, Part.FACILITATOR}),
        "may_close": seat.can("close_stage"),
        "may_invite": seat.can("invite"),
    }
    return render(request, "projects/overview.html", page)


def open_decisions(seat: Seat, now: dt.datetime) -> "QuerySet[Decision]":
    """The decisions that are open, the first to close first.

    Each has `mine` (this person's position on the current wording, or None) and `had` (they took one on any wording).
    """
    positions = Position.objects.filter(decision=OuterRef("pk"), membership=seat.membership, replaced_at=None)
    current = Wording.objects.filter(decision=OuterRef("pk")).order_by("-number").values("pk")[:1]
    return (
        Decision.objects.filter(project=seat.project, outcome=None, opened_at__lte=now, closes_at__gt=now)
        .annotate(current=Subquery(current))
        .annotate(
            mine=Subquery(positions.filter(wording=OuterRef("current")).values("stance")[:1]),
            had=Exists(positions),
        )
        .order_by("closes_at", "pk")
    )


def next_session(seat: Seat, now: dt.datetime) -> DesignSession | None:
    """The session that comes next or goes on now; `mine` is this person's answer, or None."""
    answers = SessionAnswer.objects.standing().filter(session=OuterRef("pk"), membership=seat.membership)
    return (
        seat.project.sessions.filter(cancelled_at=None, ends_at__gt=now)
        .annotate(mine=Subquery(answers.values("answer")[:1]))
        .order_by("starts_at", "pk")
        .first()
    )


def gaps_of(project: Project) -> "QuerySet[StageGap]":
    """The groups that closed stages went on without, each with its reason; the latest stage first."""
    return (
        StageGap.objects.filter(closure__stage__project=project)
        .annotate(stage_name=F("closure__stage__name"), stage_position=F("closure__stage__position"))
        .select_related("group")
        .order_by("-closure__stage__position", "group__position")
    )
