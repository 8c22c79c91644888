"""The involvement map: who took part in each stage, group by group. One question, two queries whatever the size."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from participants.sql import columns, rows, taken
from projects.models import Involvement, PartnerGroup, Project, Stage, ledgers
from projects.resting import on_a_break

BITS = {
    Involvement.Kind.ATTENDED: ledgers.CAME,
    Involvement.Kind.CONTRIBUTED: ledgers.SAID,
    Involvement.Kind.DECIDED: ledgers.DECIDED,
    Involvement.Kind.TOLD: ledgers.TOLD,
}  # in the order in which a cell says them
TOOK_PART = (Involvement.Kind.ATTENDED, Involvement.Kind.CONTRIBUTED, Involvement.Kind.DECIDED)
MEETING = frozenset({Involvement.Kind.ATTENDED, Involvement.Kind.DECIDED})  # at the table, in a session or a decision
ON_MAP = tuple(BITS)

# A partner belongs to a stage if they were one at any time while it was open, or took part in it; who took part counts
# in the group that was theirs then. Somebody who left and came back is one person. Who was on a break when the stage
# closed (or is now, or was when they left) is not waited for: they count if they took part. Observers are not partners,
# but what they did is a fact all the same.
COUNTS = f"""
WITH stage AS (
    SELECT stage.id, stage.began_at, closure.closed_at
    FROM projects_stage stage LEFT JOIN projects_stageclosure closure ON closure.stage_id = stage.id
    WHERE stage.project_id = %(project)s AND stage.began_at IS NOT NULL
), active AS (
    SELECT presence.stage_id, presence.group_id, bit_or(presence.kinds) AS kinds,
        count(DISTINCT seat.person_id) FILTER (WHERE presence.kinds & %(took_part)s <> 0) AS people
    FROM projects_presence presence JOIN projects_membership seat ON seat.id = presence.membership_id
    WHERE presence.project_id = %(project)s GROUP BY presence.stage_id, presence.group_id
), silent AS (
    SELECT stage.id AS stage_id, membership.group_id, count(DISTINCT membership.person_id) AS people
    FROM stage JOIN projects_membership membership
        ON membership.project_id = %(project)s AND membership.role <> 'observer'
        AND membership.joined_at < COALESCE(stage.closed_at, 'infinity')
        AND COALESCE(membership.left_at, 'infinity') > stage.began_at
    WHERE NOT {on_a_break("membership", "LEAST(stage.closed_at, membership.left_at, %(now)s)")}
    AND NOT EXISTS (
        SELECT FROM projects_presence presence JOIN projects_membership seat ON seat.id = presence.membership_id
        WHERE presence.stage_id = stage.id AND seat.person_id = membership.person_id
            AND presence.kinds & %(took_part)s <> 0
    )
    GROUP BY stage.id, membership.group_id
)
SELECT {columns(PartnerGroup, "grp")}, stage.id,
    COALESCE(active.people, 0) AS took_part,
    COALESCE(active.people, 0) + COALESCE(silent.people, 0) AS partners,
    COALESCE(active.kinds, 0) AS kinds
FROM projects_partnergroup grp
LEFT JOIN stage ON true
LEFT JOIN active ON active.stage_id = stage.id AND active.group_id = grp.id
LEFT JOIN silent ON silent.stage_id = stage.id AND silent.group_id = grp.id
WHERE grp.project_id = %(project)s
ORDER BY grp.position
"""  # noqa: S608 (names of our own columns)


class State(StrEnum):
    """How a cell stands. DONE: every partner took part; MISSING: nobody has, though somebody should; LATER: no one is
    expected, since the stage has not begun or the group has no partner."""

    DONE = "done"
    PART = "part"
    MISSING = "missing"
    LATER = "later"


@dataclass(frozen=True)
class Cell:
    """One group in one stage: how many took part of how many partners, and how (kinds of `Involvement`, in order)."""

    stage: Stage
    group: PartnerGroup
    took_part: int = 0
    partners: int = 0
    kinds: tuple[Involvement.Kind, ...] = ()

    @property
    def state(self) -> State:
        if self.stage.began_at is None:
            return State.LATER
        if self.took_part:
            return State.DONE if self.took_part == self.partners else State.PART
        return State.MISSING if self.partners or self.group.lived_experience else State.LATER

    @property
    def figure(self) -> str:
        """ "4 of 6", or nothing where no one is expected."""
        if self.state is State.LATER or not self.partners:
            return ""
        return _("%(present)s of %(total)s") % {"present": self.took_part, "total": self.partners}

    @property
    def words(self) -> str:
        """How they took part ("came, said, decided"), or that nobody has."""
        if self.state is State.LATER:
            return _("not yet") if self.stage.began_at is None else _("no partners")
        nobody = [] if self.took_part else [_("nobody") if self.stage.is_closed else _("nobody yet")]
        return ", ".join([*nobody, *(str(kind.label) for kind in self.kinds)])


@dataclass(frozen=True)
class Row:
    """One group through all stages."""

    group: PartnerGroup
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class InvolvementMap:
    """Stages across, groups down. Groups that have no partner and need none are left out."""

    stages: tuple[Stage, ...]
    rows: tuple[Row, ...]

    @property
    def open_stage(self) -> Stage | None:
        return next((stage for stage in self.stages if stage.is_open), None)

    @property
    def missing(self) -> list[Cell]:
        """The cells of the open stage in which nobody has taken part yet."""
        stage = self.open_stage
        return [] if stage is None else self.missing_from(stage)

    def missing_from(self, stage: Stage) -> list[Cell]:
        return [cell for cell in self.column(stage) if cell.state is State.MISSING]

    def after(self, stage: Stage) -> Stage | None:
        return next((other for other in self.stages if other.position > stage.position), None)

    def only(self, stage: Stage) -> "InvolvementMap":
        """The same map with one stage alone."""
        rows = (Row(row.group, tuple(cell for cell in row.cells if cell.stage.pk == stage.pk)) for row in self.rows)
        return InvolvementMap((stage,), tuple(rows))

    def column(self, stage: Stage) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row.cells if cell.stage.pk == stage.pk)


def involvement_map(project: Project, now: dt.datetime | None = None) -> InvolvementMap:
    """Who took part in each stage of a project, at `now` (this moment unless it is said). Two queries; each stage comes
    with its closure."""
    stages = tuple(project.stages.select_related("closure").order_by("position"))
    groups: dict[int, PartnerGroup] = {}
    counted: dict[tuple[int, int], tuple[int, int, tuple[Involvement.Kind, ...]]] = {}
    facts = {"project": project.pk, "took_part": sum(BITS[kind] for kind in TOOK_PART), "now": now or timezone.now()}
    for row in rows(COUNTS, **facts):
        group = taken(PartnerGroup, row)
        stage, took_part, partners, bits = row
        groups.setdefault(group.pk, group)
        kinds = tuple(kind for kind, bit in BITS.items() if bits & bit)
        counted[stage, group.pk] = (took_part, partners, kinds)
    lines = (
        Row(group, tuple(Cell(stage, group, *counted.get((stage.pk, group.pk), ())) for stage in stages))
        for group in groups.values()
    )
    return InvolvementMap(stages, tuple(line for line in lines if concerns(line)))


def concerns(row: Row) -> bool:
    return row.group.lived_experience or any(cell.partners for cell in row.cells)
