"""Whoever joins while partners are asked "are we done here?" is asked as well; and when such news comes too late."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from participants.models import Message, Person
from projects.actions.stages import about, asked_facts, people_waited_for
from projects.done import asked_key
from projects.models import Membership, StageAnswer, StageClosure, StageQuestion
from projects.reminders.declaring import Reminder


def standing(_now: dt.datetime) -> QuerySet[StageQuestion]:
    return StageQuestion.objects.filter(ended_at=None).select_related("stage__project", "asked_by")


def newcomers(question: StageQuestion, now: dt.datetime) -> QuerySet[Person]:
    """Partners who joined after the others had been asked, and have not answered."""
    seats = Membership.objects.filter(project=question.stage.project_id, joined_at__gt=question.asked_at)
    answered = StageAnswer.objects.filter(question=question, membership__person=OuterRef("pk"))
    return people_waited_for(question.stage, now).filter(pk__in=seats.values("person")).exclude(Exists(answered))


def answered_or_over(message: Message, now: dt.datetime) -> str:
    """Asked just before sending."""
    number = message.key.rpartition(":")[2]
    question = StageQuestion.objects.filter(pk=int(number), ended_at=None).select_related("stage").first()
    if question is None:
        return _("Nobody is asked about this stage any more.")
    if question.answers.filter(membership__person=message.to_id).exists():
        return _("They have answered already.")
    if not people_waited_for(question.stage, now).filter(pk=message.to_id).exists():
        return _("They are no longer a partner.")
    return ""


def closed_again(message: Message, now: dt.datetime) -> str:
    number = message.key.rpartition(":")[2]
    closure = StageClosure.objects.filter(pk=int(number)).select_related("reopened_stage").first()
    stage = closure.reopened_stage if closure else None
    if stage is None or StageClosure.objects.filter(stage=stage).exists():
        return _("The stage is closed again.")
    if not people_waited_for(stage, now).filter(pk=message.to_id).exists():
        return _("They are no longer a partner.")
    return ""


REMINDERS = (
    Reminder(
        name="stage_asked",
        due=standing,
        audience=newcomers,
        key=asked_key,
        topic=lambda question: about(question.stage),
        context=asked_facts,
        too_late=answered_or_over,
    ),
)
