"""Every decision that somebody commissions, across projects."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from decisions.listing import listed, page_of
from decisions.models import Decision
from decisions.permissions import commissioned_by
from decisions.rows import rows_of
from decisions.sifting import SORT_NAMES, STATE_NAMES
from decisions.tracking import Sieve, figures, sieve_of, sifted
from participants.signed_in import SignedIn
from projects.models import PartnerGroup


@require_safe
@login_required
def tracker(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    projects = commissioned_by(request.user)
    if not projects:
        raise PermissionDenied
    sieve = sieve_of(request.GET, now=now)
    ids = [pk for pk, _name in projects]
    counts = figures(ids, now=now)
    found = sifted(Decision.objects.filter(project__in=ids), sieve, now=now)
    page = page_of(found, request.GET.get("page"))
    return render(
        request,
        "decisions/tracker.html",
        {
            "page": page,
            "rows": rows_of(listed(page), now=now),
            "tiles": tiles(counts, sieve),
            "sieve": sieve,
            "projects": projects,
            "groups": PartnerGroup.Key.choices,
            "states": STATE_NAMES.items(),
            "sorts": SORT_NAMES.items(),
        },
    )


def tiles(count: dict[str, int], sieve: Sieve) -> list[dict[str, object]]:
    """The five figures, each a link to the decisions that it counts."""
    late = count["overdue"]
    waiting = _("waiting for your answer")
    if late:
        waiting = ngettext("waiting for your answer, %d overdue", "waiting for your answer, %d overdue", late) % late
    words = {
        "waiting": waiting,
        "open": _("open now"),
        "provisional": _("provisional: a group is missing"),
        "untold": _("decided, people not yet told"),
        "review": _("to review this quarter"),
    }
    return [
        {
            "state": key,
            "count": count[key],
            "words": words[key],
            "late": key == "waiting" and late,
            "on": sieve.state == key,
        }
        for key in words
    ]
