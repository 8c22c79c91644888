"""What waits for one person in their projects: shown on Home. Each upper app has a `waiting_for` of its own."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from participants.models import Person
from participants.times import moment
from projects.models import DesignSession, Invitation, Membership, Project, SessionAnswer

MOST = 20  # a page with more than that helps nobody


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for one person: what, in which project, by when, about how long, one tap to act."""

    title: str
    project: Project
    url: str
    button: str
    by: dt.datetime | None = None
    minutes: int = 1
    words: str = ""


def waiting_for(person: Person, now: dt.datetime) -> list[Waiting]:
    """Invitations that they have not answered and sessions that they have not said yes or no to. Two queries."""
    return [invitation_waiting(each) for each in open_invitations(person, now)[:MOST]] + [
        session_waiting(each) for each in unanswered_sessions(person, now)[:MOST]
    ]


def open_invitations(person: Person, now: dt.datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        membership__person=person,
        membership__joined_at=None,
        membership__left_at=None,
        accepted_at=None,
        declined_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
    ).select_related("membership__project")


def unanswered_sessions(person: Person, now: dt.datetime) -> QuerySet[DesignSession]:
    """Sessions coming up in their projects, without an answer of theirs to the time that the session has now."""
    seats = Membership.objects.partners().exclude(role=Membership.Role.OBSERVER).filter(person=person)
    theirs = SessionAnswer.objects.standing().filter(session=OuterRef("pk"), membership__person=person)
    return (
        DesignSession.objects.coming_up(now)
        .filter(project__in=seats.values("project"))
        .exclude(Exists(theirs))
        .select_related("project")
    )


def invitation_waiting(invitation: Invitation) -> Waiting:
    project = invitation.membership.project
    return Waiting(
        title=_("You are invited to %(project)s") % {"project": project.name},
        project=project,
        url=reverse("projects:invitation", args=[invitation.code]),
        button=_("Read the invitation"),
        by=invitation.expires_at,
        minutes=3,
        words=project.purpose,
    )


def session_waiting(session: DesignSession) -> Waiting:
    return Waiting(
        title=session.title,
        project=session.project,
        url=reverse("projects:answer_session", args=[session.project.slug, session.pk]),
        button=_("Say if you can come"),
        by=session.starts_at,
        minutes=1,
        words=_("A session on %(moment)s.") % {"moment": moment(session.starts_at)},
    )
