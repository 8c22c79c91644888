"""Once for each stage partners are asked what it felt like: a week before its last day, when they are asked whether it
is done, or when it has closed."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.addresses import absolute
from participants.models import Message, Person
from participants.sql import columns
from projects.checkins import TIME_AFTER, TIME_BEFORE
from projects.models import CheckIn, Membership, Project, Stage, StageQuestion
from projects.reminders.declaring import Reminder
from projects.reminders.most import MOST
from projects.resting import on_a_break


def asking(now: dt.datetime) -> Q:
    """The stages that partners are asked about now: open, and ending within a week or perhaps done, or closed not long
    ago."""
    last_day = timezone.localdate(now) + TIME_BEFORE
    perhaps_done = Exists(StageQuestion.objects.filter(stage=OuterRef("pk"), ended_at=None))
    ending = Q(closure=None) & (Q(ends_on__lte=last_day) | Q(perhaps_done))
    closed = Q(closure__closed_at__gt=now - TIME_AFTER, closure__closed_at__lte=now)
    return Q(began_at__lte=now) & (ending | closed)


def due(now: dt.datetime) -> QuerySet[Stage]:
    return Stage.objects.filter(asking(now)).select_related("project", "closure")


def asked(stage: Stage, now: dt.datetime) -> QuerySet[Person]:
    """The partners who were there before the stage closed and have not answered; nobody who is on a break."""
    seats = Membership.objects.active(now).without_observers().filter(project=stage.project_id)
    if stage.is_closed:
        seats = seats.filter(joined_at__lt=stage.closure.closed_at)
    silent = seats.exclude(check_ins__stage=stage)
    return Person.objects.filter(pk__in=silent.order_by().values("person"))


def facts(stage: Stage) -> dict[str, Any]:
    return {
        "project": stage.project.name,
        "stage": stage.name,
        "link": absolute("projects:check_in", stage.project.slug, stage.position),
    }


def answered_or_over(message: Message, now: dt.datetime) -> str:
    number = message.topic.rpartition(":")[2]
    stage = Stage.objects.filter(asking(now), pk=int(number)).first() if number.isdecimal() else None
    if stage is None:
        return _("The time for answering is over.")
    if CheckIn.objects.filter(stage=stage, membership__person=message.to_id).exists():
        return _("They have answered already.")
    return ""


REMINDERS = (
    Reminder(
        name="check_in_due",
        due=due,
        audience=asked,
        key=lambda stage: f"stage:{stage.pk}:check-in",
        topic=lambda stage: f"stage:{stage.pk}",
        context=facts,
        too_late=answered_or_over,
    ),
)

# As SQL, since Home asks it each time: the same as `asking` and `asked`, for one person, in the columns of the other
# questions that occur seldom.
CHECK_INS = f"""
SELECT {columns(Project, "project")}, stage.position, stage.name,
    (closure.closed_at + interval '{TIME_AFTER.days} days')::date, NULL::boolean
FROM projects_membership AS seat
JOIN projects_project AS project ON project.id = seat.project_id
JOIN projects_stage AS stage ON stage.project_id = project.id AND stage.began_at <= %(now)s
LEFT JOIN projects_stageclosure AS closure ON closure.stage_id = stage.id
WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL AND seat.role <> 'observer'
    AND seat.sees = 'all'
    AND NOT {on_a_break("seat")}
    AND (
        closure.id IS NULL AND (
            stage.ends_on <= %(today)s::date + {TIME_BEFORE.days}
            OR EXISTS (SELECT FROM projects_stagequestion WHERE stage_id = stage.id AND ended_at IS NULL)
        )
        OR closure.closed_at > %(now)s::timestamptz - interval '{TIME_AFTER.days} days'
            AND seat.joined_at < closure.closed_at
    )
    AND NOT EXISTS (
        SELECT FROM projects_checkin WHERE stage_id = stage.id AND membership_id = seat.id
    )
ORDER BY stage.ends_on, stage.id LIMIT {MOST}
"""  # noqa: S608 (names of our own columns)
