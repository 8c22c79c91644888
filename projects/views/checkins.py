"""The check-in: three questions about a stage, and what came of them by group."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from participants.models import Person
from participants.refusals import Refused
from projects import actions
from projects.checkins import (
    LEAST,
    Picture,
    against_declared,
    answering_ends,
    answers_of,
    gaps,
    joined_after,
    lines_of,
    picture,
)
from projects.done import may_answer as taking_part
from projects.forms.checkins import CheckInForm, PassedOnCheckInForm
from projects.ladder import IN_PLAIN_WORDS, Rung
from projects.models import CheckIn, Membership, Stage
from projects.permissions import Seat, project_for
from projects.views.acting import keeps_words, whose


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(line=_lazy("The one thing that you wanted to say"))
def check_in(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """One's own answers; a facilitator may write down somebody else's (`?partner=` their membership)."""
    seat = project_for(cast(Person, request.user), slug, can="check_in")
    stage, now = stage_of(seat, position), timezone.now()
    partner = whose(request, seat, enters="enter_check_in")
    own = partner == seat.membership
    form = form_for(stage, partner, request, own=own)
    if form.is_valid():
        try:
            actions.check_in(partner, stage, **form.answers(), by=seat.person, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Thank you. You can change it later.") if own else _("Their answers are kept."))
            return redirect("projects:felt", slug, position)
    page = {"stage": stage, "form": form, "whose": partner, "own": own, **answering(stage, now)}
    page["late"] = joined_after(partner, stage)
    if own and seat.can("enter_check_in"):
        partners = taking_part(seat.project.pk).select_related("person", "group").order_by("person__name", "pk")
        page["partners"] = [each for each in partners if not joined_after(each, stage)]
    return render(request, "projects/check_in.html", {"seat": seat, "tab": "overview", **page})


@require_safe
@login_required
def felt(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """What the stage felt like, by group: the same picture for everybody."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    stage, now = stage_of(seat, position), timezone.now()
    page = {"stage": stage, "least": LEAST, "may_answer": may_answer(seat, stage), **answering(stage, now)}
    if page["over"]:
        page |= results(seat, stage)
    return render(request, "projects/felt.html", {"seat": seat, "tab": "overview", **page})


def may_answer(seat: Seat, stage: Stage) -> bool:
    return seat.can("check_in") and not joined_after(seat.membership, stage)


def answering(stage: Stage, now: dt.datetime) -> dict[str, object]:
    ends = answering_ends(stage)
    return {"ends": ends, "over": ends is not None and now >= ends}


def results(seat: Seat, stage: Stage) -> dict[str, object]:
    """Three queries: the answers, the groups and the lines."""
    shown = picture(answers_of(stage))
    groups = [(group, shown.groups.get(group.pk)) for group in seat.project.groups.order_by("position")]
    by_group = [(group, theirs) for group, theirs in groups if theirs is not None]
    return {
        "shown": shown,
        "groups": by_group,
        "some_hidden": len(by_group) < len(groups),
        "gaps": gaps(by_group),
        "declared": against_declared(stage.rung, shown),
        "lines": lines_of(stage, shown),
        "rungs": rungs_named(stage, shown),
    }


def rungs_named(stage: Stage, shown: Picture) -> list[tuple[str, str, object]]:
    """The rungs that the page speaks of, the lowest first, each with its grouping and what it means in plain words."""
    if shown.together is None:
        return []
    named = {shown.together.rung, stage.rung, *(theirs.rung for theirs in shown.groups.values())}
    return [(str(rung.label), str(rung.grouping.label), IN_PLAIN_WORDS[rung]) for rung in Rung if rung in named]


def stage_of(seat: Seat, position: int) -> Stage:
    """A stage that has begun; 404 for any other."""
    if position > 32767:
        raise Http404
    stages = Stage.objects.filter(project=seat.project, position=position, began_at__isnull=False)
    return get_object_or_404(stages.select_related("closure"))


def form_for(stage: Stage, partner: Membership, request: HttpRequest, *, own: bool) -> CheckInForm:
    """With what they said before, for themself alone: nobody who writes for them reads what they said."""
    data = request.POST if request.method == "POST" else None
    if not own:
        return PassedOnCheckInForm(data)
    said = CheckIn.objects.filter(stage=stage, membership=partner).first()
    return CheckInForm(data, initial=CheckInForm.of(said))
