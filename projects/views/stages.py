"""Closing a stage: who is missing, and why it goes on."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participants.models import Person
from participants.refusals import Refused
from projects.actions import close_stage
from projects.forms.stages import ClosureForm
from projects.gate import Gap
from projects.involvement import InvolvementMap, involvement_map
from projects.models import Stage
from projects.permissions import Seat, project_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def closure(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """Everyone reads how a stage was closed; the facilitator closes the one that is open."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    if request.method == "POST" and not seat.can("close_stage"):
        raise PermissionDenied
    whole = involvement_map(seat.project)
    stage = next((stage for stage in whole.stages if stage.position == position), None)
    if stage is None or stage.began_at is None:
        raise Http404
    if stage.is_closed:
        return show_closed(request, seat, whole, stage)
    if not seat.can("close_stage"):
        raise PermissionDenied
    return ask(request, seat, whole, stage)


def ask(request: HttpRequest, seat: Seat, whole: InvolvementMap, stage: Stage) -> HttpResponse:
    gaps = [Gap(cell.group, cell.partners) for cell in whole.missing_from(stage)]
    form = ClosureForm(request.POST if request.method == "POST" else None, gaps=gaps)
    if form.is_valid():
        try:
            close_stage(stage, form.reasons(), by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(stage)s is closed.") % {"stage": stage.name})
            return redirect(seat.project)
    page = {"form": form, "gaps": gaps, "map": whole.only(stage), "following": whole.after(stage)}
    return render(request, "projects/close_stage.html", {"seat": seat, "tab": "overview", "stage": stage, **page})


def show_closed(request: HttpRequest, seat: Seat, whole: InvolvementMap, stage: Stage) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, _("Somebody has just closed this stage. You don't need to do anything."))
        return redirect("projects:closure", seat.project.slug, stage.position)
    gaps = stage.closure.gaps.select_related("group").order_by("group__position")
    page = {"gaps": gaps, "map": whole.only(stage)}
    return render(request, "projects/closed_stage.html", {"seat": seat, "tab": "overview", "stage": stage, **page})
