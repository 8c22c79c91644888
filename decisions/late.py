"""A provisional outcome: who can still say what they think, although the decision is closed, until it stands.

Those whose group is missing, and those who have said something since: they may change their mind like anybody else.
"""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from decisions.models import Decision, Minimum, Objection, Outcome, Position
from projects.models import Membership

CAN_STILL_SAY = gettext_lazy("It was decided without enough people from your group. You can still say what you think.")


def that_wait() -> "QuerySet[Decision]":
    """The decisions whose outcome `waits_for_groups`, in projects that are not closed."""
    agreed = Decision.objects.filter(outcome__result=Outcome.Result.AGREED, project__closed_at=None)
    return agreed.filter(outcome__provisional=True, outcome__stands_since=None).select_related("project")


def waits_for_groups(outcome: Outcome | None) -> bool:
    """Was it agreed while a group was missing, and does it not stand yet?"""
    return outcome is not None and outcome.is_provisional and outcome.result == Outcome.Result.AGREED


def outcome_that_waits(decision: Decision) -> Outcome | None:
    """As it is now, whatever was fetched before. One query."""
    outcome = Outcome.objects.filter(decision=decision).first()
    return outcome if waits_for_groups(outcome) else None


def missing_groups(decision: Decision) -> "QuerySet[Minimum]":
    return not_met().filter(decision=decision)


def not_met() -> "QuerySet[Minimum]":
    """The minimums of which too few people have taken part."""
    return Minimum.objects.filter(taken__lt=F("people"))


def may_come_late(decision: Decision, seat: Membership) -> bool:
    """Two queries at most."""
    return can_come_late(decision).filter(pk=seat.pk).exists()


def can_come_late(decision: Decision) -> "QuerySet[Membership]":
    """Those who can, as a condition on memberships of the project."""
    outcome = outcome_that_waits(decision)
    if outcome is None:
        return Membership.objects.none()
    spoke = Position.objects.filter(decision=decision, at__gte=outcome.recorded_at)
    groups = missing_groups(decision).values("group")
    seats = Membership.objects.filter(project=decision.project_id)
    return seats.filter(group__in=groups) | seats.filter(person__in=spoke.values("membership__person"))


def objections_that_stand(decision: Decision) -> "QuerySet[Objection]":
    """Objections that nothing has met and nobody has taken back."""
    return Objection.objects.filter(position__decision=decision, met_by=None, withdrawn_at=None)
