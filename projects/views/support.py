"""The pages of somebody who is asked to support a partner, and of whom they support."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from participants.models import Person
from participants.refusals import Refused
from participants.signed_in import SignedIn
from projects.actions import supporters as actions
from projects.codes import find_supporter
from projects.models import Membership, Supporter
from projects.views.invitation import by_code

MOST = 50

with_supporter = by_code(find_supporter)


@with_supporter
@require_safe
def support(request: HttpRequest, supporter: Supporter) -> HttpResponse:
    """Who asks, and for what. Anybody with the code may read it; only the person themself can answer."""
    return render(request, "projects/support/asked.html", about(request, supporter))


def about(request: HttpRequest, supporter: Supporter) -> dict[str, object]:
    return {
        "supporter": supporter,
        "state": supporter.state(timezone.now()),
        "partner": supporter.membership.person,
        "project": supporter.membership.project,
        "mine": request.user == supporter.person,
        "stranger": request.user.is_authenticated and request.user != supporter.person,
    }


@with_supporter
@require_POST
def accept_support(request: HttpRequest, supporter: Supporter) -> HttpResponse:
    """Say yes, signed in as oneself."""
    if not isinstance(request.user, Person):
        return redirect_to_login(reverse("projects:support", args=[supporter.code]))
    try:
        actions.accept_support(supporter, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("projects:support", supporter.code)
    messages.success(request, _("Thank you. You can help from now on."))
    return redirect(f"{supporter.membership.project.get_absolute_url()}?for={supporter.membership_id}")


@with_supporter
@require_POST
def decline_support(request: HttpRequest, supporter: Supporter) -> HttpResponse:
    """Say no. Nobody asks why."""
    if not isinstance(request.user, Person):
        return redirect_to_login(reverse("projects:support", args=[supporter.code]))
    try:
        actions.decline_support(supporter, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect("projects:support", supporter.code)


@require_safe
@login_required
def supporting(request: SignedIn) -> HttpResponse:
    """Whom somebody supports, who asks them to, and where they can choose supporters of their own."""
    now = timezone.now()
    theirs = Supporter.objects.filter(person=request.user).select_related("membership__person", "membership__project")
    seats = Membership.objects.partners().filter(person=request.user).without_observers()
    seats = seats.select_related("project").order_by("project__name")
    helpers = helpers_by_seat(request.user, now)
    facts = {
        "helping": theirs.helping(now).order_by("membership__person__name")[:MOST],
        "asked": theirs.asked(now)[:MOST],
        "seats": [(seat, ", ".join(helpers.get(seat.pk, []))) for seat in seats[:MOST]],
    }
    return render(request, "projects/support/supporting.html", facts)


def helpers_by_seat(person: Person, now: dt.datetime) -> dict[int, list[str]]:
    """The names of those who support this person, by the id of the membership."""
    names: dict[int, list[str]] = {}
    for each in Supporter.objects.helping(now).filter(membership__person=person).select_related("person"):
        names.setdefault(each.membership_id, []).append(each.person.name)
    return names
