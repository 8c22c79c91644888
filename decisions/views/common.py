"""What the pages of this app share."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, QueryDict

from decisions.permissions import DecisionSeat
from participants.refusals import Refused


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, also if it is nothing at all; None while it is only being read."""
    return request.POST if request.method == "POST" else None


def project_context(found: DecisionSeat, **more: object) -> dict[str, object]:
    """What every page of one decision needs."""
    return {"seat": found.seat, "tab": "decisions", "project": found.seat.project, "decision": found.decision, **more}


def refused(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do something; where the rules don't allow it now, the form says why and True comes back."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return True
    return False
