"""What people are reminded of: a decision that closes soon, an answer that is due or overdue, and a decision that is to
be looked at again."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, commissioners, have_not_answered, number_in
from decisions.models import Decision, Outcome, Response
from decisions.reminders.waiting import END_OF_DAY, REVIEW_NOTICE, unanswered
from decisions.sifting import quarter_start
from participants.models import Message, Person
from projects.models import Membership
from projects.reminders import Reminder
from projects.reminders.daytime import TWO_DAYS, by_day

TIME_TO_ANSWER = dt.timedelta(days=3)  # a decision open for less than this has no reminder two days before


def still_open(now: dt.datetime) -> QuerySet[Decision]:
    return Decision.objects.filter(outcome=None, closes_at__gt=now, project__closed_at=None).select_related("project")


def closing_in_two_days(now: dt.datetime) -> list[Decision]:
    if not by_day(now):
        return []
    soon = still_open(now).filter(closes_at__lte=now + TWO_DAYS, opened_at__lte=F("closes_at") - TIME_TO_ANSWER)
    return [decision for decision in soon if not closes_today(decision, now)]


def closing_today(now: dt.datetime) -> list[Decision]:
    """Those that close before midnight, unless they were opened today."""
    if not by_day(now):
        return []
    soon = still_open(now).filter(closes_at__lte=now + dt.timedelta(days=1))
    return [decision for decision in soon if closes_today(decision, now) and opened_before_today(decision, now)]


def closes_today(decision: Decision, now: dt.datetime) -> bool:
    return timezone.localdate(decision.closes_at) == timezone.localdate(now)


def opened_before_today(decision: Decision, now: dt.datetime) -> bool:
    return timezone.localdate(decision.opened_at) < timezone.localdate(now)


def about_decision(decision: Decision) -> dict[str, Any]:
    return {
        "project": decision.project.name,
        "question": decision.question,
        "closes_at": decision.closes_at.isoformat(),
        "url": address_of(decision),
    }


def answered_too_late(message: Message, now: dt.datetime) -> str:
    """Have they a position on the current wording by now, or is it closed?"""
    asked = unanswered(message.to, now).filter(pk=number_in(message.topic)).exists()
    return "" if asked else _("They have answered, or it has closed.")


def topic_of(decision: Decision) -> str:
    return f"decision:{decision.pk}"


def answers_due(now: dt.datetime) -> QuerySet[Decision]:
    """Answers that are due within two days, and not yet overdue."""
    today = timezone.localdate(now)
    return waiting(now, Q(outcome__answer_due_on__range=(today, today + TWO_DAYS)))


def answers_overdue(now: dt.datetime) -> QuerySet[Decision]:
    return waiting(now, Q(outcome__answer_due_on__lt=timezone.localdate(now)))


def waiting(now: dt.datetime, when: Q) -> QuerySet[Decision]:
    if not by_day(now):
        return Decision.objects.none()
    agreed = Decision.objects.filter(
        response=None, replacement=None, asks_for_answer=True, outcome__result=Outcome.Result.AGREED
    )
    return agreed.filter(when).select_related("project", "outcome")


def who_answers(decision: Decision, _now: dt.datetime) -> QuerySet[Person]:
    return commissioners(decision.project)


def about_answer(decision: Decision) -> dict[str, Any]:
    return {
        "project": decision.project.name,
        "question": decision.question,
        "decided": decision.outcome.decided,
        "url": settings.SITE_URL + reverse("decisions:respond", args=[decision.project.slug, decision.number]),
    }


def answer_too_late(message: Message, _now: dt.datetime) -> str:
    answered = Response.objects.filter(decision=number_in(message.topic)).exists()
    return _("It has been answered.") if answered else ""


def closing_day(decision: Decision) -> str:
    """In keys, so that people are reminded again of a decision that was given more days."""
    return timezone.localdate(decision.closes_at).strftime("%Y%m%d")


def answered_or_later(message: Message, now: dt.datetime) -> str:
    """As `answered_too_late`; nor is anybody told of an end that has moved since."""
    ends = Decision.objects.filter(pk=number_in(message.topic)).values_list("closes_at", flat=True).first()
    if ends is not None and message.context["closes_at"] != ends.isoformat():
        return _("It is open for longer now.")
    return answered_too_late(message, now)


def asked_of_partners(name: str, due: Any, occasion: str) -> Reminder[Decision]:
    return Reminder(
        name=name,
        due=due,
        audience=have_not_answered,
        key=lambda decision: f"decision:{decision.pk}:{occasion}:{closing_day(decision)}",
        topic=topic_of,
        context=about_decision,
        too_late=answered_or_later,
    )


def asked_of_commissioners(name: str, due: Any, occasion: str) -> Reminder[Decision]:
    return Reminder(
        name=name,
        due=due,
        audience=who_answers,
        key=lambda decision: f"decision:{decision.pk}:{occasion}",
        topic=topic_of,
        context=about_answer,
        too_late=answer_too_late,
    )


@dataclass(frozen=True)
class Due:
    """A decision to be looked at again, and which time it is that we say so."""

    decision: Decision
    occasion: str


def reviews_due(now: dt.datetime) -> list[Due]:
    """Two weeks before the day, and on the day; later, where nothing could be sent on the day itself."""
    if not by_day(now):
        return []
    today = timezone.localdate(now)
    found = [Due(each, f"{each.review_on:%Y%m%d}:day") for each in to_review(review_on__lte=today)]
    soon = to_review(review_on__gt=today, review_on__lte=today + REVIEW_NOTICE)
    return found + [Due(each, f"{each.review_on:%Y%m%d}:soon") for each in soon]


def events_due(now: dt.datetime) -> list[Due]:
    """Each quarter of the year after the outcome: has what they wait for happened?"""
    if not by_day(now):
        return []
    began = quarter_start(timezone.localdate(now))
    waits = to_review(review_on=None, outcome__recorded_at__date__lt=began).exclude(review_when="")
    return [Due(each, f"{began:%Y%m}:event") for each in waits]


def to_review(**when: Any) -> QuerySet[Decision]:
    found = Decision.objects.filter(outcome__isnull=False, replacement=None, project__closed_at=None, **when)
    return found.select_related("project", "opened_by", "review_owner")


def who_reviews(due: Due, now: dt.datetime) -> QuerySet[Person]:
    """Whoever sees to it; while they are away, or once they have left, the facilitators."""
    active = Membership.objects.active(now).seeing_decisions().without_observers().filter(project=due.decision.project)
    owner = (due.decision.review_owner or due.decision.opened_by).person_id
    seats = active.filter(person=owner)
    if not seats.exists():
        seats = active.filter(role=Membership.Role.FACILITATOR)
    return Person.objects.filter(pk__in=seats.order_by().values("person"))


def about_review(due: Due) -> dict[str, Any]:
    decision, more = due.decision, {}
    if decision.review_on:
        more["due_at"] = timezone.make_aware(dt.datetime.combine(decision.review_on, END_OF_DAY)).isoformat()
    return more | {
        "project": decision.project.name,
        "question": decision.question,
        "on": decision.review_on.isoformat() if decision.review_on else "",
        "when": decision.review_when,
        "url": settings.SITE_URL + reverse("decisions:review", args=[decision.project.slug, decision.number]),
    }


def reviewed_already(message: Message, _now: dt.datetime) -> str:
    """Was it looked at since, or replaced?"""
    decision = to_review(pk=number_in(message.topic)).first()
    if decision is None:
        return _("A newer decision has taken its place.")
    planned = (decision.review_on.isoformat() if decision.review_on else "", decision.review_when)
    asked = (message.context["on"], message.context["when"])
    return "" if planned == asked else _("It has been looked at again.")


def asked_of_owners(name: str, due: Any) -> Reminder[Due]:
    return Reminder(
        name=name,
        due=due,
        audience=who_reviews,
        key=lambda each: f"decision:{each.decision.pk}:review:{each.occasion}",
        topic=lambda each: topic_of(each.decision),
        context=about_review,
        too_late=reviewed_already,
    )


REMINDERS: list[Reminder[Any]] = [
    asked_of_partners("decision_closing_soon", closing_in_two_days, "closing-soon"),
    asked_of_partners("decision_closing_today", closing_today, "closing-today"),
    asked_of_commissioners("answer_due", answers_due, "answer-due"),
    asked_of_commissioners("answer_overdue", answers_overdue, "answer-overdue"),
    asked_of_owners("review_due", reviews_due),
    asked_of_owners("review_event", events_due),
]
