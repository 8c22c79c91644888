"""The end of a stage: asking everybody, their answers, closing it together, and opening it again."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participants.actions import queue_for_all
from participants.addresses import absolute
from participants.models import Person
from participants.refusals import Refused
from projects.actions.entering import refuse_unless_passed_on, refuse_when_closed
from projects.actions.ledger import write_history
from projects.done import asked_key, may_answer, standing_question, waited_for
from projects.gate import Gap, Kind, missing, says_why
from projects.holding import stages_with_facts
from projects.models import (
    DesignSession,
    Membership,
    Project,
    Stage,
    StageAnswer,
    StageClosure,
    StageGap,
    StageQuestion,
    Via,
)

ASK_AGAIN_AFTER = dt.timedelta(days=1)


@transaction.atomic
def ask_if_done(stage: Stage, *, by: Person, now: dt.datetime) -> StageQuestion:
    """Ask every partner "are we done here?". Asked anew, everybody answers anew; what was said stays readable."""
    stage = held(stage)
    refuse_unless_open(stage)
    standing = standing_question(stage)
    if standing is not None and now < standing.asked_at + ASK_AGAIN_AFTER:
        raise Refused(_("Everyone has just been asked. Give them a little time."))
    end_question(standing, now)
    question = StageQuestion.objects.create(stage=stage, asked_by=by, asked_at=now)
    write_history(stage.project, "stage_asked", about(stage), by=by, now=now, stage=stage.name)
    tell = people_waited_for(stage, now).exclude(pk=by.pk)
    queue_for_all(tell, "stage_asked", asked_key(question), asked_facts(question), now=now, topic=about(stage))
    return question


@transaction.atomic
def answer_if_done(
    stage: Stage,
    membership: Membership,
    answer: StageAnswer.Answer,
    words: str = "",
    *,
    by: Person,
    now: dt.datetime,
    via: Via = Via.ONLINE,
) -> StageAnswer:
    """Say whether the stage is done. The last word counts, until the stage closes.

    Without words for a concern or a "not yet" it is refused. The answer itself says who wrote it down and how it came.
    """
    stage = held(stage)
    refuse_when_closed(stage.project_id)
    question = None if is_closed(stage) else standing_question(stage)
    if question is None:
        raise Refused(_("Nobody is asked about this stage now."))
    if not may_answer(stage.project_id).filter(pk=membership.pk).exists():
        raise Refused(_("Only partners of this project can answer."))
    if membership.person_id != by.pk:
        refuse_unless_passed_on(membership, by, via)
    words = words.strip()
    if answer == StageAnswer.Answer.CONCERN and not words:
        raise Refused(_("Write what your concern is."))
    if answer == StageAnswer.Answer.NOT_YET and not words:
        raise Refused(_("Write what is still missing."))
    said, _new = StageAnswer.objects.update_or_create(
        question=question,
        membership=membership,
        defaults={
            "group_id": membership.group_id,
            "answer": answer,
            "words": words,
            "answered_at": now,
            "via": via,
            "entered_by": by,
        },
    )
    return said


@transaction.atomic
def close_stage(stage: Stage, reasons: Mapping[int, str], *, by: Person, now: dt.datetime) -> StageClosure:
    """Close a stage and begin the next one.

    `reasons`: for each group that took no part, has not answered or says "not yet" (by its id), why the stage goes on
    all the same; they stay for all to read, and so do the warnings. Refused where a reason is missing, and where
    somebody else closed the stage first.
    """
    stage = held(stage)
    if is_closed(stage):
        raise Refused(_("Somebody has just closed this stage. You don't need to do anything."))
    refuse_unless_open(stage)
    gaps = missing(stage, now=now)
    groups = groups_to_explain(gaps).items()
    if unexplained := [name for group, name in groups if not says_why(reasons.get(group, ""))]:
        raise Refused(_("Write why the stage goes on: %(groups)s.") % {"groups": ", ".join(unexplained)})
    question = standing_question(stage)
    end_question(question, now)
    closure = StageClosure.objects.create(stage=stage, closed_by=by, closed_at=now, question=question)
    write_history(stage.project, "stage_closed", about(stage), by=by, now=now, stage=stage.name)
    keep_gaps(closure, stage, gaps, reasons, by=by, now=now)
    begin_next(stage, by=by, now=now)
    return closure


def groups_to_explain(gaps: list[Gap]) -> dict[int, str]:
    """The groups without which the stage goes on only with a written reason: their names by id."""
    return {gap.group.pk: gap.group.name for gap in gaps if gap.needs_reason and gap.group}


def keep_gaps(
    closure: StageClosure, stage: Stage, gaps: list[Gap], reasons: Mapping[int, str], *, by: Person, now: dt.datetime
) -> None:
    """What was missing, for good; in the record each group stands once, with its reason."""
    explained = set[int]()
    for gap in gaps:
        reason = reasons[gap.group.pk].strip() if gap.needs_reason and gap.group else ""
        StageGap.objects.create(
            closure=closure,
            kind=gap.kind,
            group=gap.group,
            about=gap.about,
            title=gap.title,
            partners=gap.partners,
            reason=reason,
        )
        if reason and gap.group and gap.group.pk not in explained:
            explained.add(gap.group.pk)
            facts = {"stage": stage.name, "group": gap.group.name, "reason": reason}
            write_history(stage.project, VERBS[gap.kind], about(stage), by=by, now=now, **facts)


VERBS = {Kind.NO_PART: "stage_gap", Kind.NO_ANSWER: "stage_gap_no_answer", Kind.NOT_YET: "stage_gap_not_yet"}


def begin_next(stage: Stage, *, by: Person, now: dt.datetime) -> None:
    """Begin the stage after this one; after the last there is none."""
    following = stage.project.stages.filter(position__gt=stage.position, began_at=None).first()
    if following is not None:
        begin(following, by=by, now=now)


def begin(stage: Stage, *, by: Person, now: dt.datetime) -> None:
    stage.began_at = now
    stage.save(update_fields=["began_at"])
    write_history(stage.project, "stage_begun", about(stage), by=by, now=now, stage=stage.name)


@transaction.atomic
def reopen_stage(stage: Stage, because: str, *, by: Person, now: dt.datetime) -> StageClosure:
    """Open the stage again that closed last, and tell every partner why. What was missing then stays readable.

    Refused once something happened in the stage after it: two stages are never open at once, and that one's facts are
    its own. Otherwise that stage has not begun after all.
    """
    stage = held(stage)
    because = because.strip()
    if not because:
        raise Refused(_("Write why the stage is opened again."))
    closure = StageClosure.objects.filter(stage=stage).first()
    if closure is None:
        raise Refused(_("This stage is not closed."))
    if reason := why_not_reopened(stage, now):
        raise Refused(reason)
    for following in stage.project.stages.filter(position__gt=stage.position, began_at__isnull=False):
        following.began_at = None
        following.save(update_fields=["began_at"])
    closure.stage, closure.reopened_stage = None, stage
    closure.reopened_by, closure.reopened_at, closure.reopened_because = by, now, because
    closure.save(update_fields=["stage", "reopened_stage", "reopened_by", "reopened_at", "reopened_because"])
    facts = {"stage": stage.name, "because": because}
    write_history(stage.project, "stage_reopened", about(stage), by=by, now=now, **facts)
    context = {
        **facts,
        "project": stage.project.name,
        "by": by.called,
        "link": absolute("projects:stage", stage.project.slug, stage.position),
    }
    key = f"{about(stage)}:reopened:{closure.pk}"
    queue_for_all(
        people_waited_for(stage, now).exclude(pk=by.pk), "stage_reopened", key, context, now=now, topic=about(stage)
    )
    return closure


def why_not_reopened(stage: Stage, now: dt.datetime) -> str:
    """Why a closed stage can't be opened again, as a sentence; or ""."""
    after = list(stage.project.stages.filter(position__gt=stage.position, began_at__isnull=False))
    if not after:
        return ""
    names = {"stage": after[-1].name}
    # A session that is only planned there can wait until the stage begins again.
    busy = stages_with_facts(stage.project, besides=[DesignSession])
    held_there = DesignSession.objects.filter(stage__in=after, starts_at__lte=now, cancelled_at=None)
    if len(after) > 1 or after[0].pk in busy or held_there.exists():
        return _("“%(stage)s” has begun and something has happened in it, so this stage stays closed.") % names
    return ""


def held(stage: Stage) -> Stage:
    """The stage as it is now, locked with its project until the end of the transaction: one after the other."""
    project = Project.objects.select_for_update(no_key=True).get(pk=stage.project_id)
    found = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    found.project = project
    return found


def is_closed(stage: Stage) -> bool:
    """Asked anew: a closure fetched along with the lock would be as it was before the wait."""
    return StageClosure.objects.filter(stage=stage).exists()


def refuse_unless_open(stage: Stage) -> None:
    if stage.began_at is None:
        raise Refused(_("This stage has not begun yet, so it can't be closed."))
    if is_closed(stage):
        raise Refused(_("This stage is closed."))


def end_question(question: StageQuestion | None, now: dt.datetime) -> None:
    if question is not None:
        question.ended_at = now
        question.save(update_fields=["ended_at"])


def about(stage: Stage) -> str:
    return f"stage:{stage.pk}"


def people_waited_for(stage: Stage, now: dt.datetime) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=waited_for(stage.project_id, now).order_by().values("person"))


def asked_facts(question: StageQuestion) -> dict[str, str]:
    """What the message says that asks."""
    stage = question.stage
    return {
        "project": stage.project.name,
        "stage": stage.name,
        "purpose": stage.purpose,
        "by": question.asked_by.called,
        "link": absolute("projects:answer_stage", stage.project.slug, stage.position),
    }
