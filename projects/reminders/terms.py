"""Who has not said yet whether they accept the terms of reference that hold."""

import datetime as dt

from django.utils.translation import gettext as _

from participants.models import Message
from participants.sql import columns
from projects.models import Membership, Project, TermsAcceptance, TermsVersion
from projects.reminders.most import MOST
from projects.resting import on_a_break

# As SQL, since Home asks it each time. Whoever asked a question is left in peace until it is answered.
TERMS = f"""
SELECT {columns(Project, "project")}, 0, '', NULL::date, EXISTS (
    SELECT FROM projects_termsquestion WHERE version_id = terms.id AND membership_id = seat.id
)
FROM projects_membership AS seat
JOIN projects_project AS project ON project.id = seat.project_id
CROSS JOIN LATERAL (
    SELECT version.id FROM projects_termsversion AS version
    JOIN projects_termsagreed AS agreed ON agreed.version_id = version.id
    WHERE version.project_id = project.id AND agreed.missing = '' ORDER BY version.number DESC LIMIT 1
) AS terms
WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL AND seat.role <> 'observer'
    AND NOT {on_a_break("seat")} AND seat.sees = 'all'
    AND NOT EXISTS (SELECT FROM projects_termsacceptance WHERE version_id = terms.id AND membership_id = seat.id)
    AND NOT EXISTS (
        SELECT FROM projects_termsquestion
        WHERE version_id = terms.id AND membership_id = seat.id AND answered_at IS NULL
    )
ORDER BY seat.joined_at, seat.id LIMIT {MOST}
"""  # noqa: S608 (names of our own columns)


def accepted_or_old(message: Message, _now: dt.datetime) -> str:
    """Nobody is asked to accept what they have accepted, or what does not hold any more."""
    version = int(message.topic.removeprefix("terms:"))
    if TermsAcceptance.objects.filter(version=version, membership__person=message.to_id).exists():
        return _("They have accepted it already.")
    newer = TermsVersion.objects.filter(agreed__missing="", project__terms=version, pk__gt=version)
    if newer.exists():
        return _("The terms have changed since.")
    partner = Membership.objects.partners().filter(person=message.to_id, project__terms=version)
    return "" if partner.exists() else _("They are no longer a partner.")
