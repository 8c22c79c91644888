"""Owners are reminded of what is theirs to do: two days before it is due, and once when it is overdue."""

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.models import Message, Person
from participants.sql import columns
from projects.actions.doing import facts_of, topic_of
from projects.doing import ENDED, LAST, OPEN, owners_of
from projects.models import ActionItem, ActionNote, MembershipPause, Project
from projects.reminders.daytime import TWO_DAYS, by_day
from projects.reminders.declaring import Reminder
from projects.reminders.most import MOST
from projects.resting import on_a_break

# As SQL, since Home asks it each time, in the columns of the other questions that occur seldom. What partners say has
# not happened comes first. An owner who has left is not asked any more, and one on a break not yet.
TO_DO = f"""
SELECT {columns(Project, "project")}, item.id, item.what, item.due_on, last.kind = 'not_happened'
FROM projects_actionitem AS item
JOIN projects_project AS project ON project.id = item.project_id AND project.closed_at IS NULL
LEFT JOIN projects_membership AS seat ON seat.project_id = project.id AND seat.person_id = item.owner_id
    AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
{LAST}
WHERE item.owner_id = %(person)s AND {OPEN} AND COALESCE(seat.sees, 'all') = 'all'
    AND (seat.id IS NULL OR NOT {on_a_break("seat")})
    AND (seat.id IS NOT NULL OR project.scope = 'service' AND EXISTS (
        SELECT FROM projects_organisationrole AS role WHERE role.organisation_id = project.organisation_id
            AND role.person_id = item.owner_id AND role.role = 'commissioner' AND role.ended_at IS NULL
    ))
ORDER BY COALESCE(last.kind, '') <> 'not_happened', item.due_on, item.id LIMIT {MOST}
"""  # noqa: S608 (names of our own columns)


def still_to_do() -> QuerySet[ActionItem]:
    """What nobody has said is done, or will not be."""
    last = ActionNote.objects.filter(item=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    items = ActionItem.objects.filter(project__closed_at=None).annotate(last=Subquery(last))
    return items.filter(Q(last=None) | ~Q(last__in=ENDED)).select_related("project", "owner")


def due_soon(now: dt.datetime) -> QuerySet[ActionItem]:
    """Due within two days, and not written down for so short a time only."""
    today = timezone.localdate(now)
    soon = still_to_do().filter(due_on__range=(today, today + TWO_DAYS), written_at__lte=now - TWO_DAYS)
    return soon if by_day(now) else soon.none()


def overdue(now: dt.datetime) -> QuerySet[ActionItem]:
    late = still_to_do().filter(due_on__lt=timezone.localdate(now))
    return late if by_day(now) else late.none()


def owner(item: ActionItem, now: dt.datetime) -> QuerySet[Person]:
    """Whose it is, if they are still there and on no break."""
    resting = MembershipPause.objects.at(now).filter(membership__project=item.project_id, membership__left_at=None)
    return owners_of(item.project).filter(pk=item.owner_id).exclude(pk__in=resting.values("membership__person"))


def item_of(message: Message) -> ActionItem | None:
    number = message.topic.rpartition(":")[2]
    return still_to_do().filter(pk=int(number)).first() if number.isdecimal() else None


def over(message: Message, _now: dt.datetime) -> str:
    """Asked just before sending."""
    item = item_of(message)
    if item is None:
        return _("Nothing is to be done any more.")
    there = owners_of(item.project).filter(pk=message.to_id)
    return "" if there.exists() else _("They are no longer in this project.")


def answered(message: Message, now: dt.datetime) -> str:
    """Nor is the owner told of what they have answered by now."""
    note = int(message.key.rpartition(":")[2])
    later = ActionNote.objects.filter(item__notes=note, pk__gt=note).exclude(kind=ActionNote.Kind.NOT_HAPPENED)
    return _("They have answered already.") if later.exists() else over(message, now)


REMINDERS = (
    Reminder(
        name="action_due",
        due=due_soon,
        audience=owner,
        key=lambda item: f"{topic_of(item)}:due",
        topic=topic_of,
        context=facts_of,
        too_late=over,
    ),
    Reminder(
        name="action_overdue",
        due=overdue,
        audience=owner,
        key=lambda item: f"{topic_of(item)}:overdue",
        topic=topic_of,
        context=facts_of,
        too_late=over,
    ),
)
