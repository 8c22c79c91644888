"""Who is in a project, and inviting them one by one."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participants.models import Person
from participants.refusals import Refused
from projects.actions import invitations as actions
from projects.actions.partners import invite_partner
from projects.forms.invitations import AnswerForThemForm
from projects.forms.partners import PartnerForm, SearchForm
from projects.models import Membership
from projects.people import People, entry_of, tallies
from projects.permissions import Seat, project_for
from projects.slices import slice_of
from projects.views.acting import seat_for

A_PAGE = 20


@require_safe
@login_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Partners by group; for facilitators also who was asked, how to reach everybody, and what to do."""
    seat = seat_for(request, slug, can="see")
    search = SearchForm(request.GET)
    name = search.cleaned_data["q"].strip() if search.is_valid() else ""
    groups = tallies(seat)
    group = next((each.group for each in groups if each.group.key == request.GET.get("group")), None)
    found = People(seat, timezone.now(), name=name, group=group.key if group else "")
    page = slice_of(found.part, request.GET.get("page"), A_PAGE)
    facts = {
        "groups": groups,
        "chosen": group,
        "search": SearchForm(initial={"q": name}),
        "name": name,
        "page": page,
        "entries": page.rows,
        "may_invite": seat.can("invite"),
        "may_see_offers": seat.can("see_offers"),
        "may_rest": seat.can("take_a_break"),
        "may_ring": seat.can("ring"),
        "may_lead": seat.can("lead"),
        "may_choose": seat.can("choose_supporter"),
        "unasked": sum(each.unasked for each in groups),
    }
    return render(request, "projects/people/people.html", {**frame(seat), **facts})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_partner(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite one person."""
    person = cast(Person, request.user)
    seat = project_for(person, slug, can="invite")
    form = PartnerForm(request.POST or None, project=seat.project)
    if request.method == "POST" and form.is_valid():
        try:
            invite_partner(seat.project, form.invitee(), by=person, now=timezone.now())
        except Refused as refused:
            form.add_error("email" if form.cleaned_data["email"] else "phone", refused.sentence)
        else:
            messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
            return redirect("projects:people", slug)
    return render(request, "projects/people/add.html", {**frame(seat), "form": form})


@require_POST
@login_required
def invite_unasked(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite everybody who was brought in without an invitation."""
    person = cast(Person, request.user)
    seat = project_for(person, slug, can="invite")
    count = actions.invite_those_not_asked(seat.project, by=person, now=timezone.now())
    sentence = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("projects:people", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitation_of(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    """One person's invitation: what became of it, and writing down what they said by phone or on paper."""
    seat, membership = asked(request, slug, membership_id)
    now = timezone.now()
    state = membership.state(now)
    invitation = membership.invitations.last()
    form = AnswerForThemForm(request.POST or None) if state == "open" else None
    if request.method == "POST" and form is not None and invitation is not None and form.is_valid():
        try:
            if form.cleaned_data["answer"] == AnswerForThemForm.YES:
                via, said = form.cleaned_data["via"], form.acceptance()
                actions.accept_invitation(invitation, said, by=seat.person, now=now, via=via)
            else:
                actions.decline_invitation(invitation, by=seat.person, now=now, via=form.cleaned_data["via"])
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Written down."))
            return redirect("projects:people", slug)
    facts = {"entry": entry_of(membership, invitation, seat, now), "invitation": invitation, "form": form}
    return render(request, "projects/people/invitation.html", {**frame(seat), **facts})


@require_POST
@login_required
def send_again(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    """Send a new invitation in place of the older one."""
    seat, membership = asked(request, slug, membership_id)
    try:
        actions.send_again(membership, by=seat.person, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("A new invitation is on its way to %(name)s.") % {"name": membership.shown_name})
    return redirect("projects:people", slug)


@require_POST
@login_required
def withdraw_invitation(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    """Take an invitation back."""
    seat, membership = asked(request, slug, membership_id)
    try:
        actions.withdraw_invitation(membership, by=seat.person, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("The invitation to %(name)s is taken back.") % {"name": membership.shown_name})
    return redirect("projects:people", slug)


def asked(request: HttpRequest, slug: str, membership_id: int) -> tuple[Seat, Membership]:
    """A membership of this project, for those who may invite."""
    seat = project_for(cast(Person, request.user), slug, can="invite")
    memberships = Membership.objects.select_related("person", "group").prefetch_related("invitations")
    return seat, get_object_or_404(memberships, project=seat.project, pk=membership_id)


def frame(seat: Seat) -> dict[str, object]:
    return {"seat": seat, "tab": "people", "project": seat.project}
