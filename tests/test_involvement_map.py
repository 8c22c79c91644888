import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants.models import Person
from projects.actions import note_involvement
from projects.gate import Kind, missing
from projects.involvement import TOOK_PART, Cell, State, involvement_map
from projects.models import Involvement, Membership, PartnerGroup, Project, Stage, StageClosure
from tests.factories import join, make_person, make_project

DAY = dt.timedelta(days=1)


def cell(project: Project, stage: int, group: str) -> Cell:
    return next(
        cell
        for row in involvement_map(project).rows
        for cell in row.cells
        if (cell.stage.position, cell.group.key) == (stage, group)
    )


def take_part(seat: Membership, stage: Stage, kind: str, about: str, *, now: dt.datetime) -> None:
    note_involvement(seat, stage, Involvement.Kind(kind), about, by=seat.person, now=now)


def test_a_cell_says_how_many_of_how_many_and_how(
    project: Project, seats: dict[str, Membership], discover: Stage, now: dt.datetime
) -> None:
    take_part(seats["bola"], discover, "decided", "decision:1", now=now)
    take_part(seats["bola"], discover, "attended", "session:1", now=now)
    take_part(seats["idris"], discover, "attended", "session:1", now=now)
    found = cell(project, 1, "use")
    assert (found.figure, found.words, found.state) == ("2 of 3", "came, decided", State.PART)


def test_everybody_of_a_group_makes_it_done(
    project: Project, seats: dict[str, Membership], discover: Stage, now: dt.datetime
) -> None:
    take_part(seats["carys"], discover, "contributed", "contribution:1", now=now)
    assert cell(project, 1, "carers").state is State.DONE


def test_nobody_yet_is_said_in_words(project: Project, seats: dict[str, Membership]) -> None:
    found = cell(project, 1, "carers")
    assert (found.figure, found.words, found.state) == ("0 of 1", "nobody yet", State.MISSING)


def test_a_group_without_a_partner_shows_no_figure(project: Project) -> None:
    found = cell(project, 1, "carers")
    assert (found.figure, found.words, found.state) == ("", "nobody yet", State.MISSING)


def test_being_told_shows_and_does_not_count(
    project: Project, seats: dict[str, Membership], discover: Stage, now: dt.datetime
) -> None:
    take_part(seats["carys"], discover, "told", "feedback:1", now=now)
    found = cell(project, 1, "carers")
    assert (found.took_part, found.words, found.state) == (0, "nobody yet, were told", State.MISSING)


def test_a_stage_that_has_not_begun_says_not_yet(project: Project, seats: dict[str, Membership]) -> None:
    found = cell(project, 2, "carers")
    assert (found.figure, found.words, found.state) == ("", "not yet", State.LATER)


def test_who_left_before_or_joined_after_a_stage_does_not_count_there(
    project: Project, seats: dict[str, Membership], discover: Stage, amina: Person, now: dt.datetime
) -> None:
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now)
    Stage.objects.filter(position=2).update(began_at=now)
    join(project, make_person("Late Carer"), "carers", now=now + DAY)
    Membership.objects.filter(pk=seats["bola"].pk).update(left_at=now - DAY)
    assert [cell(project, n, "carers").partners for n in (1, 2)] == [1, 2]
    assert [cell(project, n, "use").partners for n in (1, 2)] == [3, 2]


def test_who_was_asked_and_said_nothing_or_only_observes_is_not_counted(
    project: Project, seats: dict[str, Membership], now: dt.datetime
) -> None:
    join(project, make_person("Asked Only"), "carers", now=now, joined_at=None)
    join(project, make_person("Looks On"), "carers", now=now, role="observer")
    assert cell(project, 1, "carers").partners == 1


def test_somebody_who_moves_to_another_group_stays_counted_where_they_took_part(
    project: Project, seats: dict[str, Membership], discover: Stage, now: dt.datetime
) -> None:
    take_part(seats["bola"], discover, "attended", "session:1", now=now)
    Membership.objects.filter(pk=seats["bola"].pk).update(group=project.groups.get(key="carers"))
    assert cell(project, 1, "use").figure == "1 of 3"
    assert cell(project, 1, "carers").figure == "0 of 1"


@pytest.mark.parametrize("took_part", ["before", "after", "never", "twice"])
def test_somebody_who_left_and_came_back_is_one_partner(
    project: Project, seats: dict[str, Membership], discover: Stage, now: dt.datetime, took_part: str
) -> None:
    if took_part in ("before", "twice"):
        take_part(seats["carys"], discover, "attended", "session:1", now=now)
    Membership.objects.filter(pk=seats["carys"].pk).update(left_at=now)
    again = join(project, seats["carys"].person, "carers", now=now + DAY)
    if took_part in ("after", "twice"):
        take_part(again, discover, "attended", "session:2", now=now + DAY)
    assert cell(project, 1, "carers").figure == ("0 of 1" if took_part == "never" else "1 of 1")


def test_groups_that_nobody_is_in_show_only_where_lived_experience_is_needed(project: Project) -> None:
    assert [row.group.key for row in involvement_map(project).rows] == ["use", "carers"]


def test_another_projects_facts_stay_out(
    project: Project, seats: dict[str, Membership], amina: Person, bola: Person, now: dt.datetime
) -> None:
    other = make_project(project.organisation, "Other", "other", by=amina, now=now)
    take_part(join(other, bola, "use", now=now), other.stages.get(position=1), "attended", "session:9", now=now)
    assert cell(project, 1, "use").took_part == 0


def test_the_map_takes_two_queries_whatever_the_size(
    project: Project, seats: dict[str, Membership], discover: Stage, now: dt.datetime
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as small:
        involvement_map(project)
    for number in range(30):
        seat = join(project, make_person(f"Partner {number}"), "use", now=now)
        take_part(seat, discover, "attended", "session:1", now=now)
    with CaptureQueriesContext(connection) as large:
        involvement_map(project)
    assert (len(small), len(large)) == (2, 2)


class Partner(NamedTuple):
    """A partner as the property test makes them: days are counted from the project's start."""

    group: int
    moves_to: int
    role: str
    joined: int | None
    stays: int | None
    facts: list[tuple[int, str]]


partners = st.builds(
    Partner,
    group=st.integers(0, 3),
    moves_to=st.integers(0, 3),
    role=st.sampled_from(["partner", "facilitator", "observer"]),
    joined=st.none() | st.integers(0, 40),
    stays=st.none() | st.integers(0, 40),
    facts=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(list(Involvement.Kind.values))), max_size=3),
)


def build(project: Project, people: list[Person], made: list[Partner], closed: int, start: dt.datetime) -> None:
    """Stages last ten days each; the first `closed` of them are closed and the next is open."""
    stages, groups = list(project.stages.all()), list(project.groups.all())
    for number, stage in enumerate(stages[: closed + 1]):
        Stage.objects.filter(pk=stage.pk).update(began_at=start + number * 10 * DAY)
    for number, stage in enumerate(stages[:closed], start=1):
        StageClosure.objects.create(stage=stage, closed_by=people[0], closed_at=start + number * 10 * DAY)
    for person, partner in zip(people, made, strict=False):
        joined = None if partner.joined is None else start + partner.joined * DAY
        left = joined + partner.stays * DAY if joined and partner.stays is not None else None
        facts = {"role": partner.role, "joined_at": joined, "left_at": left}
        seat = join(project, person, groups[partner.group].key, now=start, **facts)
        for number, (stage_number, kind) in enumerate(partner.facts):
            if stage_number <= closed:
                take_part(seat, stages[stage_number], kind, f"session:{number}", now=start)
        Membership.objects.filter(pk=seat.pk).update(group=groups[partner.moves_to])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(partners, max_size=8), closed=st.integers(0, 3))
def test_counts_never_exceed_totals_and_a_group_with_a_fact_is_never_missing(
    project: Project, amina: Person, everyone: list[Person], made: list[Partner], closed: int
) -> None:
    with transaction.atomic():
        build(project, everyone, made, closed, project.made_at)
        for row in involvement_map(project).rows:
            for found in row.cells:
                check(found)
        for stage in project.stages.filter(began_at__isnull=False):
            check_gate(stage)
        transaction.set_rollback(True)


def check(found: Cell) -> None:
    facts = Involvement.objects.filter(stage=found.stage, group=found.group)
    there = set(facts.filter(kind__in=TOOK_PART).values_list("membership", flat=True))
    assert found.took_part == len(there)
    assert found.took_part <= found.partners
    if found.state is State.DONE:
        assert found.took_part == found.partners > 0
    if there:
        assert found.state in (State.DONE, State.PART)
    if found.stage.began_at is None:
        assert found.state is State.LATER


def check_gate(stage: Stage) -> None:
    gone = {gap.group.key for gap in missing(stage, Kind.NO_PART) if gap.group}
    there = Involvement.objects.filter(stage=stage, kind__in=TOOK_PART).values_list("group__key", flat=True)
    assert gone.isdisjoint(there)
    for key in PartnerGroup.LIVED_EXPERIENCE:
        assert (key in gone) is (key not in set(there))


@pytest.fixture
def everyone(db: None) -> list[Person]:
    return [make_person(f"Person {number}") for number in range(8)]


def test_the_facts_behind_a_cell_can_be_read(
    seats: dict[str, Membership], discover: Stage, now: dt.datetime, client_of: Callable[[Person], Client], huw: Person
) -> None:
    take_part(seats["bola"], discover, "contributed", "contribution:1", now=now)
    take_part(seats["dev"], discover, "contributed", "contribution:2", now=now)
    page = client_of(huw).get("/projects/short-breaks-for-carers/involvement?stage=1&group=use").content.decode()
    assert "Bola Adeyemi" in page
    assert "Dev Patel" not in page


@pytest.mark.parametrize("query", ["?stage=x&group=x", "?stage=\x00&group=\x00", "?page=-1", "?page=99999999999999999"])
def test_odd_addresses_show_the_facts(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], bola: Person, query: str
) -> None:
    assert client_of(bola).get(f"/projects/short-breaks-for-carers/involvement{query}").status_code == 200
