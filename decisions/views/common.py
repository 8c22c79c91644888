"""What the pages of this app share."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from decisions.models import Decision
from decisions.permissions import DecisionSeat

PER_PAGE = 25


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, also if it is nothing at all; None while it is only being read."""
    return request.POST if request.method == "POST" else None


def page_of(decisions: QuerySet[Decision], number: str | None) -> Page[Decision]:
    """The page asked for; the first or last one for a number that isn't there."""
    return Paginator(decisions, PER_PAGE).get_page(number if number and len(number) < 9 else 1)


def project_context(found: DecisionSeat, **more: object) -> dict[str, object]:
    """What every page of one decision needs."""
    return {"seat": found.seat, "tab": "decisions", "project": found.seat.project, "decision": found.decision, **more}
