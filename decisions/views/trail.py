"""The whole trail of a decision, and what became of something that somebody said."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.becoming import became_of
from decisions.chain import brought_to, chain_of
from decisions.permissions import RIGHTS, decision_for
from decisions.standing import standing
from decisions.state import state_of
from decisions.trail import ended_objections
from decisions.views.common import project_context
from decisions.voices import positions_of
from participants.signed_in import SignedIn
from projects.models import Contribution
from projects.permissions import project_for

A_PAGE = 25


@require_safe
@login_required
def trail(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """From what people said to what changed for them: as a picture, and as a list with the same steps."""
    found = decision_for(request.user, slug, number, can="see")
    decision, now = found.decision, timezone.now()
    state = state_of(decision, standing(decision, now=now), now=now)
    objections = ended_objections(positions_of(decision))
    columns = chain_of(decision, state, brought_to(decision), objections, vars(decision)["actions"])
    page = Paginator(columns[0].steps, A_PAGE).get_page(request.GET.get("page"))
    context = project_context(found, columns=columns, page=page, state=state)
    return render(request, "decisions/trail.html", context)


@require_safe
@login_required
def became(request: SignedIn, slug: str, contribution_id: int) -> HttpResponse:
    """What became of one contribution. The page that shows its words loads the middle of this one alone."""
    seat = project_for(request.user, slug, can="see", rights=RIGHTS)
    said = get_object_or_404(
        Contribution.objects.visible_to(seat).select_related("membership__person"), pk=contribution_id
    )
    said.project = seat.project
    template = "decisions/became_part.html" if request.headers.get("HX-Request") else "decisions/became.html"
    return render(request, template, {"seat": seat, "tab": "said", "said": said, "became": became_of(said)})
