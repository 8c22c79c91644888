"""What the pages of this app share."""

from django.http import HttpRequest, QueryDict

from decisions.permissions import DecisionSeat


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, also if it is nothing at all; None while it is only being read."""
    return request.POST if request.method == "POST" else None


def project_context(found: DecisionSeat, **more: object) -> dict[str, object]:
    """What every page of one decision needs."""
    return {"seat": found.seat, "tab": "decisions", "project": found.seat.project, "decision": found.decision, **more}
