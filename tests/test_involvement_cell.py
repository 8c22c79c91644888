"""The way down from a cell of the map: who took part and how, who has not, and nothing that unmasks anybody."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participants.models import Person
from projects.actions import note_involvement
from projects.cell import late_in
from projects.involvement import involvement_map
from projects.models import Involvement, Membership, Project, Stage, StageClosure
from tests.factories import join, make_contribution, make_decision, make_person, make_session

DAY = dt.timedelta(days=1)
CELL = "/projects/short-breaks-for-carers/involvement/1/use"


def take_part(seat: Membership, stage: Stage, kind: str, about: str, *, now: dt.datetime, **facts: object) -> None:
    by = facts.pop("by", seat.person)
    note_involvement(seat, stage, Involvement.Kind(kind), about, by=by, now=now, **facts)  # type: ignore[arg-type]


@pytest.fixture
def read(client_of: Callable[[Person], Client], bola: Person) -> Callable[[str], str]:
    client = client_of(bola)
    return lambda address: client.get(address).content.decode()


def test_it_says_who_did_what_and_when_with_a_way_there(
    project: Project, seats: dict[str, Membership], discover: Stage, now: dt.datetime, read: Callable[[str], str]
) -> None:
    session = make_session(project, starts_at=now, now=now)
    decision = make_decision(seats["amina"], now=now)
    take_part(seats["bola"], discover, "attended", f"session:{session.pk}", now=now)
    take_part(seats["bola"], discover, "decided", f"decision:{decision.pk}", now=now)
    page = read(CELL)
    assert "1 of 3 partners of this group took part" in page
    assert session.get_absolute_url() in page
    assert decision.get_absolute_url() in page
    assert page.count("24 November 2026") == 2
    assert "Carys" not in page


def test_it_says_what_was_entered_for_somebody_and_by_whom(
    project: Project,
    seats: dict[str, Membership],
    discover: Stage,
    amina: Person,
    now: dt.datetime,
    read: Callable[[str], str],
) -> None:
    take_part(seats["gwen"], discover, "decided", "decision:1", now=now, via="phone", by=amina)
    assert "by phone, entered by Amina Yusuf" in " ".join(read(CELL).split())


def test_who_has_not_taken_part_stands_below_and_can_be_shown_alone(
    seats: dict[str, Membership], discover: Stage, now: dt.datetime, read: Callable[[str], str]
) -> None:
    take_part(seats["idris"], discover, "attended", "session:1", now=now)
    page, silent, there = read(CELL), read(f"{CELL}?who=silent"), read(f"{CELL}?who=there")
    assert page.index("Idris Hughes") < page.index("Bola Adeyemi")
    assert "Bola Adeyemi" in silent
    assert "Idris Hughes" not in silent
    assert "Idris Hughes" in there
    assert "Gwen" not in there


def test_the_page_lists_as_many_partners_as_the_map_counts(
    project: Project,
    seats: dict[str, Membership],
    discover: Stage,
    amina: Person,
    now: dt.datetime,
    read: Callable[[str], str],
) -> None:
    take_part(seats["idris"], discover, "attended", "session:1", now=now)
    take_part(seats["bola"], discover, "attended", "session:1", now=now)
    Membership.objects.filter(pk=seats["bola"].pk).update(group=project.groups.get(key="carers"))
    join(project, make_person("Looks On"), "use", now=now, role="observer")
    join(
        project, make_person("Left Early"), "use", now=now - 40 * DAY, joined_at=now - 40 * DAY, left_at=now - 35 * DAY
    )
    Membership.objects.filter(pk=seats["gwen"].pk).update(left_at=now - DAY)
    join(project, seats["gwen"].person, "use", now=now - DAY / 2)
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now)
    Stage.objects.filter(position=2).update(began_at=now)
    join(project, make_person("Late Comer"), "use", now=now + DAY)
    for row in involvement_map(project).rows:
        for cell in row.cells[:2]:
            page = read(f"/projects/{project.slug}/involvement/{cell.stage.position}/{row.group.key}")
            assert page.count('<th scope="row">') == cell.partners, (row.group, cell.stage)


def test_who_joined_after_the_first_stage_is_marked(
    project: Project,
    seats: dict[str, Membership],
    discover: Stage,
    amina: Person,
    now: dt.datetime,
    read: Callable[[str], str],
) -> None:
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now)
    Stage.objects.filter(position=2).update(began_at=now)
    late = join(project, make_person("Late Comer"), "use", now=now + DAY)
    page = read("/projects/short-breaks-for-carers/involvement/2/use")
    assert page.count("Joined after Discover") == 1
    assert late_in(involvement_map(project)) == [(late.group, 1)]
    assert "Joined after the first stage" in read("/projects/short-breaks-for-carers/involvement")


def test_what_was_said_counts_and_is_listed_only_where_everyone_may_read_it_with_the_name(
    seats: dict[str, Membership], discover: Stage, now: dt.datetime, read: Callable[[str], str]
) -> None:
    for number in range(3):
        take_part(seats["bola"], discover, "contributed", f"private:{number}", now=now)
    page = read(CELL)
    assert "1 of 3 partners" in page
    assert '<td data-label="How">said</td>' in page
    assert "Nothing that is listed here." in page
    assert "24 November 2026" not in page


@pytest.mark.parametrize("address", ["2/use", "9/use", "1/nobody", "99999999999999999999/use"])
def test_a_stage_to_come_or_a_group_that_is_not_there_is_not_found(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], bola: Person, address: str
) -> None:
    assert client_of(bola).get(f"/projects/short-breaks-for-carers/involvement/{address}").status_code == 404


@pytest.mark.parametrize("query", ["?who=x", "?page=-1", "?page=99999999999999999999", "?who=%00&page=%00"])
def test_odd_questions_show_the_page(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], bola: Person, query: str
) -> None:
    assert client_of(bola).get(CELL + query).status_code == 200


def test_it_asks_as_often_however_many_facts_there_are(
    project: Project,
    seats: dict[str, Membership],
    discover: Stage,
    now: dt.datetime,
    client_of: Callable[[Person], Client],
    bola: Person,
) -> None:
    client, counts = client_of(bola), []
    for times in (1, 30):
        for number in range(times):
            seat = join(project, make_person(f"Partner {times} {number}"), "use", now=now)
            session = make_session(project, starts_at=now + DAY, now=now)
            decision = make_decision(seats["amina"], now=now)
            said = make_contribution(seat, "I said this.", now=now)
            for kind, about in (("attended", session), ("decided", decision), ("contributed", said)):
                noun = {"attended": "session", "decided": "decision", "contributed": "contribution"}[kind]
                for one in (seat, seats["bola"]):
                    take_part(one, discover, kind, f"{noun}:{about.pk}", now=now)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(CELL)
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    assert "and 59 more" in page.content.decode()


@pytest.mark.parametrize(("query", "sheets"), [("", 1), ("?print=large", 2), ("?print=x", 1)])
def test_the_map_on_paper_is_one_sheet_or_a_few_in_large_print(
    project: Project, seats: dict[str, Membership], read: Callable[[str], str], query: str, sheets: int
) -> None:
    for place in range(5, 9):
        Stage.objects.create(project=project, position=place, name=f"Stage {place}")
    page = read(f"/projects/{project.slug}/involvement/print{query}")
    assert page.count('class="sheet') - page.count('class="sheet-') == sheets
    assert page.count('role="columnheader"') == 8
