"""The kinds of message that this app sends. Words stand in `templates/messages/`."""

import datetime as dt

from django.utils.translation import gettext as _

from participants.kinds import Kind, declare
from participants.models import Message
from projects.models import Invitation


def invitation_too_late(message: Message, now: dt.datetime) -> str:
    """An invitation that was answered, withdrawn or replaced since it was queued is not sent any more."""
    invitation = Invitation.objects.filter(code=message.context.get("code", "")).first()
    if invitation is not None and invitation.state(now) == "open":
        return ""
    return _("The invitation is not open any more.")


KINDS = [
    Kind("invitation", "invitation", too_late=invitation_too_late),
]


def declare_kinds() -> None:
    for kind in KINDS:
        declare(kind)
