"""Who asks somebody for their support, and when it is too late to ask."""

import datetime as dt

from django.utils.translation import gettext as _

from participants.models import Message
from participants.sql import columns
from projects.models import Project, Supporter
from projects.reminders.most import MOST

# As SQL, since Home asks it each time, in the columns of the other questions that occur seldom.
ASKED_FOR_SUPPORT = f"""
SELECT {columns(Project, "project")}, 0, partner.name, supporter.expires_at::date, true
FROM projects_supporter AS supporter
JOIN projects_membership AS seat ON seat.id = supporter.membership_id
    AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
JOIN projects_project AS project ON project.id = seat.project_id
JOIN participants_person AS partner ON partner.id = seat.person_id
WHERE supporter.person_id = %(person)s AND supporter.accepted_at IS NULL AND supporter.declined_at IS NULL
    AND supporter.ended_at IS NULL AND supporter.expires_at > %(now)s
ORDER BY supporter.expires_at, supporter.id LIMIT {MOST}
"""  # noqa: S608 (names of our own columns)


def not_open(message: Message, now: dt.datetime) -> str:
    """Answered, taken back or over since it was queued."""
    number = message.topic.rpartition(":")[2]
    open_now = Supporter.objects.asked(now).filter(pk=int(number)).exists() if number.isdecimal() else False
    return "" if open_now else _("It is not open any more.")
