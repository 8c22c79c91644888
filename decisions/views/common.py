"""What the pages of this app share."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.late import waits_for_groups
from decisions.models import Decision
from decisions.permissions import DecisionSeat
from decisions.state import outcome_of
from participants.refusals import Refused
from participants.times import moment


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, also if it is nothing at all; None while it is only being read."""
    return request.POST if request.method == "POST" else None


def redirected_when_over(
    request: HttpRequest, decision: Decision, *, closing_is_over: bool, may_be_late: bool = False
) -> HttpResponse | None:
    """To the decision, with why, where its form could only be refused; None where it can still be sent.

    Only for somebody who opens the form: what was written and sent comes back with the refusal beside it.
    """
    if request.method == "POST":
        return None
    if closing_is_over and may_be_late and waits_for_groups(outcome_of(decision)):
        return None
    if outcome_of(decision) is not None:
        messages.info(request, _("This decision has its outcome already. You can read it here."))
    elif closing_is_over and timezone.now() >= decision.closes_at:
        messages.info(
            request,
            _("This decision closed on %(moment)s, so nothing can be added or changed. You can record the outcome now.")
            % {"moment": moment(decision.closes_at)},
        )
    else:
        return None
    return redirect(decision)


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
