"""What several actions on decisions share: the lock, who acts, and who is to be told."""

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from decisions.models import Decision, Outcome, Position, Wording
from participants.models import Person
from participants.refusals import Refused
from projects.models import Membership, OrganisationRole, Project


def locked(decision: Decision) -> Decision:
    """The decision as it is now, held until the transaction ends: what changes one decision happens in a row.

    Its outcome is not fetched along: a row joined while we waited for the lock would be as it was before the wait.
    """
    return (
        Decision.objects.select_for_update(no_key=True, of=("self",))
        .select_related("project", "stage")
        .get(pk=decision.pk)
    )


def has_outcome(decision: Decision) -> bool:
    return Outcome.objects.filter(decision=decision).exists()


def partner_of(project: Project, person: Person) -> Membership:
    """The seat of somebody who acts. Refused where they have none (any more)."""
    seat = Membership.objects.partners().filter(project=project, person=person).select_related("person").first()
    if seat is None:
        raise Refused(_("You are not a partner in this project any more."))
    return seat


def entitled(project: Project) -> QuerySet[Membership]:
    """Who is asked, at this moment: partners who joined and did not leave. Observers only watch."""
    return (
        Membership.objects.partners()
        .seeing_decisions()
        .filter(project=project)
        .without_observers()
        .select_related("person", "group")
    )


def asked(project: Project, now: dt.datetime) -> QuerySet[Person]:
    """The people who are asked: those entitled, each once, without those who are on a break."""
    seats = Membership.objects.active(now).seeing_decisions().filter(project=project)
    seats = seats.without_observers()
    return Person.objects.filter(pk__in=seats.order_by().values("person"))


def have_not_answered(decision: Decision, now: dt.datetime) -> QuerySet[Person]:
    """Those who are asked and have no position on the current wording."""
    current = Wording.objects.filter(decision=decision).order_by("-number").values("pk")[:1]
    said = Position.objects.filter(wording=Subquery(current), replaced_at=None)
    answered = said.exclude(stance=Position.QUESTION, answer__isnull=False).values("membership")
    return asked(decision.project, now).exclude(memberships__in=answered)


def commissioners(project: Project) -> QuerySet[Person]:
    """Who may answer for the service: by their role in the organisation, or their place in the project's group.

    Nobody commissions one person's own support.
    """
    if project.is_private:
        return Person.objects.none()
    by_role = Q(
        organisation_roles__organisation=project.organisation_id,
        organisation_roles__role=OrganisationRole.Role.COMMISSIONER,
        organisation_roles__ended_at=None,
    )
    by_seat = Q(
        memberships__project=project,
        memberships__group__key="commissioners",
        memberships__joined_at__isnull=False,
        memberships__left_at=None,
    )
    return Person.objects.filter(by_role | by_seat, is_active=True).distinct()


def current_wording(decision: Decision) -> Wording:
    """The wording that positions are taken on: the last one."""
    return decision.wordings.order_by("-number")[:1].get()


def address_of(decision: Decision) -> str:
    """The whole address of its page, for messages."""
    return settings.SITE_URL + decision.get_absolute_url()


def number_in(topic: str) -> int:
    """12 of "decision:12"; 0 where there is none."""
    number = topic.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdecimal() else 0
