"""Who keeps a project going: everyone reads who it is; facilitators ask another partner to, or step back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participants.refusals import Refused
from participants.signed_in import SignedIn, require_form
from projects.actions.facilitating import make_facilitator, stop_facilitating
from projects.forms.facilitating import FacilitatorForm
from projects.permissions import project_for


@require_form
@login_required
def facilitators(request: SignedIn, slug: str) -> HttpResponse:
    seat = project_for(request.user, slug, can="see")
    may = seat.can("choose_facilitator")
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = FacilitatorForm(request.POST if request.method == "POST" else None, project=seat.project) if may else None
    if form is not None and form.is_valid():
        partner = form.cleaned_data["partner"]
        try:
            make_facilitator(partner, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error("partner", refused.sentence)
        else:
            messages.success(request, _("%(name)s is a facilitator now.") % {"name": partner.person.name})
            return redirect("projects:facilitators", slug)
    found = seat.project.memberships.keeping().select_related("person", "group").order_by("joined_at", "pk")
    page = {"form": form, "found": found, "tab": "people", "project": seat.project}
    return render(request, "projects/people/facilitators.html", {"seat": seat, **page})


@require_POST
@login_required
def stop(request: SignedIn, slug: str) -> HttpResponse:
    """Become a partner again."""
    seat = project_for(request.user, slug, can="choose_facilitator")
    try:
        stop_facilitating(seat.partner, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("You are a partner now, and no longer a facilitator."))
    return redirect("projects:facilitators", slug)
