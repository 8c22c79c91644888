from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.influence import heard_in
from decisions.listing import listed, page_of
from decisions.methods import Tie, methods
from decisions.models import Decision
from decisions.permissions import RIGHTS
from decisions.private import FEW
from decisions.rows import rows_of
from decisions.shaping import FEW as FEW_PROPOSALS
from decisions.shaping import being_shaped, with_states
from decisions.sifting import STATE_NAMES, in_order, states
from participants.signed_in import SignedIn
from projects.views.acting import seat_for


@require_safe
@login_required
def decisions(request: SignedIn, slug: str) -> HttpResponse:
    """The decisions of a project, those that are open first, and above them what partners propose."""
    now = timezone.now()
    seat = seat_for(request, slug, can="see_decisions", rights=RIGHTS)
    conditions = states(now)
    state = request.GET.get("state", "")
    found = Decision.objects.filter(conditions.get(state, conditions["all"]), project=seat.project)
    page, proposed = page_of(in_order(found), request.GET.get("page")), being_shaped(seat.project)
    return render(
        request,
        "decisions/list.html",
        {
            "seat": seat,
            "tab": "decisions",
            "project": seat.project,
            "page": page,
            "rows": rows_of(listed(page), now=now),
            "states": STATE_NAMES.items(),
            "state": state if state in conditions else "",
            "may_see_actions": seat.can("see"),
            "proposals": with_states(proposed[:FEW_PROPOSALS], now),
            "more_proposals": len(proposed) > FEW_PROPOSALS,
            "may_propose": seat.can("propose", RIGHTS),
            "may_open": seat.can("open_decision", RIGHTS),
        },
    )


@require_safe
@login_required
def how_it_works(request: SignedIn, key: str) -> HttpResponse:
    """One method of deciding, in plain words."""
    known = methods()
    if key not in known:
        raise Http404
    context = {"method": known[key], "others": [each for each in known.values() if each.key != key], "ties": Tie}
    return render(request, f"decisions/methods/{key}.html", context)


@require_safe
@login_required
def how_private(request: SignedIn) -> HttpResponse:
    """What private answers protect from, and what not."""
    return render(request, "decisions/private.html", {"few": FEW})


@require_safe
@login_required
def influence(request: SignedIn, slug: str) -> HttpResponse:
    """Whose words became questions and changed what was decided, by group; for everyone inside."""
    seat = seat_for(request, slug, can="see", rights=RIGHTS)
    context = {"seat": seat, "tab": "overview", "groups": heard_in(seat.project)}
    return render(request, "decisions/influence.html", context)
