"""Writing the Easy Read words of a decision and of its outcome, and choosing pictures for them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decisions.actions.common import current_wording
from decisions.easy import of_decision, of_outcome
from decisions.permissions import DecisionSeat, decision_for
from decisions.state import outcome_of
from participants.signed_in import SignedIn
from projects.easy import Original
from projects.views.easy import pictured, written


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def easy_read(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Write the Easy Read words of a decision."""
    found = decision_for(request.user, slug, number, can="write_easy_read")
    return written(request, found.seat, of_question(found), tab="decisions")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pictures(request: SignedIn, slug: str, number: int) -> HttpResponse:
    found = decision_for(request.user, slug, number, can="write_easy_read")
    return pictured(request, found.seat, of_question(found), tab="decisions")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def outcome(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Write what was decided in Easy Read."""
    found = decision_for(request.user, slug, number, can="write_easy_read")
    original = of_its_outcome(found)
    return written(request, found.seat, original, tab="decisions") if original else not_yet(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def outcome_pictures(request: SignedIn, slug: str, number: int) -> HttpResponse:
    found = decision_for(request.user, slug, number, can="write_easy_read")
    original = of_its_outcome(found)
    return pictured(request, found.seat, original, tab="decisions") if original else not_yet(request, found)


def of_question(found: DecisionSeat) -> Original:
    return of_decision(found.decision, current_wording(found.decision))


def of_its_outcome(found: DecisionSeat) -> Original | None:
    outcome = outcome_of(found.decision)
    return of_outcome(found.decision, outcome) if outcome else None


def not_yet(request: SignedIn, found: DecisionSeat) -> HttpResponse:
    messages.info(request, _("The outcome is not recorded yet, so there is nothing to put into Easy Read."))
    return redirect(found.decision)
