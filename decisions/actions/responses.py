"""The commissioner's answer to what partners decided."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, locked
from decisions.actions.register import enter
from decisions.models import Decision, Outcome, RegisterEntry, Response
from decisions.register import answer_body
from participants.actions import queue_for_all
from participants.models import Person
from participants.refusals import Refused
from projects.actions import write_history
from projects.models import Membership

HISTORY = {
    Response.Answer.ACCEPTED: "answer_accepted",
    Response.Answer.IN_PART: "answer_in_part",
    Response.Answer.NOT: "answer_not",
}


@transaction.atomic
def respond(decision: Decision, *, answer: str, reasons: str, by: Person, now: dt.datetime) -> Response:
    """Answer once: yes, in part or no, with reasons. Everyone in the project is told."""
    decision = locked(decision)
    outcome = Outcome.objects.filter(decision=decision).first()
    if outcome is None or not decision.asks_for_answer or outcome.result != Outcome.Result.AGREED:
        raise Refused(_("This decision does not wait for an answer."))
    if Response.objects.filter(decision=decision).exists():
        raise Refused(_("This decision has its answer already. What was answered stays on the record."))
    response = Response.objects.create(decision=decision, answer=answer, reasons=reasons, by=by, at=now)
    enter(decision, RegisterEntry.Kind.ANSWER, answer_body(response), now=now)
    write_history(
        decision.project,
        HISTORY[Response.Answer(answer)],
        f"decision:{decision.pk}",
        by=by,
        now=now,
        question=decision.question,
        reasons=reasons,
    )
    tell_everyone(decision, response, now=now)
    return response


def tell_everyone(decision: Decision, response: Response, *, now: dt.datetime) -> None:
    seats = Membership.objects.partners().filter(project=decision.project)
    queue_for_all(
        Person.objects.filter(pk__in=seats.values("person")).exclude(pk=response.by_id),
        "answer_given",
        f"decision:{decision.pk}:answer",
        {
            "by": response.by.name,
            "project": decision.project.name,
            "question": decision.question,
            "answer": str(Response.Answer(response.answer).label),
            "reasons": response.reasons,
            "url": address_of(decision),
        },
        now=now,
        topic=f"decision:{decision.pk}",
    )
