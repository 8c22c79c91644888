import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from decisions.models import Feedback, Outcome
from participants.models import Person
from projects.models import Membership, Project
from tests.factories import join, make_decision, make_person, make_position, make_project, make_session

DAY = dt.timedelta(days=1)


@pytest.fixture
def home(client_of: Callable[[Person], Client]) -> Callable[[Person], str]:
    """What somebody reads at home."""

    def read(person: Person) -> str:
        answer = client_of(person).get("/")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.mark.parametrize(
    ("clock", "zone", "greeting"),
    [
        ("2026-11-24T08:00Z", "Europe/London", "Good morning, Bola"),
        ("2026-11-24T12:00Z", "Europe/London", "Good afternoon, Bola"),
        ("2026-11-24T18:00Z", "Europe/London", "Good evening, Bola"),
        ("2026-11-24T03:00Z", "Europe/London", "Good evening, Bola"),
        ("2026-11-24T08:00Z", "Asia/Kolkata", "Good afternoon, Bola"),
        ("2026-11-24T08:00Z", "America/Los_Angeles", "Good evening, Bola"),
    ],
)
def test_the_greeting_goes_by_the_persons_own_clock(
    home: Callable[[Person], str], bola: Person, clock: str, zone: str, greeting: str
) -> None:
    Person.objects.filter(pk=bola.pk).update(time_zone=zone)
    with time_machine.travel(clock, tick=False):
        assert greeting in home(bola)


def test_somebody_new_reads_what_will_be_here(home: Callable[[Person], str], bola: Person, now: dt.datetime) -> None:
    page = home(bola)
    assert "Nothing waits for you now." in page
    assert "You are not part of a project yet." in page


def test_visitors_get_the_start_page(client: Client, db: None) -> None:
    page = client.get("/").content.decode()
    assert "Plan services together" in page
    assert "Waiting for you" not in page


def test_what_waits_stands_in_the_order_in_which_it_is_due(
    home: Callable[[Person], str], project: Project, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    make_session(project, starts_at=now + 5 * DAY, now=now, title="Second")
    make_decision(seats["amina"], now=now, question="Third", closes_at=now + 9 * DAY)
    make_decision(seats["amina"], now=now, question="First", closes_at=now + DAY)
    page = home(bola)
    assert page.index("First") < page.index("Second") < page.index("Third")
    assert "By tomorrow · about 5 minutes" in page
    assert "By Sunday · about 1 minute" in page
    assert "By Thursday 3 December" in page


def test_beyond_five_the_page_says_that_there_is_more(
    home: Callable[[Person], str], project: Project, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    for number in range(8):
        make_session(project, starts_at=now + (number + 1) * DAY, now=now, title=f"Session {number}")
    page = home(bola)
    assert page.count('class="card"') == 5 + 1
    assert "There is more." in page
    assert "Session 4" in page
    assert "Session 5" not in page


def test_what_is_answered_waits_no_more(
    home: Callable[[Person], str], seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    assert decision.question in home(bola)
    make_position(decision, seats["bola"], "consent", now=now)
    assert decision.question not in home(bola)


def test_what_changed_because_of_somebody_is_told_to_them_alone(
    home: Callable[[Person], str], seats: dict[str, Membership], bola: Person, carys: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    outcome = Outcome.objects.create(
        decision=decision,
        result="agreed",
        decided="Yes.",
        reasons="Why.",
        rejected="None.",
        recorded_by=seats["amina"],
        recorded_at=now,
    )
    Feedback.objects.create(
        outcome=outcome,
        membership=seats["bola"],
        you_said="Rest is not <all>.",
        we_did="The wording says so now.",
        written_by=seats["amina"],
        written_at=now,
    )
    assert "What changed because of you" in home(bola)
    assert "Rest is not &lt;all&gt;." in home(bola)
    assert "The wording says so now." not in home(carys)


def test_my_projects_say_where_they_stand(
    home: Callable[[Person], str], seats: dict[str, Membership], bola: Person
) -> None:
    assert "Discover, stage 1 of 4" in home(bola)


def test_somebody_elses_projects_are_not_mine(
    home: Callable[[Person], str], seats: dict[str, Membership], eve: Person
) -> None:
    assert "Short breaks" not in home(eve)


def test_many_projects_lead_to_the_list(
    home: Callable[[Person], str], project: Project, amina: Person, bola: Person, now: dt.datetime
) -> None:
    for number in range(11):
        other = make_project(project.organisation, f"Project {number:02}", f"project-{number}", by=amina, now=now)
        join(other, bola, "use", now=now)
    page = home(bola)
    assert "See all your projects" in page
    assert "Project 10" not in page


def test_somebody_who_left_has_nothing_waiting(
    home: Callable[[Person], str], project: Project, now: dt.datetime, amina: Person
) -> None:
    gone = make_person("Gone Away")
    join(project, gone, "use", now=now - 5 * DAY, left_at=now - DAY)
    make_session(project, starts_at=now + DAY, now=now)
    assert "Nothing waits for you now." in home(gone)
