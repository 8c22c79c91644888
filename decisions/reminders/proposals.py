"""Facilitators are reminded of a proposal that nobody has opened or answered in time."""

import datetime as dt
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from decisions.actions.common import number_in
from decisions.models import Proposal, ProposalEnd
from decisions.shaping import DAYS_TO_ANSWER, waits_too_long
from participants.addresses import absolute
from participants.models import Message, Person
from projects.models import Membership
from projects.reminders import Reminder
from projects.reminders.daytime import by_day

AT_LEAST = dt.timedelta(days=DAYS_TO_ANSWER)  # working days are never fewer days than these


def waiting_too_long(now: dt.datetime) -> list[Proposal]:
    """Proposals that wait since `since`, which is too long ago; none in the night."""
    if not by_day(now):
        return []
    written_by_them = Q(versions__written_by__person=F("membership__person"))
    waiting = (
        Proposal.objects.filter(end=None, project__closed_at=None)
        .annotate(since=Max("versions__at", filter=written_by_them))
        .filter(since__lt=now - AT_LEAST)
        .select_related("project", "membership__person")
    )
    return [proposal for proposal in waiting if waits_too_long(proposal.since, now)]


def facilitators(proposal: Proposal, now: dt.datetime) -> QuerySet[Person]:
    keeping = Membership.objects.active(now).filter(project=proposal.project, role=Membership.Role.FACILITATOR)
    return Person.objects.filter(memberships__in=keeping)


def facts(proposal: Proposal) -> dict[str, Any]:
    last = proposal.versions.order_by("-number")[0]
    return {
        "name": proposal.membership.person.name,
        "project": proposal.project.name,
        "question": last.question,
        "since_at": vars(proposal)["since"].isoformat(),
        "url": absolute("decisions:proposal", proposal.project.slug, proposal.number),
    }


def answered(message: Message, _now: dt.datetime) -> str:
    """Asked just before sending: it may have been opened or answered since."""
    settled = ProposalEnd.objects.filter(proposal=number_in(message.topic)).exists()
    return _("It has an answer by now.") if settled else ""


REMINDERS = (
    Reminder(
        name="proposal_waits",
        due=waiting_too_long,
        audience=facilitators,
        key=lambda proposal: f"proposal:{proposal.pk}:waits:{vars(proposal)['since']:%Y%m%d}",
        topic=lambda proposal: f"proposal:{proposal.pk}",
        context=facts,
        too_late=answered,
    ),
)
