"""One person's support: starting it, and what its lead decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participants.models import ReachBy
from participants.refusals import Refused
from participants.signed_in import SignedIn, require_form
from projects.actions import private as actions
from projects.forms.private import AboutForm, OfferForm, SightForm, StartForm
from projects.models import Membership
from projects.permissions import Seat, organisations_to_start_in, organisations_where_partner, project_for

MOST = 200


@require_form
@login_required
def new_support(request: SignedIn) -> HttpResponse:
    """Start a page about one's own support."""
    organisations = organisations_where_partner(request.user)
    if not organisations:
        raise PermissionDenied
    form = StartForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if form.is_valid():
        found = form.cleaned_data
        try:
            project = actions.start_own_support(
                found["organisation"], name=found["name"], purpose=found["purpose"], by=request.user, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("It is yours. Nobody else can see it until you let somebody in."))
            return redirect("projects:lead", project.slug)
    return render(request, "projects/private/new.html", {"form": form})


@require_form
@login_required
def offer_support(request: SignedIn) -> HttpResponse:
    """A facilitator offers somebody one of their own."""
    organisations = organisations_to_start_in(request.user)
    if not organisations:
        raise PermissionDenied
    form = OfferForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if form.is_valid():
        try:
            lead = form.lead()
            actions.offer_support(form.cleaned_data["organisation"], lead, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error("email", refused.sentence)
        else:
            messages.success(request, asked(lead))
            return redirect("projects:list")
    return render(request, "projects/private/offer.html", {"form": form})


def asked(lead: actions.Lead) -> str:
    """Who is told by hand is told by whoever offered it: nobody else knows of it."""
    if lead.reach_by in (ReachBy.POST, ReachBy.PHONE):
        words = _("Now tell %(name)s: the words for it stand on your desk. If they say yes, it is theirs alone.")
    else:
        words = _("%(name)s is asked. If they say yes, it is theirs alone.")
    return words % {"name": lead.name}


@require_form
@login_required
def lead(request: SignedIn, slug: str) -> HttpResponse:
    """Who may see it and how much, what it is called, and its end."""
    seat = project_for(request.user, slug, can="lead")
    form = AboutForm(request.POST if request.method == "POST" else None, initial=AboutForm.of(seat.project))
    if form.is_valid():
        try:
            actions.rename(seat.project, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("It is changed."))
            return redirect("projects:lead", slug)
    people = Membership.objects.filter(project=seat.project, left_at=None).select_related("person", "group")
    facts = {"form": form, "people": people[:MOST], "sights": Membership.Sight.choices}
    return render(request, "projects/private/lead.html", {**frame(seat), **facts})


@require_POST
@login_required
def sight(request: SignedIn, slug: str, membership_id: int) -> HttpResponse:
    """What somebody may see."""
    seat = project_for(request.user, slug, can="lead")
    membership = get_object_or_404(Membership, project=seat.project, pk=membership_id)
    form = SightForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose what they may see."))
        return redirect("projects:lead", slug)
    try:
        sees = Membership.Sight(form.cleaned_data["sees"])
        actions.change_sight(membership, sees, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("It is changed, from now on."))
    return redirect("projects:lead", slug)


@require_POST
@login_required
def remove_partner(request: SignedIn, slug: str, membership_id: int) -> HttpResponse:
    seat = project_for(request.user, slug, can="lead")
    membership = get_object_or_404(Membership, project=seat.project, pk=membership_id)
    try:
        actions.remove_partner(membership, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("They can’t see it any more."))
    return redirect("projects:lead", slug)


@require_POST
@login_required
def close_support(request: SignedIn, slug: str) -> HttpResponse:
    seat = project_for(request.user, slug, can="lead")
    actions.close_support(seat.project, by=request.user, now=timezone.now())
    messages.success(request, _("It is closed. Nobody but you can see it. You can read it, or open it again."))
    return redirect("projects:lead", slug)


@require_POST
@login_required
def reopen_support(request: SignedIn, slug: str) -> HttpResponse:
    seat = project_for(request.user, slug, can="lead")
    actions.reopen_support(seat.project, by=request.user, now=timezone.now())
    messages.success(request, _("It is open again. Invite the people whom you want in it."))
    return redirect("projects:lead", slug)


def frame(seat: Seat) -> dict[str, object]:
    return {"seat": seat, "tab": "people", "project": seat.project}
