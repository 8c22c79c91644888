"""Whether a message about what somebody said is still worth sending."""

import datetime as dt

from django.utils.translation import gettext as _

from participants.models import Message
from projects.models import Contribution, Membership


def gone(message: Message, _now: dt.datetime) -> str:
    """Asked just before sending: they may have taken it back, or left."""
    said = Contribution.objects.filter(pk=message.topic.partition(":")[2], taken_back_at=None).first()
    if said is None:
        return _("It was taken back.")
    here = Membership.objects.partners().filter(project=said.project_id, person=message.to)
    return "" if here.exists() else _("They are not in this project any more.")
