"""A finished project writes down what it learned; partners check it before it goes public."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from decisions.actions import (
    ask_for_check,
    begin_learning,
    change_learning,
    check_learning,
    comment_on_learning,
    name_on_learning,
    publish_learning,
    take_down_learning,
)
from decisions.drawing_on import figures_of, shown
from decisions.models import Learning, LearningPage, LearningRound
from decisions.naming import full_names
from decisions.reminders import waiting_for
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import note_involvement
from projects.models import Involvement, Membership, Project, StageClosure, Via
from tests.factories import join, make_person

WEEK = dt.timedelta(days=7)
WORDS = {
    "service": "carers",
    "aim": "Breaks that come before carers are worn out.",
    "changed": "Carers can now ask by phone.",
    "differently": "Begin with the carers.",
    "costs": "£4,000, and forty breaks.",
    "resources": "The library's back room.",
}


@pytest.fixture
def learning(project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime) -> Learning:
    """Written, and nobody is asked yet."""
    learning = begin_learning(project, because="It is done.", by=amina, now=now)
    change_learning(learning, WORDS, number=1, by=amina, now=now)
    return learning


@pytest.fixture
def asked(learning: Learning, amina: Person, now: dt.datetime) -> LearningRound:
    return ask_for_check(learning, days=7, by=amina, now=now)


def all_fine(asked: LearningRound, seats: dict[str, Membership], now: dt.datetime, *keys: str) -> None:
    for key in keys or ("bola", "carys"):
        check_learning(asked, seats[key], by=seats[key].person, now=now)


def publish(learning: Learning, amina: Person, now: dt.datetime, **facts: Any) -> LearningPage:
    return publish_learning(learning, facts.pop("reasons", {}), by=amina, now=now, **facts)


class TestBeginning:
    def test_a_project_with_an_open_stage_needs_a_reason(
        self, project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        with pytest.raises(Refused, match="Write why the project is finished"):
            begin_learning(project, by=amina, now=now)

    def test_a_project_whose_stages_are_all_closed_needs_none(
        self, project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        for stage in project.stages.all():
            StageClosure.objects.create(stage=stage, closed_by=amina, closed_at=now)
        assert begin_learning(project, by=amina, now=now).texts.get().aim == project.purpose

    def test_begun_twice_there_is_one(self, learning: Learning, amina: Person, now: dt.datetime) -> None:
        assert begin_learning(learning.project, by=amina, now=now) == learning


class TestWriting:
    def test_a_change_is_a_new_version_and_the_old_one_stays(self, learning: Learning) -> None:
        assert [text.number for text in learning.texts.all()] == [1, 2]
        with pytest.raises(DatabaseError), transaction.atomic():
            learning.texts.update(aim="Something else.")

    def test_two_people_writing_at_once_lose_nothing(self, learning: Learning, amina: Person, now: dt.datetime) -> None:
        with pytest.raises(Refused, match="Somebody changed the words"):
            change_learning(learning, {**WORDS, "aim": "Mine."}, number=1, by=amina, now=now)

    def test_the_same_words_again_change_nothing(
        self, learning: Learning, asked: LearningRound, amina: Person, now: dt.datetime
    ) -> None:
        assert change_learning(learning, WORDS, number=2, by=amina, now=now) == asked.text

    def test_the_refused_words_come_back_with_the_number_of_now(
        self, learning: Learning, amina: Person, client_of: Callable[[Person], Client]
    ) -> None:
        address = f"/projects/{learning.project.slug}/learning/words"
        page = client_of(amina).post(address, {**WORDS, "aim": "My own aim.", "number": 1}).content.decode()
        assert "My own aim." in page
        assert 'name="number" value="2"' in page
        client_of(amina).post(address, {**WORDS, "aim": "My own aim.", "number": 2})
        assert learning.texts.last().aim == "My own aim."  # type: ignore[union-attr]


class TestChecking:
    def test_every_partner_is_asked_once_and_it_waits_on_home(
        self, asked: LearningRound, bola: Person, amina: Person, now: dt.datetime
    ) -> None:
        people = Message.objects.filter(kind="learning_check").values_list("to__name", flat=True)
        partners = asked.text.learning.project.memberships.exclude(person=amina)
        assert sorted(people) == sorted(partners.values_list("person__name", flat=True))
        assert [each.button for each in waiting_for(bola, now)] == ["Read and check it"]

    def test_an_answer_takes_it_off_home_and_the_last_word_counts(
        self, asked: LearningRound, seats: dict[str, Membership], bola: Person, now: dt.datetime
    ) -> None:
        check_learning(asked, seats["bola"], change="It is too long.", by=bola, now=now)
        check_learning(asked, seats["bola"], by=bola, now=now)
        assert waiting_for(bola, now) == []
        assert [check.is_fine for check in asked.checks.all()] == [True]

    def test_new_words_end_the_check(
        self, learning: Learning, asked: LearningRound, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        change_learning(learning, {**WORDS, "aim": "More."}, number=2, by=amina, now=now)
        with pytest.raises(Refused, match="The words have changed"):
            all_fine(asked, seats, now)
        with pytest.raises(Refused, match="Ask partners to check"):
            publish(learning, amina, now + 2 * WEEK)

    def test_what_somebody_said_by_phone_is_written_down_by_the_facilitator_alone(
        self, asked: LearningRound, seats: dict[str, Membership], amina: Person, dev: Person, now: dt.datetime
    ) -> None:
        check_learning(asked, seats["gwen"], by=amina, now=now, via=Via.PHONE)
        assert asked.checks.get().entered_by == amina
        with pytest.raises(Refused):
            check_learning(asked, seats["gwen"], by=dev, now=now, via=Via.PHONE)
        with pytest.raises(Refused):
            check_learning(asked, seats["gwen"], by=amina, now=now)

    def test_who_left_cannot_answer_and_does_not_count(
        self, learning: Learning, asked: LearningRound, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        all_fine(asked, seats, now)
        Membership.objects.filter(pk=seats["carys"].pk).update(left_at=now)
        with pytest.raises(Refused):
            comment_on_learning(learning, seats["carys"], "Wait.", by=seats["carys"].person, now=now)
        join(learning.project, make_person("Jean Carer"), "carers", now=now)
        with pytest.raises(Refused, match="Carers"):
            publish(learning, amina, now + WEEK)


class TestPublishing:
    def test_not_before_partners_have_had_a_week(
        self, learning: Learning, asked: LearningRound, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        all_fine(asked, seats, now, "bola", "carys", "dev", "farah", "gwen", "idris", "amina")
        with pytest.raises(Refused, match="Partners have until"):
            publish(learning, amina, now + WEEK - dt.timedelta(seconds=1))
        assert publish(learning, amina, now + WEEK).facts["gaps"] == []

    def test_without_a_yes_from_carers_it_needs_a_reason_that_everybody_reads(
        self,
        learning: Learning,
        asked: LearningRound,
        seats: dict[str, Membership],
        amina: Person,
        now: dt.datetime,
        client: Client,
    ) -> None:
        all_fine(asked, seats, now, "bola")
        with pytest.raises(Refused, match="Carers"):
            publish(learning, amina, now + WEEK)
        carers = learning.project.groups.get(key="carers").pk
        publish(learning, amina, now + WEEK, reasons={carers: "They had no time <this> month."})
        page = client.get(f"/learning/{learning.project.slug}").content.decode()
        assert "They had no time &lt;this&gt; month." in page

    def test_a_change_that_was_asked_for_and_not_made_is_explained_to_partners(
        self, learning: Learning, asked: LearningRound, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        all_fine(asked, seats, now)
        check_learning(asked, seats["dev"], change="Shorter.", by=seats["dev"].person, now=now)
        with pytest.raises(Refused, match="asked for a change"):
            publish(learning, amina, now + WEEK)
        page = publish(learning, amina, now + WEEK, unchanged_because="It is one page.")
        assert page.unchanged_because == "It is one page."

    def test_names_in_the_words_or_the_reasons_are_refused(
        self, learning: Learning, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        change_learning(learning, {**WORDS, "aim": "What bola\nADEYEMI wanted."}, number=2, by=amina, now=now)
        with pytest.raises(Refused, match="Bola Adeyemi"):
            ask_for_check(learning, days=7, by=amina, now=now)
        change_learning(learning, WORDS, number=3, by=amina, now=now)
        ask_for_check(learning, days=7, by=amina, now=now)
        reasons = {group.pk: f"{seats['carys'].person.name} was away." for group in learning.project.groups.all()}
        with pytest.raises(Refused, match="Take these names out"):
            publish(learning, amina, now + WEEK, reasons=reasons)

    def test_what_was_published_stays_as_it_was(
        self, learning: Learning, asked: LearningRound, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        all_fine(asked, seats, now)
        page = publish(learning, amina, now + WEEK)
        with pytest.raises(DatabaseError), transaction.atomic():
            LearningPage.objects.update(title="Other")
        change_learning(learning, {**WORDS, "aim": "A new aim."}, number=2, by=amina, now=now + WEEK)
        page.refresh_from_db()
        assert page.text.aim == WORDS["aim"]

    def test_a_page_that_is_taken_down_can_be_published_again(
        self, learning: Learning, asked: LearningRound, seats: dict[str, Membership], amina: Person, now: dt.datetime
    ) -> None:
        all_fine(asked, seats, now)
        publish(learning, amina, now + WEEK)
        with pytest.raises(Refused, match="public already"):
            publish(learning, amina, now + WEEK)
        take_down_learning(learning, "A figure was wrong.", by=amina, now=now + WEEK)
        with pytest.raises(Refused, match="nothing to take down"):
            take_down_learning(learning, "Again.", by=amina, now=now + WEEK)
        assert publish(learning, amina, now + 2 * WEEK).number == 2


class TestFigures:
    @given(people=st.integers(0, 2000))
    def test_only_small_numbers_are_hidden_and_nobody_is_said_openly(self, people: int) -> None:
        assert shown(people) == (None if people in (1, 2, 3, 4) else people)

    def test_small_groups_never_reach_what_is_kept(
        self, project: Project, seats: dict[str, Membership], now: dt.datetime
    ) -> None:
        stage = project.stages.get(position=1)
        for number in range(5):
            seat = join(project, make_person(f"Partner {number}"), "use", now=now)
            note_involvement(seat, stage, Involvement.Kind.ATTENDED, "session:1", by=seat.person, now=now)
        note_involvement(
            seats["dev"], stage, Involvement.Kind.CONTRIBUTED, "contribution:1", by=seats["dev"].person, now=now
        )
        found = {group["name"]: group["people"] for group in figures_of(project)["groups"]}
        assert found == {"People who use services": 5, "Carers": 0, "Staff": None}


@given(
    name=st.sampled_from(["Bola Adeyemi", "Siân O'Neill", "Mary-Jo  Smith"]), before=st.sampled_from(["", "(", "von "])
)
def test_a_full_name_is_found_whatever_the_spaces_and_capitals(name: str, before: str) -> None:
    written = before + name.upper().replace(" ", "\n ") + "."
    assert full_names(written, [name]) == [name]
    assert full_names(f"x{name.replace(' ', 'x')}", [name]) == []


def test_the_page_asks_as_often_for_a_large_project(
    learning: Learning,
    asked: LearningRound,
    seats: dict[str, Membership],
    amina: Person,
    now: dt.datetime,
    client_of: Callable[[Person], Client],
) -> None:
    client, counts = client_of(amina), []
    for times in (1, 12):
        for number in range(times):
            seat = join(learning.project, make_person(f"Partner {times} {number}"), "use", now=now)
            check_learning(asked, seat, change="Shorter.", by=seat.person, now=now)
            comment_on_learning(learning, seat, "I like it.", by=seat.person, now=now)
            name_on_learning(learning, seat, now.date() + WEEK, by=seat.person, now=now)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/projects/{learning.project.slug}/learning/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
