"""Arranging the stages: adding, changing, moving, splitting, joining and taking out. For facilitators."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participants.models import Person
from participants.refusals import Refused
from projects.actions import add_stage, change_stage, merge_stages, move_stage, remove_stage, split_stage
from projects.actions.arranging import StagePlan
from projects.forms.stages import NewStageForm, SplitForm, StageForm
from projects.models import Stage
from projects.permissions import Seat, project_for
from projects.views.stages import stage_of

STEPS = {"up": -1, "down": 1}


def arranger(request: HttpRequest, slug: str) -> Seat:
    return project_for(cast(Person, request.user), slug, can="arrange_stages")


def meant(request: HttpRequest, stage: Stage) -> bool:
    """Whether the stage in this place is the one that the page was about: somebody may have moved it meanwhile."""
    return request.POST.get("stage", "") == str(stage.pk)


def to_the_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    messages.warning(request, _("Somebody has arranged the stages meanwhile. Look again before you change them."))
    return redirect("projects:stages", seat.project.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A stage comes behind the last one that has begun, or behind a later one."""
    seat = arranger(request, slug)
    stages = list(seat.project.stages.all())
    begun = [number for number, stage in enumerate(stages) if stage.began_at]
    form = NewStageForm(request.POST if request.method == "POST" else None, places=stages[begun[-1] if begun else 0 :])
    if form.is_valid():
        try:
            after = form.cleaned_data["after"]
            made = add_stage(seat.project, form.plan(), after=after, by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The stage “%(stage)s” is there.") % {"stage": made.name})
            return redirect("projects:stages", slug)
    return render(request, "projects/stages/add.html", {"seat": seat, "tab": "overview", "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    seat = arranger(request, slug)
    stage = stage_of(seat, position)
    before = StagePlan.of(stage)
    data = request.POST if request.method == "POST" and meant(request, stage) else None
    if request.method == "POST" and data is None and "name" in request.POST:
        return to_the_list(request, seat)
    form = StageForm(data, initial=vars(before), closed=stage.is_closed)
    if form.is_valid():
        try:
            changed = change_stage(stage, form.plan(before), by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Your changes are saved.") if changed else _("Nothing was changed."))
            return redirect(stage)
    context = {"seat": seat, "tab": "overview", "form": form, "stage": stage}
    return render(request, "projects/stages/change.html", context)


@require_POST
@login_required
def move(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    seat = arranger(request, slug)
    stage = stage_of(seat, position)
    if not meant(request, stage) or request.POST.get("way") not in STEPS:
        return to_the_list(request, seat)
    try:
        move_stage(stage, STEPS[request.POST["way"]], by=seat.person, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("“%(stage)s” has moved.") % {"stage": stage.name})
    return redirect("projects:stages", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def split(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    seat = arranger(request, slug)
    stage = stage_of(seat, position)
    data = request.POST if request.method == "POST" else None
    form = SplitForm(data, initial={"first": stage.name})
    if form.is_valid():
        if not meant(request, stage):
            return to_the_list(request, seat)
        try:
            said = form.cleaned_data
            second = StagePlan(said["name"], kind=stage.kind, purpose=said["purpose"])
            split_stage(stage, said["first"], second, by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("There are two stages now."))
            return redirect("projects:stages", slug)
    return render(
        request, "projects/stages/split.html", {"seat": seat, "tab": "overview", "form": form, "stage": stage}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merge(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """Two stages become one: the form starts with what both say."""
    seat = arranger(request, slug)
    stage = stage_of(seat, position)
    other = seat.project.stages.filter(position=position + 1).first()
    if other is None:
        messages.warning(request, _("There is no stage behind this one to join it with."))
        return redirect("projects:stages", slug)
    data = request.POST if request.method == "POST" else None
    form = StageForm(data, initial=both(StagePlan.of(stage), StagePlan.of(other)))
    if form.is_valid():
        if not meant(request, stage) or request.POST.get("other") != str(other.pk):
            return to_the_list(request, seat)
        try:
            merge_stages(stage, form.plan(), by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The two stages are one now."))
            return redirect("projects:stages", slug)
    context = {"seat": seat, "tab": "overview", "form": form, "stage": stage, "other": other}
    return render(request, "projects/stages/merge.html", context)


def both(first: StagePlan, second: StagePlan) -> dict[str, object]:
    """What two stages say, for one that takes their place; where they differ, it is for people to say."""
    texts = ("purpose", "open_to_change", "fixed")
    joined = {name: " ".join(filter(None, (getattr(first, name), getattr(second, name)))) for name in texts}
    return {
        "name": _("%(first)s and %(second)s") % {"first": first.name, "second": second.name},
        "kind": first.kind,
        "starts_on": first.starts_on,
        "ends_on": second.ends_on,
        "rung": first.rung if first.rung == second.rung else "",
        **joined,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    seat = arranger(request, slug)
    stage = stage_of(seat, position)
    if request.method == "POST":
        if not meant(request, stage):
            return to_the_list(request, seat)
        try:
            remove_stage(stage, by=seat.person, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _("“%(stage)s” is taken out.") % {"stage": stage.name})
        return redirect("projects:stages", slug)
    return render(request, "projects/stages/remove.html", {"seat": seat, "tab": "overview", "stage": stage})
