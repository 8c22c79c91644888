"""Writing down what follows from a decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decisions.actions.doing import add_action_to
from decisions.permissions import decision_for
from decisions.state import outcome_of
from decisions.views.common import project_context, refused, sent
from participants.signed_in import SignedIn
from projects.forms.doing import AddActionForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_action(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """What is to be done, by whom and until when: for facilitators and for whoever answers for the service."""
    found = decision_for(request.user, slug, number, can="add_action")
    outcome = outcome_of(found.decision)
    if outcome is None:
        messages.error(request, _("First the outcome is recorded. Then you can write down what follows from it."))
        return redirect(found.decision)
    form = AddActionForm(sent(request), project=found.seat.project)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if not refused(form, lambda: add_action_to(found.decision, **facts, by=request.user, now=timezone.now())):
            messages.success(request, _("It is written down, and whoever sees to it is told."))
            return redirect(f"{found.decision.get_absolute_url()}#to-do")
    return render(request, "decisions/add_action.html", project_context(found, form=form, outcome=outcome))
