import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from participants.models import Person
from participants.refusals import Refused
from projects.actions import start_project
from projects.models import HistoryEntry, Involvement, Membership, Organisation, PartnerGroup, Project
from projects.templates_of_stages import STAGE_TEMPLATES, own_stages

DIAMOND = STAGE_TEMPLATES["double_diamond"].stages
ANSWERS = {
    "name": "Crisis café",
    "purpose": "A warm place to go at night.",
    "template": "double_diamond",
    "final_say": "This group.",
    "answer_days": "10",
    "group": "staff",
}


@pytest.fixture
def begin(northdale: Organisation, amina: Person, now: dt.datetime) -> Callable[..., Project]:
    """Amina starts a project; say only what matters."""

    def start(**facts: Any) -> Project:
        ordinary = {"name": "Crisis café", "purpose": "A warm place.", "final_say": "We do.", "answer_days": 10}
        return start_project(northdale, **{**ordinary, "stages": DIAMOND, "by": amina, "now": now, **facts})

    return start


@pytest.fixture
def answers(northdale: Organisation) -> dict[str, str]:
    return {**ANSWERS, "organisation": str(northdale.pk)}


def test_a_new_project_has_the_usual_groups_and_its_first_stage_has_begun(
    begin: Callable[..., Project], now: dt.datetime
) -> None:
    project = begin()
    assert list(project.groups.values_list("key", flat=True)) == ["use", "carers", "staff", "commissioners"]
    assert list(project.stages.values_list("name", "began_at")) == [
        ("Discover", now),
        ("Define", None),
        ("Develop", None),
        ("Deliver", None),
    ]


def test_whoever_starts_it_is_its_facilitator_and_a_partner_like_the_others(
    begin: Callable[..., Project], amina: Person, now: dt.datetime
) -> None:
    seat = begin(group=PartnerGroup.Key.CARERS).memberships.get()
    assert (seat.person, seat.role, seat.group.key, seat.joined_at) == (
        amina,
        Membership.Role.FACILITATOR,
        "carers",
        now,
    )
    assert list(Involvement.objects.values_list("membership", "kind")) == [(seat.pk, "accepted")]


def test_the_record_says_that_it_was_started(begin: Callable[..., Project]) -> None:
    begin()
    assert sorted(HistoryEntry.objects.values_list("verb", flat=True)) == ["project_made", "stage_begun"]


def test_somebody_who_may_not_start_projects_there_is_refused(begin: Callable[..., Project], bola: Person) -> None:
    with pytest.raises(Refused):
        begin(by=bola)
    assert not Project.objects.exists()


def test_a_facilitator_of_another_organisation_is_refused(
    begin: Callable[..., Project], eve: Person, southmoor: Organisation
) -> None:
    with pytest.raises(Refused):
        begin(by=eve)


def test_a_project_without_stages_is_refused(begin: Callable[..., Project]) -> None:
    with pytest.raises(Refused):
        begin(stages=())


def test_each_stage_starts_on_the_day_after_the_one_before_it_ends(begin: Callable[..., Project]) -> None:
    ends = [dt.date(2026, 12, 18), None, dt.date(2027, 3, 31), None]
    days = list(begin(ends_on=ends).stages.values_list("starts_on", "ends_on"))
    assert days == [
        (None, dt.date(2026, 12, 18)),
        (dt.date(2026, 12, 19), None),
        (None, dt.date(2027, 3, 31)),
        (dt.date(2027, 4, 1), None),
    ]


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("Crisis café", ["crisis-cafe", "crisis-cafe-2", "crisis-cafe-3"]),
        ("Gofal ŵyna", ["gofal-wyna", "gofal-wyna-2", "gofal-wyna-3"]),
        ("短期休息", ["northdale-project", "northdale-project-2", "northdale-project-3"]),
        ("🙂", ["northdale-project", "northdale-project-2", "northdale-project-3"]),
        ("New", ["new-2", "new-3", "new-4"]),
    ],
)
def test_each_project_has_an_address_of_its_own_that_can_be_read(
    begin: Callable[..., Project], name: str, slugs: list[str]
) -> None:
    assert [begin(name=name).slug for _time in range(3)] == slugs


def test_the_longest_name_still_makes_an_address(begin: Callable[..., Project]) -> None:
    assert len(begin(name="Long " * 40).slug) <= 80


def test_own_stages_are_read_one_from_each_line() -> None:
    assert [stage.name for stage in own_stages("Meet\n\n  Plan  it \r\nDo it\n")] == ["Meet", "Plan it", "Do it"]


def test_the_stages_are_shown_before_anything_is_kept(
    client_of: Callable[[Person], Client], amina: Person, answers: dict[str, str]
) -> None:
    page = client_of(amina).post("/projects/new", answers).content.decode()
    assert "Discover" in page
    assert "Start the project" in page
    assert not Project.objects.exists()


def test_sending_the_second_step_starts_the_project(
    client_of: Callable[[Person], Client], amina: Person, answers: dict[str, str]
) -> None:
    days = {"ends_1_0": "18", "ends_1_1": "12", "ends_1_2": "2026"}
    answer = client_of(amina).post("/projects/new", {**answers, **days, "start": "1"})
    assert answer.headers["Location"] == "/projects/crisis-cafe/"
    assert Project.objects.get().stages.get(position=1).ends_on == dt.date(2026, 12, 18)


def test_changing_something_brings_the_first_step_back_filled_in(
    client_of: Callable[[Person], Client], amina: Person, answers: dict[str, str]
) -> None:
    days = {"ends_1_0": "31", "ends_1_1": "2", "ends_1_2": "2026"}
    page = client_of(amina).post("/projects/new", {**answers, **days, "change": "1"}).content.decode()
    assert 'value="Crisis café"' in page
    assert '<input type="hidden" name="ends_1_0" value="31">' in page
    again = client_of(amina).post("/projects/new", {**answers, **days, "look": "1"}).content.decode()
    assert re.search(r'name="ends_1_0"[^>]* value="31"|value="31"[^>]* name="ends_1_0"', again)
    assert "Which stages will it go through?" in page
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "What is the project called?"),
        ({"template": "own", "own": " \n "}, "Type your stages, one on each line."),
        ({"template": "own", "own": "\n".join("abcdefghijklmnopqrstuv")}, "20 stages or fewer"),
        ({"template": "own", "own": "x" * 101}, "100 letters or shorter"),
        ({"template": "nonsense"}, "There is a problem"),
        ({"answer_days": "9" * 400}, "There is a problem"),
        ({"organisation": "0\x00"}, "There is a problem"),
    ],
)
def test_a_wrong_answer_is_explained_and_the_form_comes_back(
    client_of: Callable[[Person], Client], amina: Person, answers: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    page = client_of(amina).post("/projects/new", {**answers, **wrong, "start": "1"})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Project.objects.exists()


def test_stages_that_end_in_the_wrong_order_are_asked_about_again(
    client_of: Callable[[Person], Client], amina: Person, answers: dict[str, str]
) -> None:
    days = {f"ends_{n}_{part}": word for n in (1, 2) for part, word in enumerate(("1", "2", "2027"))}
    page = client_of(amina).post("/projects/new", {**answers, **days, "start": "1"})
    assert "Choose a day after the stage before it has ended." in page.content.decode()
    assert not Project.objects.exists()


def test_a_facilitator_cannot_start_a_project_in_somebody_elses_organisation(
    client_of: Callable[[Person], Client], amina: Person, answers: dict[str, str], southmoor: Organisation
) -> None:
    client_of(amina).post("/projects/new", {**answers, "organisation": str(southmoor.pk), "start": "1"})
    assert not Project.objects.exists()


def test_partners_without_the_right_get_403(client_of: Callable[[Person], Client], bola: Person) -> None:
    assert client_of(bola).get("/projects/new").status_code == 403
