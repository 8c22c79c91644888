"""Asking partners to agree to the terms of reference as they stand."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decisions.actions.terms import open_terms_decision
from decisions.forms import TermsDecisionForm
from decisions.permissions import RIGHTS
from decisions.views.common import sent
from participants.refusals import Refused
from participants.signed_in import SignedIn
from projects.permissions import project_for
from projects.terms import latest

A_WEEK = dt.timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn, slug: str) -> HttpResponse:
    """Until when, and how many of each group must take part: everything else is said by the terms."""
    seat, now, zone = (
        project_for(request.user, slug, can="open_decision", rights=RIGHTS),
        timezone.now(),
        request.user.zone,
    )
    version = latest(seat.project)
    if version is None:
        return redirect("projects:terms", slug)
    groups = list(seat.project.groups.all())
    initial = {"closes_on": timezone.localdate(now + A_WEEK, zone)}
    form = TermsDecisionForm(sent(request), groups=groups, zone=zone, now=now, initial=initial)
    if request.method == "POST" and form.is_valid():
        closes_at, minimums = form.cleaned_data["closes_at"], form.minimums()
        try:
            decision = open_terms_decision(
                seat.project, version, closes_at=closes_at, minimums=minimums, by=request.user, now=now
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The decision is open. Every partner is being told, each in their own way."))
            return redirect(decision)
    page = {"seat": seat, "tab": "decisions", "project": seat.project, "form": form, "version": version}
    return render(request, "decisions/new_terms.html", page)
