"""Who has gone quiet in a project, and what came of ringing them: facilitators' pages."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.desk import needs_to_see_to
from coproduce.quiet import gone_quiet, quiet_groups
from coproduce.views.desk import desk_of
from participants.models import Person
from participants.refusals import Refused
from projects.actions import note_call, set_patience, settle_need
from projects.forms.breaks import CallForm, PatienceForm
from projects.models import Membership, QuietCall, Via
from projects.permissions import Seat, project_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def quiet(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody of whom nothing was heard, and after how many days they count as quiet."""
    seat = project_for(cast(Person, request.user), slug, can="ring")
    now = timezone.now()
    first = {"days": seat.project.quiet_after}
    form = PatienceForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            set_patience(seat.project, form.cleaned_data["days"], by=seat.person, now=now)
        except Refused as refusal:
            form.add_error("days", refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("quiet", slug)
    found = gone_quiet([seat.project], now)
    page = {"seat": seat, "tab": "people", "form": form, "quiet": found, "quiet_groups": quiet_groups(found)}
    return render(request, "quiet/quiet.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def call(request: HttpRequest, slug: str, seat_id: int) -> HttpResponse:
    """Write down what came of ringing one partner."""
    seat = project_for(cast(Person, request.user), slug, can="ring")
    partners = Membership.objects.partners().filter(project=seat.project).select_related("person", "group")
    member = get_object_or_404(partners, pk=seat_id)
    member.project = seat.project
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            came = keep(form, member, seat)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done(came, member.person.name))
            return redirect("desk")
    found = gone_quiet([seat.project], timezone.now(), most=1, seat=member)
    calls = member.quiet_calls.select_related("by")[:5]
    page = {"seat": seat, "tab": "people", "form": form, "member": member, "each": next(iter(found), None)}
    return render(request, "quiet/call.html", {**page, "calls": calls})


def keep(form: CallForm, member: Membership, seat: Seat) -> QuietCall.Came:
    found = form.cleaned_data
    came = QuietCall.Came(found["came"])
    way, until = Via(found["via"]), form.moment()
    now = timezone.now()
    note_call(member, came, words=found["words"], until=until, by=seat.person, now=now, via=way)
    return came


def done(came: QuietCall.Came, name: str) -> str:
    sentences = {
        QuietCall.Came.FINE: _("Good. %(name)s is off the list for now."),
        QuietCall.Came.NEEDS: _("Written down. It stands on the desk until somebody has seen to it: %(name)s."),
        QuietCall.Came.PAUSING: _("%(name)s is on a break. We leave them in peace."),
        QuietCall.Came.LEAVING: _("%(name)s has left. We send them a goodbye that says how to come back."),
        QuietCall.Came.UNREACHED: _("Written down. %(name)s stays on the list."),
    }
    return sentences[came] % {"name": name}


@require_POST
@login_required
def need_settled(request: HttpRequest, call_id: int) -> HttpResponse:
    """Somebody has seen to what a partner needed."""
    need = get_object_or_404(needs_to_see_to(desk_of(request)), pk=call_id)
    settle_need(need, by=cast(Person, request.user), now=timezone.now())
    messages.success(request, _("Done: %(name)s") % {"name": need.membership.person.name})
    return redirect("desk")
