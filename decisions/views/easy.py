from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from decisions.actions.common import current_wording
from decisions.easy import of_decision
from decisions.permissions import decision_for
from participants.signed_in import SignedIn
from projects.views.easy import written


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def easy_read(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Write the Easy Read words of a decision."""
    found = decision_for(request.user, slug, number, can="write_easy_read")
    original = of_decision(found.decision, current_wording(found.decision))
    return written(request, found.seat, original, tab="decisions")
