"""Arranging the stages: anything goes while a stage holds no facts; after that only what keeps the facts true."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.ledger import write_history
from projects.actions.stages import about, begin, held
from projects.holding import stages_with_facts
from projects.ladder import Rung
from projects.models import Project, Stage
from projects.templates_of_stages import MOST_STAGES

TEXTS = {"purpose": "stage_purpose", "open_to_change": "stage_open", "fixed": "stage_fixed"}


@dataclass(frozen=True)
class StagePlan:
    """What a facilitator says about a stage. `rung` is empty where nobody has said yet."""

    name: str
    kind: str = Stage.Kind.DESIGN
    purpose: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    open_to_change: str = ""
    fixed: str = ""
    rung: str = ""

    @classmethod
    def of(cls, stage: Stage) -> "StagePlan":
        return cls(**{name: getattr(stage, name) for name in cls.__dataclass_fields__})


@transaction.atomic
def add_stage(project: Project, plan: StagePlan, *, after: Stage | None = None, by: Person, now: dt.datetime) -> Stage:
    """A new stage behind the last one, or behind `after`. Where every stage is closed, it begins at once."""
    project = lock(project)
    refuse_a_plan_that_cannot_be(plan)
    stages = list(project.stages.all())
    if len(stages) >= MOST_STAGES:
        raise Refused(_("A project can have %(most)s stages. Join two of them first.") % {"most": MOST_STAGES})
    place = stages.index(after) + 1 if after in stages else len(stages)
    if any(stage.began_at for stage in stages[place:]):
        raise Refused(_("A new stage can come only after those that have begun."))
    made = Stage(project=project, position=len(stages) + 1, **vars(plan))
    made.save()
    put_in_order([*stages[:place], made, *stages[place:]])
    write_history(project, "stage_added", about(made), by=by, now=now, stage=made.name)
    begin_if_none_is_open(project, by=by, now=now)
    return made


def begin_if_none_is_open(project: Project, *, by: Person, now: dt.datetime) -> None:
    """A project with a stage to come always has one that is open."""
    to_come = project.stages.filter(began_at=None).first()
    if to_come is not None and not project.stages.filter(began_at__isnull=False, closure=None).exists():
        begin(to_come, by=by, now=now)


@transaction.atomic
def change_stage(stage: Stage, plan: StagePlan, *, by: Person, now: dt.datetime) -> list[str]:
    """Say something else about a stage; each change is on the record with what was said before.

    Of a closed stage only the name can change: what people could influence then is a fact. Returns the verbs of what
    changed.
    """
    stage = held(stage)
    refuse_a_plan_that_cannot_be(plan)
    before = StagePlan.of(stage)
    if stage.is_closed and plan != StagePlan(**{**vars(before), "name": plan.name}):
        raise Refused(_("This stage is closed, so only its name can change."))
    lines = changes(before, plan)
    for name, value in vars(plan).items():
        setattr(stage, name, value)
    if lines:
        stage.save(update_fields=list(vars(plan)))
    for verb, old, new in lines:
        facts = {"stage": plan.name, "old": old, "new": new}
        write_history(stage.project, verb, about(stage), by=by, now=now, **facts)
    return [verb for verb, _old, _new in lines]


def refuse_a_plan_that_cannot_be(plan: StagePlan) -> None:
    if not plan.name.strip():
        raise Refused(_("Say what the stage is called."))
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise Refused(_("A stage can't end before it starts."))


def changes(before: StagePlan, after: StagePlan) -> list[tuple[str, str, str]]:
    """What is different: (verb of the record, old words, new words)."""
    found = [
        ("stage_renamed", before.name, after.name),
        ("stage_kind", kind_in_words(before.kind), kind_in_words(after.kind)),
        ("stage_days", days_in_words(before), days_in_words(after)),
        ("stage_rung", rung_in_words(before.rung), rung_in_words(after.rung)),
        *(
            (verb, getattr(before, name) or _("nothing"), getattr(after, name) or _("nothing"))
            for name, verb in TEXTS.items()
        ),
    ]
    return [(verb, old, new) for verb, old, new in found if old != new]


def kind_in_words(kind: str) -> str:
    return str(Stage.Kind(kind).label)


def rung_in_words(rung: str) -> str:
    return str(Rung(rung).label) if rung else _("not said yet")


def days_in_words(plan: StagePlan) -> str:
    """ "3 March 2027 to 1 May 2027"; an end that is not known is "…"."""
    if not plan.starts_on and not plan.ends_on:
        return _("no days")
    first, last = (date_format(day, "j F Y") if day else "…" for day in (plan.starts_on, plan.ends_on))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


@transaction.atomic
def move_stage(stage: Stage, steps: int, *, by: Person, now: dt.datetime) -> None:
    """Move a stage that has not begun up (-1) or down (1) among those that have not begun."""
    stages, place = found_among(stage)
    other = place + steps
    if not 0 <= other < len(stages) or stages[place].began_at or stages[other].began_at:
        raise Refused(_("Only stages that have not begun can change places."))
    stages[place], stages[other] = stages[other], stages[place]
    put_in_order(stages)
    order = ", ".join(each.name for each in stages)
    write_history(stages[0].project, "stage_moved", about(stage), by=by, now=now, stage=stage.name, order=order)


@transaction.atomic
def split_stage(stage: Stage, first: str, second: StagePlan, *, by: Person, now: dt.datetime) -> Stage:
    """Make two of a stage that holds no facts: `first` is its new name, `second` comes behind it and is returned."""
    stages, place = found_among(stage)
    stage = stages[place]
    refuse_if_it_holds_facts(stage)
    for plan in (StagePlan(first), second):
        refuse_a_plan_that_cannot_be(plan)
    if len(stages) >= MOST_STAGES:
        raise Refused(_("A project can have %(most)s stages. Join two of them first.") % {"most": MOST_STAGES})
    old, ends_on = stage.name, stage.ends_on
    stage.name, stage.ends_on = first, None
    stage.save(update_fields=["name", "ends_on"])
    made = Stage(project=stage.project, position=len(stages) + 1, **{**vars(second), "ends_on": ends_on})
    made.save()
    put_in_order([*stages[: place + 1], made, *stages[place + 1 :]])
    facts = {"old": old, "stage": first, "second": second.name}
    write_history(stage.project, "stage_split", about(stage), by=by, now=now, **facts)
    return made


@transaction.atomic
def merge_stages(stage: Stage, plan: StagePlan, *, by: Person, now: dt.datetime) -> Stage:
    """Make one stage, as `plan` says, of a stage and the one behind it. Neither may hold facts."""
    stages, place = found_among(stage)
    if place + 1 >= len(stages):
        raise Refused(_("There is no stage behind this one to join it with."))
    refuse_a_plan_that_cannot_be(plan)
    stage, other = stages[place], stages[place + 1]
    for each in (stage, other):
        refuse_if_it_holds_facts(each)
    names = {"first": stage.name, "second": other.name}
    for name, value in vars(plan).items():
        setattr(stage, name, value)
    stage.save(update_fields=list(vars(plan)))
    other.delete()
    put_in_order([*stages[: place + 1], *stages[place + 2 :]])
    write_history(stage.project, "stages_merged", about(stage), by=by, now=now, stage=plan.name, **names)
    return stage


@transaction.atomic
def remove_stage(stage: Stage, *, by: Person, now: dt.datetime) -> None:
    """Take out a stage that holds no facts."""
    stages, place = found_among(stage)
    stage = stages[place]
    refuse_if_it_holds_facts(stage)
    write_history(stage.project, "stage_removed", about(stage), by=by, now=now, stage=stage.name)
    stage.delete()
    put_in_order([*stages[:place], *stages[place + 1 :]])


def found_among(stage: Stage) -> tuple[list[Stage], int]:
    """All stages of its project as they are now, held until the end of the transaction, and its place among them."""
    project = lock(stage.project)
    stages = list(Stage.objects.select_for_update().filter(project=project).order_by("position"))
    for each in stages:
        each.project = project
    place = next((number for number, each in enumerate(stages) if each.pk == stage.pk), None)
    if place is None:
        raise Refused(_("Somebody has just taken this stage out."))
    return stages, place


def refuse_if_it_holds_facts(stage: Stage) -> None:
    if stage.began_at is not None:
        raise Refused(_("“%(stage)s” has begun, so it stays.") % {"stage": stage.name})
    if stage.pk in stages_with_facts(stage.project):
        raise Refused(_("Something is planned or kept in “%(stage)s” already, so it stays.") % {"stage": stage.name})


def put_in_order(stages: Sequence[Stage]) -> None:
    """Number the stages from 1 on; the database checks at the end that no two stand in one place."""
    for position, stage in enumerate(stages, start=1):
        if stage.position != position:
            stage.position = position
            stage.save(update_fields=["position"])


def lock(project: Project) -> Project:
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)
