"""Taking a break from a project, coming back, and leaving: a partner's own pages."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participants.models import Person
from participants.refusals import Refused
from participants.times import day
from projects import actions
from projects.forms.breaks import BreakForm
from projects.models import Membership, MembershipPause
from projects.permissions import Seat, project_for


@require_safe
@login_required
def breaks(request: HttpRequest) -> HttpResponse:
    """The projects that somebody is a partner of, each with the way to take a break from it or leave it."""
    person, now = cast(Person, request.user), timezone.now()
    mine = Membership.objects.partners().filter(person=person).select_related("project").order_by("project__name")
    pauses = {pause.membership_id: pause for pause in MembershipPause.objects.at(now).filter(membership__in=mine)}
    return render(request, "projects/breaks.html", {"mine": [(seat, pauses.get(seat.pk)) for seat in mine]})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_a_break(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a break, change when it ends, come back, or go on to leaving."""
    seat, mine = own_seat(request, slug)
    now = timezone.now()
    form = BreakForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            pause = actions.take_a_break(mine, until=form.moment(), by=seat.person, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, rested(pause))
            return redirect("projects:take_a_break", slug)
    page = {"seat": seat, "tab": "people", "form": form, "pause": mine.pauses.at(now).first()}
    return render(request, "projects/break.html", page)


def rested(pause: MembershipPause) -> str:
    if pause.until is None:
        return _("You are on a break. We leave you in peace until you say that you are back.")
    return _("You are on a break. We leave you in peace until %(day)s.") % {"day": day(pause.until)}


@require_POST
@login_required
def come_back(request: HttpRequest, slug: str) -> HttpResponse:
    seat, mine = own_seat(request, slug)
    actions.come_back(mine, by=seat.person, now=timezone.now())
    messages.success(request, _("Welcome back. You see on Home what is on now."))
    return redirect(seat.project)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what leaving means, then leave."""
    seat, mine = own_seat(request, slug)
    if request.method == "POST":
        try:
            actions.leave(mine, by=seat.person, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
            return redirect("projects:take_a_break", slug)
        messages.success(
            request, _("You have left %(project)s. Thank you for all you did.") % {"project": seat.project}
        )
        return redirect("home")
    return render(request, "projects/leave.html", {"seat": seat, "tab": "people"})


@require_POST
@login_required
def ask_back(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    """Ask somebody who left to join again."""
    seat = project_for(cast(Person, request.user), slug, can="invite")
    left = Membership.objects.filter(project=seat.project, joined_at__isnull=False).select_related("person")
    member = get_object_or_404(left, pk=membership_id)
    try:
        actions.ask_back(member, by=seat.person, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("A new invitation is on its way to %(name)s.") % {"name": member.person.name})
    return redirect("projects:people", slug)


def own_seat(request: HttpRequest, slug: str) -> tuple[Seat, Membership]:
    """Somebody's own seat, and not that of a partner whom they support: nobody leaves for somebody else."""
    seat = project_for(cast(Person, request.user), slug, can="take_a_break")
    return seat, get_object_or_404(Membership.objects.partners(), project=seat.project, person=seat.person)
