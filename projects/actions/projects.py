"""Starting a project: its groups, its stages and the first partner."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.ledger import note_involvement, write_history
from projects.models import Involvement, Membership, Organisation, OrganisationRole, PartnerGroup, Project, Stage
from projects.templates_of_stages import PlannedStage

RESERVED = frozenset({"new"})  # addresses under /projects/ that are pages


@transaction.atomic
def start_project(
    organisation: Organisation,
    *,
    name: str,
    purpose: str,
    final_say: str,
    answer_days: int,
    stages: Sequence[PlannedStage],
    ends_on: Sequence[dt.date | None] = (),
    group: PartnerGroup.Key = PartnerGroup.Key.STAFF,
    by: Person,
    now: dt.datetime,
) -> Project:
    """Make a project with its groups and stages, the first of them begun, and its maker as the first partner.

    `ends_on` holds the last day of each stage where one is planned; the next stage starts on the day after.
    Refused where `by` may not start projects in the organisation, or where there is no stage.
    """
    if not may_start(by, organisation):
        raise Refused(_("You can't start projects in this organisation."))
    if not stages:
        raise Refused(_("A project needs at least one stage."))
    # Two projects of one name at the same moment would choose the same address: one waits for the other.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    project = Project.objects.create(
        organisation=organisation,
        name=name,
        slug=free_slug(name, organisation),
        purpose=purpose,
        final_say=final_say,
        answer_days=answer_days,
        made_by=by,
        made_at=now,
    )
    write_history(project, "project_made", f"project:{project.pk}", by=by, now=now, name=name)
    first = make_stages(project, stages, ends_on, now=now)
    write_history(project, "stage_begun", f"stage:{first.pk}", by=by, now=now, stage=first.name)
    seat_maker(first, make_groups(project)[group], by=by, now=now)
    return project


def may_start(person: Person, organisation: Organisation) -> bool:
    return OrganisationRole.objects.filter(
        organisation=organisation, person=person, role=OrganisationRole.Role.FACILITATOR, ended_at=None
    ).exists()


def free_slug(name: str, organisation: Organisation) -> str:
    """An address that no project has yet and that can be read aloud; it is made once and stays.

    A name without Latin letters gets its organisation's: "northdale-project".
    """
    base = slugify(name)[:60].strip("-_") or f"{organisation.slug[:50]}-project"
    taken = RESERVED | set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def make_groups(project: Project) -> dict[str, PartnerGroup]:
    """The usual four groups, by key. Their names are kept as they are said in the language of that moment."""
    groups = PartnerGroup.objects.bulk_create(
        PartnerGroup(project=project, key=key.value, name=str(key.label), position=position)
        for position, key in enumerate(PartnerGroup.Key, start=1)
    )
    return {group.key: group for group in groups}


def make_stages(
    project: Project, planned: Sequence[PlannedStage], ends_on: Sequence[dt.date | None], *, now: dt.datetime
) -> Stage:
    """Write the stages in order and begin the first, which is returned."""
    ends = [*ends_on, *[None] * len(planned)][: len(planned)]
    starts = [None, *(end + dt.timedelta(days=1) if end else None for end in ends[:-1])]
    stages = Stage.objects.bulk_create(
        Stage(
            project=project,
            position=position,
            name=str(plan.name),
            kind=plan.kind,
            purpose=str(plan.purpose),
            starts_on=start,
            ends_on=end,
            began_at=now if position == 1 else None,
        )
        for position, (plan, start, end) in enumerate(zip(planned, starts, ends, strict=True), start=1)
    )
    return stages[0]


def seat_maker(first: Stage, group: PartnerGroup, *, by: Person, now: dt.datetime) -> None:
    """The person who starts a project keeps it going, and takes part as an equal."""
    membership = Membership.objects.create(
        project=first.project,
        person=by,
        group=group,
        role=Membership.Role.FACILITATOR,
        added_by=by,
        added_at=now,
        joined_at=now,
    )
    about = f"membership:{membership.pk}"
    note_involvement(membership, first, Involvement.Kind.ACCEPTED, about, by=by, now=now)
