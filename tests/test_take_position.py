import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from decisions.actions import change_wording, record_outcome, take_position
from decisions.models import Decision, Objection, Position
from participants.models import Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Involvement, Membership, Project, Via
from tests.factories import join, make_decision, make_person, make_position

Seats = dict[str, Membership]
HOUR = dt.timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now - dt.timedelta(days=1))


def take(decision: Decision, seat: Membership, stance: str, now: dt.datetime, **facts: object) -> Position:
    facts = {"wording": 1, "by": seat.person, "reason": "" if stance == "consent" else "Because.", **facts}
    return take_position(decision, seat, stance=stance, now=now, **facts)  # type: ignore[arg-type]


def test_it_is_kept_with_the_group_and_noted_as_taking_part(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    position = take(decision, seats["carys"], "consent", now)
    assert (position.group.key, position.wording.number, position.via) == ("carers", 1, Via.ONLINE)
    fact = Involvement.objects.get(kind=Involvement.Kind.DECIDED)
    assert (fact.membership, fact.about) == (seats["carys"], f"decision:{decision.pk}")
    assert HistoryEntry.objects.get(verb="consented").facts["partner"] == "Carys Llewellyn"


def test_the_same_thing_said_twice_counts_once(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    first = take(decision, seats["carys"], "consent", now)
    assert take(decision, seats["carys"], "consent", now + HOUR) == first
    assert (Position.objects.count(), HistoryEntry.objects.count()) == (1, 1)


def test_a_change_of_mind_keeps_the_trail(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    old = take(decision, seats["bola"], "question", now)
    new = take(decision, seats["bola"], "consent", now + HOUR)
    old.refresh_from_db()
    assert (old.stance, old.replaced_at, new.replaced_at) == ("question", now + HOUR, None)


def test_an_objection_needs_a_reason_and_stands(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="Say why you object"):
        take(decision, seats["bola"], "object", now, reason="  ")
    position = take(decision, seats["bola"], "object", now, reason="Rest is not the only reason.")
    assert Objection.objects.get(met_by=None, withdrawn_at=None).position == position


def test_consenting_later_takes_back_ones_own_objections_and_a_question_does_not(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    take(decision, seats["bola"], "object", now)
    take(decision, seats["bola"], "question", now + HOUR)
    assert Objection.objects.filter(withdrawn_at=None).exists()
    take(decision, seats["bola"], "consent", now + 2 * HOUR)
    assert not Objection.objects.filter(withdrawn_at=None).exists()


def test_objecting_in_other_words_leaves_one_objection_standing(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    take(decision, seats["bola"], "object", now, reason="First.")
    take(decision, seats["bola"], "object", now + HOUR, reason="Better said.")
    assert Objection.objects.get(withdrawn_at=None).position.reason == "Better said."


def test_only_the_current_wording_can_be_answered(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    change_wording(decision, words="Other words.", because="Clearer.", by=seats["amina"].person, now=now)
    with pytest.raises(Refused, match="The wording has changed"):
        take(decision, seats["bola"], "consent", now, wording=1)
    assert take(decision, seats["bola"], "consent", now, wording=2).wording.number == 2


def test_up_to_the_closing_instant_it_counts_and_from_then_on_it_is_refused_kindly(
    decision: Decision, seats: Seats
) -> None:
    assert take(decision, seats["bola"], "consent", decision.closes_at - dt.timedelta(microseconds=1))
    with pytest.raises(Refused, match="What happens next"):
        take(decision, seats["gwen"], "consent", decision.closes_at)


def test_after_the_outcome_it_is_refused_even_before_the_closing_time(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    take(decision, seats["bola"], "consent", now)
    facts: dict[str, Any] = {"decided": "Yes.", "reasons": "Good.", "rejected": "Nothing."}
    record_outcome(decision, result="agreed", **facts, early=True, by=seats["amina"].person, now=now)
    with pytest.raises(Refused, match="closed"):
        take(decision, seats["gwen"], "consent", now)


def test_who_left_or_only_watches_cannot_take_part(
    decision: Decision, seats: Seats, project: Project, now: dt.datetime
) -> None:
    watcher = join(project, make_person("Olu Watcher"), "staff", now=now, role=Membership.Role.OBSERVER)
    Membership.objects.filter(pk=seats["bola"].pk).update(left_at=now)
    for seat in (watcher, seats["bola"]):
        with pytest.raises(Refused, match="Only partners"):
            take(decision, seat, "consent", now)


def test_the_database_itself_refuses_late_positions(decision: Decision, seats: Seats) -> None:
    with pytest.raises(IntegrityError, match="is closed"), transaction.atomic():
        make_position(decision, seats["bola"], "consent", now=decision.closes_at)


def test_the_database_keeps_what_was_said(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    position = make_position(decision, seats["bola"], "consent", now=now)
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        Position.objects.filter(pk=position.pk).update(stance="question")
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        position.delete()


class TestInTheBrowser:
    def path(self, project: Project, last: str = "position") -> str:
        return f"/projects/{project.slug}/decisions/1/{last}"

    def test_a_partner_says_where_they_stand(
        self, client_of: Callable[[Person], Client], decision: Decision, project: Project, seats: Seats
    ) -> None:
        client = client_of(seats["bola"].person)
        said = {"stance": "object", "reason": "Rest is not all.", "wording": "1"}
        page = client.post(self.path(project), said, follow=True)
        assert "What you think is on the record" in page.content.decode()
        assert "Rest is not all." in page.content.decode()

    def test_an_objection_without_a_reason_comes_back_with_the_error_at_its_field(
        self, client_of: Callable[[Person], Client], decision: Decision, project: Project, seats: Seats
    ) -> None:
        page = client_of(seats["bola"].person).post(self.path(project), {"stance": "object", "wording": "1"})
        assert 'href="#id_reason"' in page.content.decode()
        assert not Position.objects.exists()

    def test_words_written_for_an_older_wording_are_kept_and_can_be_sent_again(
        self,
        client_of: Callable[[Person], Client],
        decision: Decision,
        project: Project,
        seats: Seats,
        now: dt.datetime,
    ) -> None:
        change_wording(decision, words="Other words.", because="Clearer.", by=seats["amina"].person, now=now)
        said = {"stance": "object", "reason": "I wrote this for long.", "wording": "1"}
        page = client_of(seats["bola"].person).post(self.path(project), said).content.decode()
        assert "The wording has changed while you were reading" in page
        assert "I wrote this for long." in page
        assert 'name="wording" value="2"' in page

    def test_what_arrives_too_late_is_refused_kindly_and_shown_back(
        self,
        client_of: Callable[[Person], Client],
        decision: Decision,
        project: Project,
        seats: Seats,
        now: dt.datetime,
    ) -> None:
        Decision.objects.filter(pk=decision.pk).update(closes_at=now)
        said = {"stance": "object", "reason": "I wrote this for long.", "wording": "1"}
        page = client_of(seats["bola"].person).post(self.path(project), said).content.decode()
        assert "What happens next" in page
        assert "I wrote this for long." in page
        assert "Send what I think" not in page

    def test_the_facilitator_writes_down_what_was_said_by_phone_and_everyone_sees_it(
        self, client_of: Callable[[Person], Client], decision: Decision, project: Project, seats: Seats
    ) -> None:
        said = {"partner": seats["gwen"].pk, "via": "phone", "stance": "consent", "wording": "1"}
        page = client_of(seats["amina"].person).post(self.path(project, "position/for"), said, follow=True)
        assert page.status_code == 200
        position = Position.objects.get()
        assert (position.membership, position.via, position.entered_by) == (
            seats["gwen"],
            "phone",
            seats["amina"].person,
        )
        other = client_of(seats["bola"].person).get(self.path(project, "")).content.decode()
        assert "by phone, entered by Amina Yusuf" in other
        assert Involvement.objects.get().via == Via.PHONE


def test_a_reason_that_is_too_long_is_neither_cut_nor_lost(
    client_of: Callable[[Person], Client], decision: Decision, bola: Person
) -> None:
    client, path = client_of(bola), decision.get_absolute_url()
    page = client.get(path).content.decode()
    assert "in up to 3,000 letters" in page
    box = page.partition('name="reason"')[2].partition(">")[0]
    assert "maxlength" not in box
    long = "It is too short. " * 200
    kept = client.post(f"{path}position", {"stance": "object", "reason": long, "wording": 1}).content.decode()
    assert "Use 3000 letters or fewer. There are 3399 now." in kept
    assert long.strip() in kept
    assert not Position.objects.exists()
    lines = "\r\n".join(["12345678"] * 300)  # 2,699 letters and not 2,998
    fits = {"stance": "object", "reason": lines + "\r\n" + "x" * 300, "wording": 1}
    assert client.post(f"{path}position", fits).status_code == 302
