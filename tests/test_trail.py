"""The whole trail of a decision as a picture and as a list, and what became of one thing that somebody said."""

import datetime as dt
import itertools
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client

from coproduce.trail_drawing import MOST, drawn
from decisions.actions import record_outcome, respond, tell_people
from decisions.actions.doing import add_action_to
from decisions.actions.feedback import Word
from decisions.chain import Column, Step
from decisions.models import Decision, Influence
from participants.models import Person
from projects.actions.doing import note_progress, say_not_happened
from projects.actions.said import narrow, take_back
from projects.models import Contribution, Membership
from tests.factories import make_contribution, make_decision, make_position, make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
SVG = re.compile(r"<svg class=\"trail\".*?</svg>", re.DOTALL)

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(seats: Seats, now: dt.datetime) -> Contribution:
    """Bola said it in a session."""
    session = make_session(seats["bola"].project, starts_at=now - 20 * DAY, now=now - 25 * DAY, title="Telling it")
    return make_contribution(seats["bola"], "It comes too late.", now=now - 20 * DAY, session=session)


@pytest.fixture
def settled(seats: Seats, said: Contribution, amina: Person, farah: Person, now: dt.datetime) -> Decision:
    """Decided, answered, and what Bola said was taken up."""
    decision = make_decision(seats["amina"], now=now - 9 * DAY)
    decision.came_from.add(said)
    for key in ("bola", "carys"):
        make_position(decision, seats[key], "consent", now=now - 8 * DAY)
    words = {"decided": "We rest early.", "reasons": "It helps.", "rejected": "Waiting."}
    outcome = record_outcome(decision, result="agreed", early=True, by=amina, now=now - 5 * DAY, **words)  # type: ignore[arg-type]
    feedback = outcome.feedback.get(membership=seats["bola"])
    tell_people(decision, [Word(feedback.pk, "Breaks come in spring.")], by=amina, now=now - 4 * DAY)
    respond(decision, answer="accepted", reasons="Gladly.", by=farah, now=now - 3 * DAY)
    return Decision.objects.get()


def page_of(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200
    return found.content.decode()


def picture(page: str) -> ElementTree.Element:
    found = SVG.search(page)
    assert found
    return ElementTree.fromstring(found[0])


def links(svg: ElementTree.Element) -> dict[str, str]:
    """The steps of the picture: what a screen reader says of each, and where it leads."""
    return {
        str(each.findtext("title")): each.attrib["href"] for each in svg.iter("a") if each.find("title") is not None
    }


def test_it_leads_from_what_was_said_to_what_changed(
    client_of: Browser,
    settled: Decision,
    said: Contribution,
    seats: Seats,
    dev: Person,
    amina: Person,
    now: dt.datetime,
) -> None:
    ramp = add_action_to(settled, what="Build a ramp.", owner=dev, due_on=now.date() + DAY, by=amina, now=now)
    note_progress(ramp, "done", words="One can roll in.", by=dev, now=now, seen=0)
    page = page_of(client_of(seats["bola"].person), f"{settled.get_absolute_url()}trail")
    steps = links(picture(page))
    start = f"/projects/{settled.project.slug}/"
    assert [
        next(href for label, href in steps.items() if words in label)
        for words in (
            "It comes too late.",
            "Telling it. ",
            "The commissioner answered",
            "Build a ramp.",
            "One can roll in.",
        )
    ] == [
        f"{start}said/{said.pk}/",
        f"{start}sessions/{said.session_id}/",
        f"{settled.get_absolute_url()}#answer",
        ramp.get_absolute_url(),
        ramp.get_absolute_url(),
    ]
    assert sum("Taken up" in label for label in steps) == 1
    whole = page.partition("</svg>")[2]
    for words in ("It comes too late.", "Breaks come in spring.", "We rest early.", "Gladly.", "Dev Patel, by"):
        assert words in whole
    assert len(list(picture(page).iter("path"))) == 5


def test_a_partner_who_sees_something_else_is_heard_beside_the_change(
    client_of: Browser, settled: Decision, seats: Seats, dev: Person, amina: Person, bola: Person, now: dt.datetime
) -> None:
    ramp = add_action_to(settled, what="Build a ramp.", owner=dev, due_on=now.date() + DAY, by=amina, now=now)
    note_progress(ramp, "done", words="One can roll in.", by=dev, now=now, seen=0)
    say_not_happened(seats["bola"], ramp, words="Still steps.", by=bola, now=now)
    page = page_of(client_of(bola), f"{settled.get_absolute_url()}trail")
    changed = next(label for label in links(picture(page)) if label.startswith("One can roll in."))
    assert "Partners see something else" in changed
    assert "“Still steps.”" in page.partition("</svg>")[2]


def test_what_was_said_without_a_name_has_neither_name_nor_session(
    client_of: Browser, settled: Decision, said: Contribution, seats: Seats, carys: Person, now: dt.datetime
) -> None:
    narrow(said, "nameless", by=seats["bola"].person, now=now)
    for path in (f"{settled.get_absolute_url()}trail", f"/projects/{settled.project.slug}/said/{said.pk}/became"):
        page = page_of(client_of(carys), path)
        assert "It comes too late." in page
        for kept_back in ("Bola", "Telling it", "Breaks come in spring."):
            assert kept_back not in page, (path, kept_back)
        assert "Taken up" in page


@pytest.mark.parametrize("how", ["facilitators", "taken back"])
def test_what_not_everyone_may_read_is_not_there(
    client_of: Browser, settled: Decision, said: Contribution, seats: Seats, carys: Person, how: str, now: dt.datetime
) -> None:
    bola = seats["bola"].person
    if how == "facilitators":
        narrow(said, "facilitators", by=bola, now=now)
    else:
        take_back(said, by=bola, now=now)
    page = page_of(client_of(carys), f"{settled.get_absolute_url()}trail")
    assert "It comes too late." not in page
    assert "Telling it" not in page
    assert client_of(carys).get(f"/projects/{settled.project.slug}/said/{said.pk}/became").status_code == 404


def test_from_what_somebody_said_one_sees_what_became_of_it(
    client_of: Browser,
    settled: Decision,
    said: Contribution,
    dev: Person,
    amina: Person,
    bola: Person,
    now: dt.datetime,
) -> None:
    ramp = add_action_to(settled, what="Build a ramp.", owner=dev, due_on=now.date() + DAY, by=amina, now=now)
    note_progress(ramp, "done", words="One can roll in.", by=dev, now=now, seen=0)
    client, path = client_of(bola), f"/projects/{settled.project.slug}/said/{said.pk}/became"
    assert path in page_of(client, said.get_absolute_url())
    page = page_of(client, path)
    for words in ("Taken up", "Breaks come in spring.", "We rest early.", "Yes, we will do this", "One can roll in."):
        assert words in page
    part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "One can roll in." in part
    assert "<html" not in part


def test_what_no_decision_drew_on_says_so(client_of: Browser, said: Contribution, bola: Person) -> None:
    page = page_of(client_of(bola), f"/projects/{said.project.slug}/said/{said.pk}/became")
    assert "No decision has drawn on it yet" in page


def test_of_many_the_picture_has_the_first_and_the_list_all(
    client_of: Browser, settled: Decision, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    for number in range(40):
        decision_from = make_contribution(seats["carys"], f"Word {number:02}.", now=now - DAY)
        settled.came_from.add(decision_from)
    path = f"{settled.get_absolute_url()}trail"
    first, second = page_of(client_of(bola), path), page_of(client_of(bola), f"{path}?page=2")
    svg = picture(first)
    assert sum("Word" in label for label in links(svg)) == MOST - 1
    assert f"and {41 - MOST} more" in "".join(svg.itertext())
    listed = first.partition("</svg>")[2] + second.partition("</svg>")[2]
    assert all(f"Word {number:02}." in listed for number in range(40))


def test_an_open_decision_has_a_trail_too(client_of: Browser, seats: Seats, bola: Person, now: dt.datetime) -> None:
    decision = make_decision(seats["amina"], now=now)
    page = page_of(client_of(bola), f"{decision.get_absolute_url()}trail")
    assert "Nobody has said yet that something is different now." in page
    assert decision.question in str(picture(page).findtext(".//a/title"))


def test_strange_words_fit_and_never_break_the_picture() -> None:
    strange = ["<script>alert(1)</script>", "x" * 900, "", "\u202e back", "a & b \" '"]
    steps = [Step(f"said-{number}", words, "/", to=("decision", "gone")) for number, words in enumerate(strange)]
    columns = [Column("said", "Said", steps, ""), Column("decision", "Decision", [Step("decision", "Q", "/")], "")]
    found = drawn(columns)
    boxes = found.columns[0].boxes
    assert all(one.y + one.height < other.y for one, other in itertools.pairwise(boxes))
    assert max(box.y + box.height for box in boxes) <= found.high
    assert all(len(line) <= 20 for box in boxes for _y, line in box.lines)
    assert len(found.lines) == len(strange)


def test_words_of_people_are_escaped_in_the_picture(
    client_of: Browser, settled: Decision, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    settled.came_from.add(make_contribution(seats["carys"], "<script>alert('&')</script>", now=now))
    page = page_of(client_of(bola), f"{settled.get_absolute_url()}trail")
    assert "<script>alert" not in page
    assert any("<script>" in label for label in links(picture(page)))


def test_how_it_was_taken_up_in_part_is_said(client_of: Browser, settled: Decision, bola: Person) -> None:
    Influence.objects.update(how="in_part")
    assert "Taken up in part" in page_of(client_of(bola), f"{settled.get_absolute_url()}trail")
