"""A partner's supporters: choosing somebody, changing what they may do, stopping it, and all that they did."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from participants.refusals import Refused
from participants.signed_in import SignedIn, require_form
from projects import support_given
from projects.actions import supporters as actions
from projects.forms.supporters import ChooseForm, ChooseForThemForm, HelpForm, HelpForThemForm, ToldForm
from projects.models import Membership, Supporter, Via
from projects.permissions import Seat, project_for
from projects.slices import part_of, slice_of

A_PAGE = 25
MOST = 50


@require_safe
@login_required
def supporters(request: SignedIn, slug: str) -> HttpResponse:
    """One's own."""
    seat = project_for(request.user, slug, can="choose_supporter")
    return show(request, seat, seat.partner)


@require_safe
@login_required
def supporters_of(request: SignedIn, slug: str, membership_id: int) -> HttpResponse:
    """Those of one partner, for a facilitator who writes down what the partner tells them."""
    seat = project_for(request.user, slug, can="write_down_supporter")
    return show(request, seat, partner_in(seat, membership_id))


def show(request: SignedIn, seat: Seat, membership: Membership) -> HttpResponse:
    now = timezone.now()
    found = membership.supporters.select_related("person", "asked_by").order_by("-asked_at", "-pk")[:MOST]
    done = support_given.done_for(membership)
    if membership != seat.membership:  # what was said without a name is not for facilitators to learn here
        done = support_given.with_names(done, seat.project)
    page = slice_of(part_of(done), request.GET.get("page"), A_PAGE)
    facts = {
        "supporters": [(each, each.state(now)) for each in found],
        "page": page,
        "done": support_given.in_words(seat.project, page),
        "ways": ToldForm.base_fields["via"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "projects/support/list.html", {**frame(seat, membership), **facts})


@require_form
@login_required
def choose_supporter(request: SignedIn, slug: str) -> HttpResponse:
    seat = project_for(request.user, slug, can="choose_supporter")
    return ask(request, seat, seat.partner, ChooseForm)


@require_form
@login_required
def write_down_supporter(request: SignedIn, slug: str, membership_id: int) -> HttpResponse:
    """A partner told a facilitator whom they choose."""
    seat = project_for(request.user, slug, can="write_down_supporter")
    return ask(request, seat, partner_in(seat, membership_id), ChooseForThemForm)


def ask(request: SignedIn, seat: Seat, membership: Membership, kind: type[ChooseForm]) -> HttpResponse:
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            via = form.cleaned_data.get("via", Via.ONLINE)
            actions.choose_supporter(membership, form.choice(), by=request.user, now=timezone.now(), via=via)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("We are asking %(name)s now.") % {"name": form.cleaned_data["name"]})
            return redirect(list_of(seat, membership))
    return render(request, "projects/support/choose.html", {**frame(seat, membership), "form": form})


@require_form
@login_required
def change_supporter(request: SignedIn, slug: str, supporter_id: int) -> HttpResponse:
    """What somebody may do, and until when."""
    seat = project_for(request.user, slug, can="choose_supporter")
    supporter = supporter_in(seat, supporter_id)
    own = supporter.membership == seat.membership
    kind: type[HelpForm] = HelpForm if own else HelpForThemForm
    form = kind(request.POST if request.method == "POST" else None, initial=HelpForm.of(supporter))
    if form.is_valid() and changed(form, supporter, request):
        messages.success(request, _("It is changed, from now on."))
        return redirect(list_of(seat, supporter.membership))
    facts = {"form": form, "supporter": supporter, "state": supporter.state(timezone.now())}
    return render(request, "projects/support/change.html", {**frame(seat, supporter.membership), **facts})


def changed(form: HelpForm, supporter: Supporter, request: SignedIn) -> bool:
    """Whether it was; else the form says why not."""
    try:
        until, via = form.cleaned_data["until"], form.cleaned_data.get("via", Via.ONLINE)
        actions.change_support(supporter, form.chosen(), until, by=request.user, now=timezone.now(), via=via)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


@require_POST
@login_required
def end_supporter(request: SignedIn, slug: str, supporter_id: int) -> HttpResponse:
    """Stop it at once: for the partner, the supporter themself, and a facilitator whom the partner told."""
    seat = project_for(request.user, slug, can="enter")
    supporter = supporter_in(seat, supporter_id)
    own = request.user.pk in (supporter.person_id, supporter.membership.person_id)
    via = Via.ONLINE if own else told(request)
    try:
        actions.end_support(supporter, by=request.user, now=timezone.now(), via=via)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("It is stopped."))
    if supporter.person_id == request.user.pk:
        return redirect("projects:supporting")
    return redirect(list_of(seat, supporter.membership))


def told(request: SignedIn) -> str:
    form = ToldForm(request.POST)
    return str(form.cleaned_data["via"]) if form.is_valid() else Via.ONLINE


def partner_in(seat: Seat, membership_id: int) -> Membership:
    partners = Membership.objects.partners().without_observers().select_related("person", "group")
    return get_object_or_404(partners, project=seat.project, pk=membership_id)


def supporter_in(seat: Seat, supporter_id: int) -> Supporter:
    """One's own supporter, oneself as a supporter, or, for facilitators, anybody's; else it is not there."""
    found = Supporter.objects.select_related("person", "membership__person", "membership__group")
    supporter = get_object_or_404(found, membership__project=seat.project, pk=supporter_id)
    mine = seat.person.pk in (supporter.person_id, supporter.membership.person_id)
    if not mine and not seat.can("write_down_supporter"):
        raise Http404
    return supporter


def list_of(seat: Seat, membership: Membership) -> str:
    if membership == seat.membership:
        return resolve_url("projects:supporters", seat.project.slug)
    return resolve_url("projects:supporters_of", seat.project.slug, membership.pk)


def frame(seat: Seat, membership: Membership) -> dict[str, object]:
    facts = {"whose": membership, "own": membership == seat.membership, "back": list_of(seat, membership)}
    return {"seat": seat, "tab": "people", "project": seat.project, **facts}
