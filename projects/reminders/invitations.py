"""An invitation that somebody has not answered is brought to mind once, a week after it was sent."""

import datetime as dt
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from participants.addresses import absolute
from participants.models import Message, Person
from projects.models import Invitation
from projects.reminders.declaring import Reminder

PATIENCE = dt.timedelta(days=7)
LAST_DAY = dt.timedelta(days=1)


def unanswered(now: dt.datetime) -> QuerySet[Invitation]:
    """Open for a week, open for another day at least, and not yet brought to mind."""
    key = Concat(Value("invitation:"), Cast(OuterRef("pk"), CharField()), Value(":unanswered"))
    told = Message.objects.filter(to=OuterRef("membership__person"), key=key)
    return (
        Invitation.objects.filter(
            membership__joined_at=None,
            membership__left_at=None,
            accepted_at=None,
            declined_at=None,
            withdrawn_at=None,
            sent_at__lte=now - PATIENCE,
            expires_at__gt=now + LAST_DAY,
        )
        .exclude(Exists(told))
        .select_related("membership__project", "membership__person", "sent_by")
    )


def invited(invitation: Invitation, _now: dt.datetime) -> QuerySet[Person]:
    return Person.objects.filter(pk=invitation.membership.person_id)


def facts(invitation: Invitation) -> dict[str, Any]:
    project = invitation.membership.project
    return {
        "project": project.name,
        "purpose": project.purpose,
        "sender": invitation.sent_by.name,
        "code": invitation.code,
        "expires_at": invitation.expires_at.isoformat(),
        "link": absolute("projects:invitation", invitation.code),
        "where_to_type": absolute("projects:find_invitation"),
    }


def not_open(message: Message, now: dt.datetime) -> str:
    """An invitation that was answered, withdrawn or replaced since it was queued is not sent any more."""
    invitation = Invitation.objects.filter(code=message.context.get("code", "")).first()
    if invitation is not None and invitation.state(now) == "open":
        return ""
    return _("The invitation is not open any more.")


REMINDERS = (
    Reminder(
        name="invitation_unanswered",
        due=unanswered,
        audience=invited,
        key=lambda invitation: f"invitation:{invitation.pk}:unanswered",
        topic=lambda invitation: f"membership:{invitation.membership_id}",
        context=facts,
        too_late=not_open,
        only_by=lambda invitation: invitation.membership.only_by,
    ),
)
