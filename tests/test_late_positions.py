"""A provisional outcome is no dead end: those who were missing can still say what they think, until it stands."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coproduce.packs.asks import asks_of
from coproduce.packs.content import contents_of
from coproduce.packs.making import make_pack
from coproduce.packs.replies import Reply, enter_replies
from decisions.actions import record_outcome, take_position, withdraw_objection
from decisions.dates import working_days_after
from decisions.drawing_on import first_words
from decisions.models import Decision, Feedback, Influence, Objection, Outcome
from decisions.reminders import waiting_for
from decisions.standing import standing
from participants.models import Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Membership, Via
from tests.factories import join, make_contribution, make_decision, make_person, make_position

Seats = dict[str, Membership]
WORDS: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting: too late."}

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome(seats: Seats, now: dt.datetime) -> Outcome:
    """Agreed yesterday without a carer."""
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=9))
    make_position(decision, seats["bola"], "consent", now=now - dt.timedelta(days=8))
    at = now - dt.timedelta(days=1)
    return record_outcome(decision, result="agreed", by=seats["amina"].person, now=at, **WORDS)


def say(decision: Decision, seat: Membership, stance: str, now: dt.datetime, reason: str = "") -> None:
    take_position(decision, seat, stance=stance, reason=reason, wording=1, by=seat.person, now=now)


def test_as_soon_as_nobody_is_missing_it_stands_and_the_answer_is_due_from_then(
    outcome: Outcome, seats: Seats, farah: Person, now: dt.datetime
) -> None:
    decision = outcome.decision
    assert decision.question not in {each.title for each in waiting_for(farah, now) if each.minutes == 10}
    say(decision, seats["carys"], "consent", now)
    outcome.refresh_from_db()
    assert outcome.stands_since == now
    assert outcome.answer_due_on == working_days_after(now.date(), 10)
    table = standing(decision, now=now)
    assert (table.provisional, table.missing) == (False, "")
    assert HistoryEntry.objects.filter(verb="outcome_stands", about=f"decision:{decision.pk}").exists()
    assert decision.question in {each.title for each in waiting_for(farah, now)}
    assert Feedback.objects.filter(outcome=outcome, membership=seats["carys"], told_at=None).exists()


def test_the_pack_of_who_is_missing_asks_them_and_what_they_send_back_counts(
    outcome: Outcome, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    packs = {key: make_pack(seats[key], large_print=False, by=amina, now=now)[0] for key in ("carys", "dev")}
    asks = asks_of(packs["carys"])
    assert [(ask.noun, ask.title) for ask in asks][:1] == [("decision", outcome.decision.question)]
    assert "decision" not in [ask.noun for ask in asks_of(packs["dev"])]
    [content] = contents_of(seats["carys"].project, [packs["carys"]], now)
    assert content["asks"][0]["late"].startswith("It was decided without enough people from your group.")
    assert content["asks"][0]["until"] == content["reply_by"] == ""
    reply = Reply(asks[0], choice="consent", wording=1)
    enter_replies(seats["carys"], [reply], via=Via.PAPER, by=amina, now=now, pack=packs["carys"])
    outcome.refresh_from_db()
    assert outcome.stands_since == now
    [content] = contents_of(seats["carys"].project, [packs["carys"]], now)
    assert [ask["kind"] for ask in content["asks"]] == ["say"]


def test_a_pack_asks_first_what_is_open(outcome: Outcome, seats: Seats, amina: Person, now: dt.datetime) -> None:
    make_decision(seats["amina"], question="What now?", closes_at=now + dt.timedelta(days=9), now=now)
    asks = asks_of(make_pack(seats["carys"], large_print=False, by=amina, now=now)[0])
    assert [ask.title for ask in asks][:2] == ["What now?", outcome.decision.question]


def test_what_is_said_of_it_elsewhere_is_provisional_too(
    client_of: Callable[[Person], Client], outcome: Outcome, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    project = seats["bola"].project
    said = make_contribution(seats["bola"], "I need rest.", now=now - dt.timedelta(days=9))
    facts: dict[str, Any] = {"how": "taken_up", "because": "The words name rest.", "at": now}
    Influence.objects.create(decision=outcome.decision, membership=seats["bola"], contribution=said, **facts)
    overview = project.get_absolute_url()
    assert "What was decided does not stand yet." in client_of(bola).get(overview).content.decode()
    assert first_words(project)["changed"] == ""
    say(outcome.decision, seats["carys"], "consent", now)
    assert "What was decided does not stand yet." not in client_of(bola).get(overview).content.decode()
    assert "We rest." in first_words(project)["changed"]


def test_only_those_who_are_missing_come_late(outcome: Outcome, seats: Seats, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="closed"):
        say(outcome.decision, seats["dev"], "consent", now)
    say(outcome.decision, seats["carys"], "consent", now)
    with pytest.raises(Refused, match="closed"):
        say(outcome.decision, seats["carys"], "object", now, "Too late.")


def test_somebody_who_was_invited_only_then_can_be_the_voice_that_was_missing(
    outcome: Outcome, seats: Seats, now: dt.datetime
) -> None:
    lena = join(outcome.decision.project, make_person("Lena Late"), "carers", now=now)
    say(outcome.decision, lena, "consent", now)
    outcome.refresh_from_db()
    assert outcome.stands_since == now


def test_while_somebody_who_was_missing_objects_it_does_not_stand(
    client_of: Callable[[Person], Client], outcome: Outcome, seats: Seats, now: dt.datetime
) -> None:
    decision, carys = outcome.decision, seats["carys"]
    say(decision, carys, "object", now, "Rest alone is not enough.")
    outcome.refresh_from_db()
    assert outcome.is_provisional
    assert standing(decision, now=now).provisional
    page = client_of(carys.person).get(decision.get_absolute_url()).content.decode()
    assert "somebody whose group was missing objects" in page
    withdraw_objection(Objection.objects.get(), by=carys.person, now=now)
    outcome.refresh_from_db()
    assert outcome.is_provisional  # silence is not consent
    say(decision, carys, "consent", now + dt.timedelta(minutes=1))
    outcome.refresh_from_db()
    assert not outcome.is_provisional


def test_a_question_that_comes_late_does_not_make_it_stand(outcome: Outcome, seats: Seats, now: dt.datetime) -> None:
    say(outcome.decision, seats["carys"], "question", now, "For how long?")
    outcome.refresh_from_db()
    assert outcome.is_provisional
    say(outcome.decision, seats["carys"], "consent", now + dt.timedelta(minutes=1))
    outcome.refresh_from_db()
    assert not outcome.is_provisional


def test_it_waits_for_them_on_home_and_the_page_has_the_form(
    client_of: Callable[[Person], Client], outcome: Outcome, seats: Seats, now: dt.datetime
) -> None:
    decision, carys, path = outcome.decision, client_of(seats["carys"].person), outcome.decision.get_absolute_url()
    [waits] = waiting_for(seats["carys"].person, now)
    assert (waits.title, waits.by) == (decision.question, None)
    assert "without enough people from your group" in waits.words
    assert waiting_for(seats["dev"].person, now) == []
    page = carys.get(path).content.decode()
    assert 'name="stance"' in page
    assert "partners from a group that is missing can still say what they think" in page
    assert 'name="stance"' not in client_of(seats["dev"].person).get(path).content.decode()
    sent = carys.post(f"{path}position", {"stance": "consent", "wording": 1}, follow=True).content.decode()
    assert "No group is missing any more, so what was decided stands now." in sent
    assert "A group was missing at first. It stands since" in sent
    assert 'name="stance"' not in sent


def test_the_facilitator_writes_down_what_they_said_by_phone(
    client_of: Callable[[Person], Client], outcome: Outcome, seats: Seats, now: dt.datetime
) -> None:
    amina, path = client_of(seats["amina"].person), outcome.decision.get_absolute_url()
    assert f"{path}position/for" in amina.get(path).content.decode()
    form = amina.get(f"{path}position/for").content.decode()
    assert "Carys Llewellyn" in form
    assert "Dev Patel" not in form
    sent = {"partner": seats["carys"].pk, "via": "phone", "stance": "consent", "wording": 1}
    assert amina.post(f"{path}position/for", sent).status_code == 302
    outcome.refresh_from_db()
    assert not outcome.is_provisional


def test_a_new_decision_begins_with_the_same_words(
    client_of: Callable[[Person], Client], seats: Seats, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=9))
    make_position(decision, seats["bola"], "consent", now=now - dt.timedelta(days=8))
    record_outcome(decision, result="not_agreed", by=seats["amina"].person, now=now, **WORDS)
    amina = client_of(seats["amina"].person)
    link = f"/projects/{decision.project.slug}/decisions/new?from={decision.number}"
    assert link in amina.get(decision.get_absolute_url()).content.decode()
    page = amina.get(link).content.decode()
    assert decision.question in page
    assert decision.wordings.get().words in page
    assert link not in client_of(seats["carys"].person).get(decision.get_absolute_url()).content.decode()
    for nothing in ("", "x", "99", "٣"):
        assert amina.get(link.partition("=")[0] + "=" + nothing).status_code == 200


def test_the_database_lets_it_come_to_stand_once_and_nothing_else(outcome: Outcome, now: dt.datetime) -> None:
    this = Outcome.objects.filter(pk=outcome.pk)
    for facts in ({"decided": "Else."}, {"stands_since": now, "decided": "Else."}, {"answer_due_on": now.date()}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            this.update(**facts)
    this.update(stands_since=now)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        this.update(stands_since=now + dt.timedelta(days=1))


def test_a_search_says_that_what_was_decided_does_not_stand_yet(
    client_of: Callable[[Person], Client], outcome: Outcome, seats: Seats, now: dt.datetime
) -> None:
    find, words = f"/projects/{outcome.decision.project.slug}/search/", "Provisional: what was decided"
    client = client_of(seats["dev"].person)
    assert words in client.get(find, {"q": "short break"}).content.decode()
    say(outcome.decision, seats["carys"], "consent", now)
    assert words not in client.get(find, {"q": "short break"}).content.decode()
