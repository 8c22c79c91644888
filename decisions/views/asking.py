"""Asking who could help with a decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decisions.permissions import decision_for
from decisions.views.common import project_context, sent
from participants.refusals import Refused
from participants.signed_in import SignedIn
from projects.actions.help import ask_for_help
from projects.forms.help import AskForHelpForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: SignedIn, slug: str, number: int) -> HttpResponse:
    found = decision_for(request.user, slug, number, can="ask_for_help")
    form, about = AskForHelpForm(sent(request)), f"decision:{found.decision.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_for_help(
                found.seat.partner, **form.cleaned_data, about=about, by=request.user, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Your question is asked. We ask everybody whom it may fit."))
            return redirect("projects:help", slug, asked.pk)
    return render(request, "projects/help/ask.html", project_context(found, form=form))
