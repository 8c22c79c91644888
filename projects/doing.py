"""What is to be done in a project, by whom and how it stands: a part of a page, a list, or what hangs on a decision.

How an action item stands follows from its last note. Only its owner, or a facilitator for them, can answer a partner
who says that it has not happened: until then every page that shows it says so.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.models import Person
from participants.sql import rows, tuples
from projects.models import ActionItem, ActionNote, Membership, OrganisationRole, Project
from projects.permissions import Seat
from projects.table import shape_of

Kind = ActionNote.Kind
ENDED = (Kind.DONE, Kind.DROPPED)


class State(StrEnum):
    NOT_HAPPENED = "not_happened"
    OVERDUE = "overdue"
    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


LABELS: Mapping[State, Promise] = {
    State.NOT_HAPPENED: _("Partners say it has not happened"),
    State.OVERDUE: _("Overdue"),
    State.TO_DO: _("To do"),
    State.UNDER_WAY: _("Under way"),
    State.DONE: _("Done"),
    State.DROPPED: _("Will not be done"),
}
TONES: Mapping[State, str] = {State.NOT_HAPPENED: "missing", State.OVERDUE: "missing", State.DONE: "done"}


def state_of(last: str | None, due_on: dt.date, today: dt.date) -> State:
    """`last` is the kind of the last note, None where there is none yet."""
    if last in (Kind.NOT_HAPPENED, *ENDED):
        return State(str(last))
    if due_on < today:
        return State.OVERDUE
    return State.TO_DO if last is None else State.UNDER_WAY


class Doing(NamedTuple):
    """One action item as lists show it. `kind`, `said`, `said_by` and `said_at` are of its last note; `own_kind` and
    `own_words` of the last one that its owner answers for."""

    pk: int
    what: str
    about: str
    due_on: dt.date
    owner_id: int
    owner: str
    key: str | None
    position: int | None
    group_name: str | None
    slug: str
    kind: str | None
    said: str | None
    said_by: str | None
    said_at: dt.datetime | None
    own_kind: str | None
    own_words: str | None

    @property
    def url(self) -> str:
        return reverse("projects:action", args=[self.slug, self.pk])

    @property
    def shape(self) -> str:
        """Of the owner's group, or "" where they have no place in the project."""
        return shape_of(self.key, self.position or 0) if self.key else ""

    @property
    def state(self) -> State:
        return state_of(self.kind, self.due_on, timezone.localdate())

    @property
    def label(self) -> str:
        return str(LABELS[self.state])

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "part")

    @property
    def is_open(self) -> bool:
        return self.state not in (State.DONE, State.DROPPED)

    @property
    def changed(self) -> str:
        """What is different for people now, in the owner's words, once they said that it is done."""
        return (self.own_words or "") if self.own_kind == Kind.DONE else ""

    @property
    def doubted(self) -> bool:
        """Has a partner said that it has not happened, and its owner not answered since?"""
        return self.state == State.NOT_HAPPENED

    @property
    def follows_a_decision(self) -> bool:
        """Then there is a trail that leads to it."""
        return self.about.startswith("decision:")

    @property
    def dropped_because(self) -> str:
        return (self.own_words or "") if self.state == State.DROPPED else ""

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> "Doing":
        """From JSON."""
        days = {"due_on": dt.date.fromisoformat(found["due_on"])}
        said_at = found["said_at"] and dt.datetime.fromisoformat(found["said_at"])
        return cls(**{**found, **days, "said_at": said_at})


LAST = """LEFT JOIN LATERAL (
    SELECT note.kind, note.words, note.at, note.person_id FROM projects_actionnote AS note
    WHERE note.item_id = item.id ORDER BY note.id DESC LIMIT 1
) AS last ON true"""

ITEMS = f"""
SELECT item.id AS pk, item.what, item.about, item.due_on, item.owner_id, owner.name AS owner,
    place.key, place.position, place.name AS group_name, project.slug,
    last.kind, last.words AS said, speaker.name AS said_by, last.at AS said_at,
    own.kind AS own_kind, own.words AS own_words
FROM projects_actionitem AS item
JOIN projects_project AS project ON project.id = item.project_id
JOIN participants_person AS owner ON owner.id = item.owner_id
LEFT JOIN LATERAL (
    SELECT groups.key, groups.position, groups.name FROM projects_membership AS seat
    JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
    WHERE seat.project_id = item.project_id AND seat.person_id = item.owner_id AND seat.joined_at IS NOT NULL
    ORDER BY seat.id DESC LIMIT 1
) AS place ON true
{LAST}
LEFT JOIN participants_person AS speaker ON speaker.id = last.person_id
LEFT JOIN LATERAL (
    SELECT note.kind, note.words FROM projects_actionnote AS note
    WHERE note.item_id = item.id AND note.kind <> 'not_happened' ORDER BY note.id DESC LIMIT 1
) AS own ON true
"""  # noqa: S608 (our own columns)
# What partners say has not happened comes first, then what is still to be done, then the rest.
IN_ORDER = """
ORDER BY COALESCE(last.kind, '') <> 'not_happened', COALESCE(last.kind, '') IN ('done', 'dropped'), item.due_on, item.id
"""
OPEN = "COALESCE(last.kind, '') NOT IN ('done', 'dropped')"
SHOWN = {
    "all": "true",
    "open": OPEN,
    "overdue": f"{OPEN} AND COALESCE(last.kind, '') <> 'not_happened' AND item.due_on < %(today)s",
    "not_happened": "last.kind = 'not_happened'",
    "done": "last.kind = 'done'",
}
SHOWN_NAMES: Mapping[str, Promise] = {
    "all": _("All"),
    "open": _("Still to be done"),
    "overdue": _("Overdue"),
    "not_happened": _("Said not to have happened"),
    "done": _("Done"),
}


def items_of(project: Project, shown: str, *, most: int, after: int) -> list[Doing]:
    """The action items of a project, those first that partners say have not happened. One query."""
    sql = f"{ITEMS} WHERE item.project_id = %(project)s AND {SHOWN[shown]} {IN_ORDER} LIMIT %(most)s OFFSET %(after)s"
    found = rows(sql, project=project.pk, today=timezone.localdate(), most=most, after=after)
    return [Doing(*row) for row in found]


def items_about(abouts: Iterable[str], most: int) -> list[Doing]:
    """The action items that follow from these, in the same order. One query."""
    sql = f"{ITEMS} WHERE item.about = ANY(%(abouts)s) {IN_ORDER} LIMIT %(most)s"
    return [Doing(*row) for row in rows(sql, abouts=list(abouts), most=most)]


def item_in(project: Project, pk: int) -> Doing | None:
    sql = f"{ITEMS} WHERE item.project_id = %(project)s AND item.id = %(pk)s"
    return next((Doing(*row) for row in rows(sql, project=project.pk, pk=pk)), None) if pk < 2**63 else None


def items_sql(about: str, most: int) -> str:
    """One value for a query: the action items about something (an SQL expression), as JSON for `Doing.of`."""
    return f"""(SELECT json_agg(row_to_json(doing)) FROM (
        {ITEMS} WHERE item.about = {about} {IN_ORDER} LIMIT {most}
    ) AS doing)"""  # noqa: S608


COUNTS = f"""
SELECT count(*), {", ".join(f"count(*) FILTER (WHERE {SHOWN[each]})" for each in ("open", "overdue", "not_happened"))}
FROM projects_actionitem AS item {LAST} WHERE item.project_id = %(project)s
"""  # noqa: S608


def figures(project: Project) -> dict[str, int]:
    """How many there are of each that can be shown. One query."""
    [found] = tuples(COUNTS, project=project.pk, today=timezone.localdate())
    return dict(zip(("all", "open", "overdue", "not_happened"), found, strict=True))


def owners_of(project: Project) -> QuerySet[Person]:
    """Who can own an action item: partners and observers who see everything, and who answers for the service."""
    seats = Membership.objects.partners().filter(project=project, sees=Membership.Sight.ALL)
    who = Q(pk__in=seats.order_by().values("person"))
    if not project.is_private:
        roles = OrganisationRole.objects.filter(
            organisation=project.organisation_id, role=OrganisationRole.Role.COMMISSIONER, ended_at=None
        )
        who |= Q(pk__in=roles.order_by().values("person"), is_active=True)
    return Person.objects.filter(who).order_by("name", "pk")


def may_note(seat: Seat, owner: int) -> bool:
    """May they say how it goes: as the owner, or for the owner as a facilitator?"""
    if seat.project.closed_at is not None or seat.acting is not None:
        return False
    return seat.person.pk == owner or seat.can("note_progress")


def notes_of(item: ActionItem) -> QuerySet[ActionNote]:
    """Everything that was said about how it goes, the newest first."""
    return item.notes.select_related("person", "entered_by").order_by("-pk")
