"""What people said: the list, and saying something."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participants.models import Person
from participants.refusals import Refused
from projects.actions import contribute
from projects.forms.contributions import SayForm, WriteDownForm
from projects.models import Contribution, Via
from projects.permissions import Seat, project_for

A_PAGE = 25


@require_safe
@login_required
def said(request: HttpRequest, slug: str) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="see")
    stages = list(seat.project.stages.all())
    kind = request.GET.get("kind", "")
    stage = next((stage for stage in stages if str(stage.position) == request.GET.get("stage")), None)
    found = contributions(seat)
    if kind in Contribution.Kind.values:
        found = found.filter(kind=kind)
    if stage:
        found = found.filter(stage=stage)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    choices = {
        "can_say": seat.can("say"),
        "kinds": Contribution.Kind.choices,
        "kind": kind,
        "stages": stages,
        "stage": stage,
    }
    return render(request, "projects/said.html", {"seat": seat, "tab": "said", "page": page, **choices})


def contributions(seat: Seat) -> "QuerySet[Contribution]":
    """What was said, with no more of each row than the list shows."""
    people = ("membership__person__name", "entered_by__name")
    return seat.project.contributions.select_related(
        "stage", "session", "membership__person", "membership__group", "entered_by"
    ).only("kind", "words", "via", "at", "stage__name", "session__title", "membership__group", *people)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def say(request: HttpRequest, slug: str) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="say")
    data = request.POST if request.method == "POST" else None
    form = WriteDownForm(data, seat=seat) if seat.is_facilitator else SayForm(data)
    if form.is_valid():
        try:
            keep(form, seat)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Thank you. Everyone in the project can read it now."))
            return redirect("projects:said", slug)
    return render(request, "projects/say.html", {"seat": seat, "tab": "said", "form": form})


def keep(form: SayForm, seat: Seat) -> Contribution:
    found = form.cleaned_data
    return contribute(
        found.get("who") or seat.partner,
        kind=Contribution.Kind(found["kind"]),
        words=found["words"],
        via=Via(found.get("via") or Via.ONLINE),
        by=seat.person,
        now=timezone.now(),
    )
