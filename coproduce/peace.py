"""Who is on a break is left in peace: whatever else a project wants to send them is not sent."""

import datetime as dt

from django.utils.translation import gettext as _

from coproduce.letters import OF_PROJECT
from participants.models import Message
from projects.models import MembershipPause


def on_a_break(message: Message, now: dt.datetime) -> str:
    """Asked just before sending: is this about a project from which they take a break? "" if not."""
    noun, _colon, number = message.topic.partition(":")
    if noun not in OF_PROJECT or not (number.isascii() and number.isdecimal()):
        return ""
    model, path = OF_PROJECT[noun]
    project = model._default_manager.filter(pk=int(number)).values(path)[:1]
    theirs = MembershipPause.objects.at(now).filter(
        membership__person=message.to_id, membership__left_at=None, membership__project__in=project
    )
    return _("They are on a break.") if theirs.exists() else ""
