"""Looking again at what was decided."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decisions.actions import review_decision
from decisions.aftermath import after, can_be_reviewed, review_late
from decisions.forms import ReviewForm
from decisions.models import Review
from decisions.permissions import DecisionSeat, decision_for
from decisions.standing import standing
from decisions.state import outcome_of, response_of
from decisions.views.common import project_context, refused, sent
from participants.signed_in import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """What was decided and what came of it; then what partners found."""
    found, now = decision_for(request.user, slug, number, can="see_decisions"), timezone.now()
    if not found.may_review:
        raise PermissionDenied
    decision, its = found.decision, after(found.decision)
    if request.method != "POST" and not can_be_reviewed(decision):
        messages.info(request, _("There is nothing to look at again here now. You can read why below."))
        return redirect(decision)
    groups = list(found.seat.project.groups.all())
    today = timezone.localdate(now, request.user.zone)
    form = ReviewForm(sent(request), groups=groups, today=today, initial={"seen": len(its.reviews)})
    if request.method == "POST" and form.is_valid() and not refused(form, lambda: look_again(form, found, now)):
        return onward(request, found, form.cleaned_data["result"])
    table = standing(decision, now=now)
    context = project_context(
        found,
        form=form,
        its=its,
        late=review_late(decision, now),
        outcome=outcome_of(decision),
        response=response_of(decision),
        standing=table,
    )
    return render(request, "decisions/review.html", context)


def look_again(form: ReviewForm, found: DecisionSeat, now: dt.datetime) -> Review:
    facts = form.cleaned_data
    return review_decision(
        found.decision,
        result=facts["result"],
        words=facts["words"],
        next_on=facts["next_on"],
        parts=form.parts(),
        seen=facts["seen"] or 0,
        by=found.seat.person,
        now=now,
    )


def onward(request: SignedIn, found: DecisionSeat, result: str) -> HttpResponse:
    """To the decision; or, for who may open one, to the new decision that is to replace it."""
    messages.success(request, _("What you found is on the record."))
    if result != Review.Result.CHANGE or not found.can("open_decision"):
        return redirect(found.decision)
    address = reverse("decisions:open", args=[found.seat.project.slug])
    return redirect(f"{address}?replaces={found.decision.number}&method={found.decision.method}")
