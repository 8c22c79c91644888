"""Answering what somebody asked before they say where they stand."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, locked, partner_of
from decisions.late import may_come_late
from decisions.models import Decision, Position, QuestionAnswer
from decisions.state import is_open
from participants.actions import queue
from participants.models import Person
from participants.refusals import Refused
from projects.actions import write_history


@transaction.atomic
def answer_question(decision: Decision, question: Position, words: str, *, by: Person, now: dt.datetime) -> None:
    """For all to read. Who asked is told in their own way, and then asked where they stand. Answered once."""
    decision = locked(decision)
    seat = partner_of(decision.project, by)
    if QuestionAnswer.objects.filter(position=question).exists():
        raise Refused(_("Somebody has answered this question already."))
    QuestionAnswer.objects.create(position=question, words=words, by=seat, at=now)
    asker, topic = question.membership.person, f"decision:{decision.pk}"
    facts = {"question": decision.question, "partner": asker.name, "answer": words}
    write_history(decision.project, "question_answered", topic, by=by, now=now, **facts)
    context = {
        "by": by.called,
        "project": decision.project.name,
        "question": decision.question,
        "asked": question.reason,
        "answer": words,
        "url": address_of(decision),
        "open": is_open(decision, now) or may_come_late(decision, question.membership),
    }
    queue(asker, "decision_question_answered", f"decision-question:{question.pk}", context, now=now, topic=topic)
