"""Whom a question for help fits, by what they offer themselves: for their own Home, whoever may see the offer."""

import datetime as dt

from django.utils.translation import gettext as _

from participants.matching import FIT, FITS
from participants.models import Message
from participants.sql import columns
from projects.models import HelpAnswer, Project
from projects.reminders.most import MOST
from projects.resting import on_a_break

# As SQL, since Home asks it each time. A person offers little, so this stays small however large the projects are.
HELP = f"""
SELECT {columns(Project, "project")}, asked.id, asked.words, asked.until, false
FROM projects_membership AS seat
JOIN projects_project AS project ON project.id = seat.project_id
JOIN projects_helpasked AS asked ON asked.project_id = project.id
WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL AND seat.role <> 'observer'
    AND NOT {on_a_break("seat")} AND seat.sees = 'all'
    AND asked.until >= %(today)s AND asked.ended_at IS NULL AND asked.asked_by_id <> seat.id
    AND NOT EXISTS (SELECT FROM projects_helpanswer WHERE asked_id = asked.id AND membership_id = seat.id)
    AND EXISTS (
        SELECT FROM participants_asset AS asset {FIT.format(terms="asked.terms")}
        WHERE asset.person_id = seat.person_id AND (asked.kind = '' OR asset.kind = asked.kind) AND {FITS}
    )
ORDER BY asked.until, asked.id LIMIT {MOST}
"""  # noqa: S608 (names of our own columns)


def taken_back(message: Message, _now: dt.datetime) -> str:
    """Somebody may have changed their mind before whoever asked heard of it."""
    asked, _yes, member = message.key.removeprefix("help:").partition(":yes:")
    stands = HelpAnswer.objects.filter(asked=int(asked), membership=int(member), yes=True, membership__left_at=None)
    return "" if stands.exists() else _("They have changed their mind.")
