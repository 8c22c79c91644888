"""Who took part, by group: the one function that every page asks."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from decisions.actions import record_outcome, take_position
from decisions.actions.outcomes import everybody_answered
from decisions.models import Decision, Minimum, Objection, Position
from decisions.standing import Standing, standing, standings
from decisions.voices import silent_seats
from participants.models import Person
from projects.models import Involvement, Membership, Project
from tests.factories import add_wording, join, make_decision, make_person, make_position

KEYS = ["bola", "gwen", "idris", "carys", "amina", "dev", "farah"]
SECOND = dt.timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def counts(table: Standing) -> dict[str, tuple[int, int, int]]:
    return {group.name: (group.present, group.total, group.needs) for group in table.groups}


@pytest.fixture
def decision(seats: dict[str, Membership], now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now - dt.timedelta(days=2), minimums={"use": 2, "carers": 1})


def test_at_first_nobody_has_taken_part_and_everything_is_missing(decision: Decision, now: dt.datetime) -> None:
    table = standing(decision, now=now)
    assert counts(table) == {
        "People who use services": (0, 3, 2),
        "Carers": (0, 1, 1),
        "Staff": (0, 2, 0),
        "Commissioners": (0, 1, 0),
    }
    assert table.provisional
    assert table.missing == "People who use services: 0 of 3, needs 2; Carers: 0 of 1, needs 1"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from(["consent", "object", "question"])), unique_by=lambda s: s[0]
    ),
    needs=st.dictionaries(st.sampled_from(["use", "carers", "staff"]), st.integers(1, 3)),
    seed=st.randoms(use_true_random=False),
)
def test_order_never_matters_and_provisional_means_that_a_minimum_is_not_met(
    seats: dict[str, Membership], now: dt.datetime, said: list[tuple[str, str]], needs: dict[str, int], seed: object
) -> None:
    shuffled = list(said)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    tables = []
    with transaction.atomic():
        for order in (said, shuffled):
            decision = make_decision(seats["amina"], now=now - dt.timedelta(days=1), minimums=needs)
            for place, (key, stance) in enumerate(order):
                make_position(decision, seats[key], stance, now=now - (50 - place) * SECOND)
            tables.append(standing(decision, now=now))
            kept = {minimum.group.name: minimum.taken for minimum in decision.minimums.select_related("group")}
            assert kept == {name: taken for name, (taken, _of, _n) in counts(tables[-1]).items() if name in kept}
        transaction.set_rollback(True)
    first, second = tables
    assert counts(first) == counts(second)
    assert all(0 <= group.present <= group.total for group in first.groups)
    assert first.taken == sum(stance != "question" for _key, stance in said)
    assert first.provisional == any(group.present < group.needs for group in first.groups)
    assert bool(first.missing) == first.provisional


def test_nobody_has_taken_part_in_deciding_on_words_that_they_never_answered(
    decision: Decision, seats: dict[str, Membership], now: dt.datetime
) -> None:
    make_position(decision, seats["carys"], "consent", now=now - SECOND)
    add_wording(decision, "Something else.", now=now)
    table = standing(decision, now=now)
    assert counts(table)["Carers"] == (0, 1, 1)
    assert table.provisional
    assert decision.minimums.get(group__key="carers").taken == 0


def test_somebody_who_answers_both_wordings_counts_once(
    decision: Decision, seats: dict[str, Membership], now: dt.datetime
) -> None:
    make_position(decision, seats["bola"], "object", now=now - SECOND)
    add_wording(decision, "Something else.", now=now)
    make_position(decision, seats["bola"], "consent", now=now)
    table = standing(decision, now=now)
    assert counts(table)["People who use services"] == (1, 3, 2)
    assert decision.minimums.get(group__key="use").taken == 1


def test_observers_are_not_asked_for_an_answer(decision: Decision, project: Project, now: dt.datetime) -> None:
    before = standing(decision, now=now).entitled
    join(project, make_person("Olu Watcher"), "staff", now=now, role=Membership.Role.OBSERVER)
    assert standing(decision, now=now).entitled == before


def test_who_is_only_invited_is_not_counted(decision: Decision, project: Project, now: dt.datetime) -> None:
    before = standing(decision, now=now).entitled
    join(project, make_person("Ines Invited"), "carers", now=now, joined_at=None)
    assert standing(decision, now=now).entitled == before


def test_who_leaves_without_a_word_is_not_counted_and_who_had_spoken_still_is(
    decision: Decision, seats: dict[str, Membership], now: dt.datetime
) -> None:
    make_position(decision, seats["bola"], "consent", now=now - SECOND)
    Membership.objects.filter(pk__in=[seats["bola"].pk, seats["gwen"].pk]).update(left_at=now - SECOND)
    assert counts(standing(decision, now=now))["People who use services"] == (1, 2, 2)


def test_who_joins_after_it_closed_does_not_change_who_was_asked(
    decision: Decision, project: Project, now: dt.datetime
) -> None:
    before = counts(standing(decision, now=now))
    later = decision.closes_at + dt.timedelta(days=1)
    join(project, make_person("Lena Late"), "carers", now=later)
    assert counts(standing(decision, now=later)) == before


def test_somebody_who_moves_to_another_group_counts_where_they_spoke(
    decision: Decision, project: Project, seats: dict[str, Membership], now: dt.datetime
) -> None:
    make_position(decision, seats["carys"], "consent", now=now - SECOND)
    Membership.objects.filter(pk=seats["carys"].pk).update(group=project.groups.get(key="use"))
    table = counts(standing(decision, now=now))
    assert table["Carers"] == (1, 1, 1)
    assert table["People who use services"] == (0, 3, 2)


def test_any_number_of_decisions_takes_one_query(
    seats: dict[str, Membership], now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many = [make_decision(seats["amina"], now=now - dt.timedelta(days=1)) for _each in range(5)]
    make_position(many[3], seats["carys"], "consent", now=now)
    with django_assert_num_queries(1):
        tables = standings(many, now=now)
    assert [tables[each.pk].taken for each in many] == [0, 0, 0, 1, 0]
    with django_assert_num_queries(0):
        assert standings([], now=now) == {}


def test_a_minimum_is_at_least_one(decision: Decision) -> None:
    with pytest.raises(Exception, match="minimum_is_at_least_one"), transaction.atomic():
        Minimum.objects.filter(decision=decision).update(people=0)


def test_whoever_joins_after_an_early_outcome_is_not_among_those_without_an_answer(
    decision: Decision, seats: dict[str, Membership], project: Project, now: dt.datetime
) -> None:
    facts = {"result": "not_agreed", "decided": "Nothing yet.", "reasons": "Nobody came.", "rejected": "Waiting."}
    record_outcome(decision, by=seats["amina"].person, now=now - 3 * SECOND, early=True, **facts)  # type: ignore[arg-type]
    join(project, make_person("Ray Osborne"), "use", now=now - SECOND)
    names = {seat.person.name for seat in silent_seats(decision, standing(decision, now=now), now=now)}
    assert names == {seats[key].person.name for key in KEYS}


@pytest.fixture
def back(decision: Decision, seats: dict[str, Membership], now: dt.datetime) -> tuple[Membership, Membership]:
    """Carys, who objected, left and came back: the seat that she had, and the one that she has."""
    before = seats["carys"]
    make_position(decision, before, "object", now=now - dt.timedelta(hours=5))
    Objection.objects.create(position=Position.objects.get(membership=before))
    before.left_at = now - dt.timedelta(hours=4)
    before.save()
    return before, join(decision.project, before.person, "carers", now=now - dt.timedelta(hours=3))


def test_who_left_and_came_back_is_counted_once(
    decision: Decision, back: tuple[Membership, Membership], now: dt.datetime
) -> None:
    assert counts(standing(decision, now=now))["Carers"] == (1, 1, 1)


def test_who_came_back_has_one_say_and_can_take_back_what_they_objected_to(
    decision: Decision, back: tuple[Membership, Membership], now: dt.datetime
) -> None:
    before, after = back
    take_position(decision, after, stance="consent", wording=1, by=after.person, now=now)
    assert [each.stance for each in Position.objects.filter(replaced_at=None)] == ["consent"]
    assert Objection.objects.get(position__membership=before).withdrawn_at == now
    assert counts(standing(decision, now=now))["Carers"] == (1, 1, 1)
    assert decision.minimums.get(group=after.group).taken == 1


def test_a_question_is_no_answer_and_counts_towards_no_minimum(
    client_of: Callable[[Person], Client], decision: Decision, seats: dict[str, Membership], now: dt.datetime
) -> None:
    carys = seats["carys"]
    take_position(
        decision, carys, stance=Position.QUESTION, reason="For how long?", wording=1, by=carys.person, now=now
    )
    assert counts(standing(decision, now=now))["Carers"] == (0, 1, 1)
    assert decision.minimums.get(group=carys.group).taken == 0
    assert [fact.kind for fact in Involvement.objects.filter(about=f"decision:{decision.pk}")] == ["contributed"]
    page = client_of(seats["bola"].person).get(decision.get_absolute_url()).content.decode()
    carers = page.partition('id="said"')[2].partition("Carers")[2].partition("</section>")[0]
    assert "Asked a question:</strong> Carys Llewellyn" in carers
    assert "No answer yet" not in carers
    take_position(decision, carys, stance="consent", wording=1, by=carys.person, now=now + SECOND)
    assert counts(standing(decision, now=now + SECOND))["Carers"] == (1, 1, 1)
    assert decision.minimums.get(group=carys.group).taken == 1
    assert Involvement.objects.filter(about=f"decision:{decision.pk}", kind="decided").exists()


def test_a_question_leaves_a_decision_waiting_for_everybody(
    decision: Decision, seats: dict[str, Membership], now: dt.datetime
) -> None:
    for key in KEYS:
        make_position(decision, seats[key], "question" if key == "dev" else "consent", now=now)
    assert not everybody_answered(decision, now)
