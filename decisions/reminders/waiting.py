"""What waits for somebody in the decisions of their projects, derived from facts at `now`."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.models import Decision, Outcome, Position, Wording
from decisions.permissions import commissioned_by
from participants.models import Person
from projects.models import Membership
from projects.reminders import Waiting

END_OF_DAY = dt.time(17, 0)  # an answer due on a day is due when the office closes


def unanswered(person: Person, now: dt.datetime) -> QuerySet[Decision]:
    """Open decisions that this person is asked in and whose current wording they have not answered.

    `answered_before` is true where they answered an older wording.
    """
    seats = Membership.objects.partners().filter(person=person).exclude(role=Membership.Role.OBSERVER)
    current = Wording.objects.filter(decision=OuterRef("decision")).order_by("-number").values("pk")[:1]
    theirs = Position.objects.filter(decision=OuterRef("pk"), membership__person=person, replaced_at=None)
    return (
        Decision.objects.filter(project__in=seats.values("project"), closes_at__gt=now, outcome=None)
        .annotate(answered_before=Exists(theirs))
        .exclude(Exists(theirs.filter(wording=Subquery(current))))
        .select_related("project")
        .order_by("closes_at", "pk")
    )


def awaiting_answer(person: Person) -> QuerySet[Decision]:
    """Decisions that wait for this commissioner, the longest due first. Provisional ones have no due date yet."""
    return (
        Decision.objects.filter(
            project__in=commissioned_by(person),
            asks_for_answer=True,
            response=None,
            outcome__result=Outcome.Result.AGREED,
            outcome__answer_due_on__isnull=False,
        )
        .select_related("project", "outcome")
        .order_by("outcome__answer_due_on", "pk")
    )


def waiting_for(person: Person, now: dt.datetime) -> list[Waiting]:
    """Where they are asked what they think, and what they owe an answer as a commissioner. Two queries."""
    asked = [position_waiting(decision) for decision in unanswered(person, now)[:20]]
    return asked + [answer_waiting(decision, now) for decision in awaiting_answer(person)[:20]]


def position_waiting(decision: Decision) -> Waiting:
    again = getattr(decision, "answered_before", False)
    return Waiting(
        title=decision.question,
        project=decision.project,
        url=decision.get_absolute_url(),
        button=_("Look at it again") if again else _("Say what you think"),
        by=decision.closes_at,
        minutes=3 if again else 5,
        words=_("The wording has changed since you answered.") if again else _("A decision by consent."),
    )


def answer_waiting(decision: Decision, now: dt.datetime) -> Waiting:
    due = decision.outcome.answer_due_on or timezone.localdate(now)
    return Waiting(
        title=decision.question,
        project=decision.project,
        url=reverse("decisions:respond", args=[decision.project.slug, decision.number]),
        button=_("Answer this decision"),
        by=timezone.make_aware(dt.datetime.combine(due, END_OF_DAY)),
        minutes=10,
        words=_("Your answer is overdue.") if due < timezone.localdate(now) else _("Partners wait for your answer."),
    )
