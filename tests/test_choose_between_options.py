"""Decisions between options, and by a majority: opened, answered, hidden until they close, counted, written down."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from decisions.actions import open_decision, record_outcome, take_position
from decisions.actions.options import withdraw_option
from decisions.models import Decision, Option, Outcome, Position
from participants.models import Message, Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Membership, PartnerGroup, Project
from tests.factories import make_decision

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
OPTIONS = ["A Saturday club", "A sitter in the evening", "A week by the sea"]
DAY = dt.timedelta(days=1)
WORDS: dict[str, Any] = {"decided": "A sitter.", "reasons": "Most put it high.", "rejected": "The sea: too far."}


def opened(project: Project, by: Person, now: dt.datetime, **facts: Any) -> Decision:
    usual: dict[str, Any] = {
        "question": "What do we try first?",
        "closes_at": now + 7 * DAY,
        "method": "ranked",
        "options": OPTIONS,
    }
    return open_decision(project, by=by, now=now, **usual | facts)


@pytest.fixture
def decision(project: Project, seats: Seats, amina: Person, now: dt.datetime) -> Decision:
    return opened(project, amina, now)


def choose(decision: Decision, seat: Membership, says: Any, now: dt.datetime, **more: Any) -> Position:
    facts: dict[str, Any] = {"by": seat.person, "now": now} | more
    return take_position(decision, seat, stance="options", says=says, wording=1, **facts)


def page_of(client: Client, decision: Decision) -> str:
    found = client.get(decision.get_absolute_url())
    assert found.status_code == 200
    return " ".join(found.content.decode().split())


def form(decision: Decision, **facts: Any) -> dict[str, Any]:
    day = decision.closes_at
    return {
        "question": "Which one?",
        "closes_on_0": str(day.day),
        "closes_on_1": str(day.month),
        "closes_on_2": str(day.year),
        "closes_time": "17:00",
        **{f"minimum_{group.pk}": "0" for group in decision.project.groups.all()},
        **facts,
    }


def test_it_is_opened_with_its_options_and_the_rules_that_everybody_reads(
    client_of: ClientOf, decision: Decision, amina: Person, bola: Person
) -> None:
    new = f"/projects/{decision.project.slug}/decisions/new"
    page = client_of(amina).get(new, {"method": "ranked"}).content.decode()
    assert "What are the options?" in page
    assert "We propose" not in page
    lines = "1. A Saturday club\r\n- A sitter\r\n\r\nA week by the sea"
    sent = form(decision, options=lines, tie="lived", within_groups="on")
    assert client_of(amina).post(f"{new}?method=ranked", sent).status_code == 302
    made = Decision.objects.get(question="Which one?")
    assert [option.words for option in made.options.all()] == ["A Saturday club", "A sitter", "A week by the sea"]
    assert (made.method, made.tie, made.within_groups) == ("ranked", "lived", True)
    page = page_of(client_of(bola), made)
    assert "When options are level: The groups with lived experience settle it." in page
    assert "A week by the sea" in page
    assert Message.objects.filter(kind="decision_opened", context__chooses=True).exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("", "Write at least two options"),
        ("One", "Write at least two options"),
        ("Same\nsame", "Two options are the same"),
        ("\n".join(f"Option {number}" for number in range(41)), "Write 40 options or fewer"),
        ("Short\n" + "x" * 301, "Use 300 letters or fewer for each option"),
    ],
)
def test_options_that_cannot_be_asked_come_back_with_a_sentence(
    client_of: ClientOf, decision: Decision, amina: Person, options: str, sentence: str
) -> None:
    path = f"/projects/{decision.project.slug}/decisions/new?method=dots"
    sent = form(decision, options=options, points="6", tie="again", background="Keep these words.")
    page = client_of(amina).post(path, sent)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Keep these words." in page.content.decode()
    assert Decision.objects.count() == 1


def test_a_partner_puts_options_in_order_and_can_change_it(
    client_of: ClientOf, decision: Decision, bola: Person, seats: Seats
) -> None:
    client, there = client_of(bola), f"{decision.get_absolute_url()}position"
    sent = {"says_2": "1", "says_1": "2", "reason": "Evenings are hardest.", "wording": "1"}
    assert client.post(there, sent).status_code == 302
    position = Position.objects.get()
    assert (position.stance, position.says, position.group.key) == ("options", [2, 1], "use")
    page = page_of(client, decision)
    assert "You said: <strong>put in order: 2, 1</strong>" in page
    assert 'name="says_2" id="id_says_1" value="1"' in page
    assert client.post(there, {"says_3": "1", "wording": "1"}).status_code == 302
    assert list(Position.objects.order_by("at", "pk").values_list("says", flat=True)) == [[2, 1], [3]]
    assert Position.objects.filter(replaced_at=None).get().says == [3]
    client.post(there, {"says_3": "7", "wording": "1"})
    assert Position.objects.count() == 2


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({}, "Write 1 beside the option that you like best."),
        ({"says_1": "1", "says_2": "1"}, "2 options have the place 1"),
        ({"says_1": "first"}, "You wrote “first”"),
        ({"says_1": "-1"}, "Write whole numbers only"),
        ({"says_1": "1" * 400}, "Write whole numbers only"),
        ({"says_1": "²"}, "Write whole numbers only"),
    ],
)
def test_boxes_that_cannot_be_counted_come_back_filled_in(
    client_of: ClientOf, decision: Decision, bola: Person, boxes: dict[str, str], sentence: str
) -> None:
    sent = boxes | {"reason": "Keep my words.", "wording": "1"}
    page = client_of(bola).post(f"{decision.get_absolute_url()}position", sent)
    words = page.content.decode()
    assert page.status_code == 200
    assert sentence in words
    assert 'href="#id_says_0"' in words
    assert "Keep my words." in words
    for name, value in boxes.items():
        assert f'name="{name}"' in words
        assert f'value="{value}"' in words
    assert not Position.objects.exists()


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ({1: 4, 2: 3}, "You have 6 dots, and put down 7"),
        ({1: 7}, "from 0 to 6"),
        ({1: 0}, "at least one dot"),
        ({9: 1}, "withdrawn"),
    ],
)
def test_dots_have_a_sum(
    project: Project, seats: Seats, amina: Person, now: dt.datetime, says: dict[int, int], sentence: str
) -> None:
    decision = opened(project, amina, now, method="dots", points=6)
    with pytest.raises(Refused, match=sentence):
        choose(decision, seats["bola"], says, now)
    assert choose(decision, seats["bola"], {1: 4, 3: 2, 2: 0}, now).says == {"1": 4, "3": 2}


def test_nobody_reads_what_others_chose_before_it_closes(
    client_of: ClientOf, decision: Decision, seats: Seats, carys: Person, amina: Person, now: dt.datetime
) -> None:
    choose(decision, seats["bola"], [2, 1], now, reason="Evenings are hardest.")
    for person in (carys, amina):
        page = page_of(client_of(person), decision)
        assert "<strong>Answered:</strong> Bola Adeyemi" in page
        assert "put in order" not in page
        assert "Evenings" not in page
        assert client_of(person).get(f"{decision.get_absolute_url()}count").status_code == 302
    record = client_of(amina).get(f"/projects/{decision.project.slug}/record/").content.decode()
    assert "Bola Adeyemi answered" in record
    assert "Evenings" not in record


def closed(decision: Decision, now: dt.datetime) -> Decision:
    Decision.objects.filter(pk=decision.pk).update(closes_at=now, opened_at=now - DAY)
    return Decision.objects.get(pk=decision.pk)


def test_once_closed_it_is_counted_for_all_and_for_each_group(
    client_of: ClientOf, decision: Decision, seats: Seats, carys: Person, amina: Person, now: dt.datetime
) -> None:
    for key, says in {"bola": [2, 1], "gwen": [1, 2], "carys": [2], "dev": [3, 2, 1]}.items():
        choose(decision, seats[key], says, now - DAY, **({"via": "phone", "by": amina} if key == "gwen" else {}))
    closed(decision, now)
    page = page_of(client_of(carys), decision)
    assert "Chosen: 2. A sitter in the evening" in page
    assert "Bola Adeyemi put in order: 2, 1" in page
    assert "by phone, entered by Amina" in page
    steps = " ".join(client_of(carys).get(f"{decision.get_absolute_url()}count").content.decode().split())
    assert "Round 1" in steps
    assert "Out: " in steps
    assert "Places as points</a>: Option 2" in steps
    assert "Each against each</a>: Option 2" in steps


def test_the_outcome_is_what_was_counted(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    for key in ("bola", "carys", "dev"):
        choose(decision, seats[key], [2, 1], now - DAY)
    decision = closed(decision, now)
    path = f"{decision.get_absolute_url()}outcome"
    page = client_of(amina).get(path).content.decode()
    assert "Chosen: 2. A sitter in the evening" in page
    with pytest.raises(Refused, match="By the count it is agreed"):
        record_outcome(decision, result="not_agreed", by=amina, now=now, **WORDS)
    assert client_of(amina).post(path, WORDS | {"result": "agreed"}).status_code == 302
    assert Outcome.objects.get().chosen == decision.options.get(number=2)


def test_nobody_reads_the_count_and_closes_it_when_it_suits_them(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    choose(decision, seats["bola"], [2], now)
    outcome, closing = f"{decision.get_absolute_url()}outcome", f"{decision.get_absolute_url()}closing"
    assert client_of(amina).get(outcome)["Location"] == closing
    sent = client_of(amina).post(outcome, WORDS | {"result": "agreed"}).content.decode()
    assert "Close it first" in sent
    assert "Chosen:" not in sent
    page = client_of(amina).get(closing).content.decode()
    assert "Not everybody has answered." in page
    day = now + dt.timedelta(hours=5)
    at = {"closes_on_0": str(day.day), "closes_on_1": str(day.month), "closes_on_2": str(day.year)}
    soon = client_of(amina).post(closing, at | {"closes_time": "15:00", "because": "The room is free."})
    assert "Give them a day at least" in soon.content.decode()
    assert "The room is free." in soon.content.decode()
    at["closes_on_0"] = str(day.day + 2)
    assert (
        client_of(amina).post(closing, at | {"closes_time": "15:00", "because": "The room is free."}).status_code == 302
    )
    told = Message.objects.filter(kind="closes_sooner")
    assert {message.to.name.split()[0] for message in told} == {"Carys", "Dev", "Farah", "Gwen", "Idris"}
    decision.refresh_from_db()
    assert decision.closes_at < now + 3 * DAY


def test_home_says_how_it_is_decided(decision: Decision, client_of: ClientOf, bola: Person) -> None:
    assert "A decision by ranked choice." in " ".join(client_of(bola).get("/").content.decode().split())


def test_it_closes_at_once_where_everybody_has_answered(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    Decision.objects.update(opened_at=now - DAY)
    for seat in seats.values():
        choose(decision, seat, [2], now, by=seat.person if seat.person.email else amina, via="phone")
    closing = f"{decision.get_absolute_url()}closing"
    assert "Everybody has answered, so it can close now." in client_of(amina).get(closing).content.decode()
    closed_ = client_of(amina).post(closing, {"because": "We all said it."})
    assert closed_["Location"] == f"{decision.get_absolute_url()}outcome"
    assert "Chosen: 2." in client_of(amina).get(closed_["Location"]).content.decode()
    assert not Message.objects.filter(kind="closes_sooner").exists()


def test_options_that_are_level_are_not_settled_silently(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    choose(decision, seats["bola"], [1], now - DAY)
    choose(decision, seats["dev"], [2], now - DAY)
    decision = closed(decision, now)
    page = page_of(client_of(amina), decision)
    assert "These were level: 1. A Saturday club; 2. A sitter in the evening." in page
    assert "So nothing is decided." in page
    with pytest.raises(Refused, match="By the count it is not agreed"):
        record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)
    Decision.objects.update(tie="lived")
    page = page_of(client_of(amina), decision)
    assert "Chosen: 1. A Saturday club" in page


def test_a_group_with_lived_experience_can_have_to_agree_too(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    Decision.objects.update(within_groups=True)
    for key, says in {"bola": [1], "dev": [1], "farah": [1], "carys": [3]}.items():
        choose(decision, seats[key], says, now - DAY)
    decision = closed(decision, now)
    page = page_of(client_of(amina), decision)
    assert "these did not: Carers." in page
    with pytest.raises(Refused, match="within each group"):
        record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)


def test_an_option_is_withdrawn_while_people_choose(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, bola: Person, now: dt.datetime
) -> None:
    choose(decision, seats["bola"], [3, 2], now)
    path = f"{decision.get_absolute_url()}options/withdrawal"
    assert "A week by the sea" in client_of(amina).get(path).content.decode()
    empty = client_of(amina).post(path, {"number": "3", "because": ""})
    assert "Why is it not possible?" in empty.content.decode()
    assert client_of(amina).post(path, {"number": "3", "because": "No coach can take a wheelchair."}).status_code == 302
    page = page_of(client_of(bola), decision)
    assert "<del>A week by the sea</del>" in page
    assert "No coach can take a wheelchair." in page
    assert Message.objects.get(kind="option_withdrawn").to == bola
    assert HistoryEntry.objects.filter(verb="option_withdrawn").exists()
    with pytest.raises(Refused, match="An option was withdrawn while you were answering"):
        choose(decision, seats["carys"], [3], now)
    with pytest.raises(Refused, match="Two options have to be left"):
        withdraw_option(decision, 1, because="No.", by=amina, now=now)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_option(decision, 3, because="No.", by=amina, now=now)
    assert "Chosen: 2." in page_of(client_of(bola), closed(decision, now))


def test_options_keep_the_words_that_people_read(decision: Decision) -> None:
    for change in (
        lambda: Option.objects.filter(number=1).update(words="Something else"),
        lambda: Option.objects.filter(number=1).delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_a_supporting_facilitator_writes_down_an_order_by_phone(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person
) -> None:
    path = f"{decision.get_absolute_url()}position/for"
    gwen = seats["gwen"]
    sent = {"partner": gwen.pk, "via": "phone", "says_1": "2", "says_3": "1", "reason": "", "wording": "1"}
    wrong = client_of(amina).post(path, sent | {"says_1": "1"})
    assert "2 options have the place 1" in wrong.content.decode()
    assert client_of(amina).post(path, sent).status_code == 302
    position = Position.objects.get()
    assert (position.membership, position.says, position.via, position.entered_by) == (gwen, [3, 1], "phone", amina)


def test_those_who_come_late_can_make_it_stand_or_turn_it_over(
    client_of: ClientOf, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    carers = PartnerGroup.objects.get(project=project, key="carers")
    decision = opened(project, amina, now - 8 * DAY, minimums={carers: 1})
    choose(decision, seats["bola"], [1], now - 2 * DAY)
    decision = closed(decision, now - DAY)
    outcome = record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)
    assert outcome.provisional
    choose(decision, seats["carys"], [2, 1], now + DAY)
    outcome.refresh_from_db()
    assert outcome.stands_since is None
    assert "the count comes to something else" in page_of(client_of(amina), decision)
    choose(decision, seats["carys"], [1], now + 2 * DAY)
    outcome.refresh_from_db()
    assert outcome.stands_since == now + 2 * DAY


def test_by_majority_the_share_that_was_agreed_decides(
    client_of: ClientOf, project: Project, seats: Seats, amina: Person, bola: Person, now: dt.datetime
) -> None:
    facts = {"method": "majority", "options": (), "proposal": "We meet on Mondays.", "share": "two_thirds"}
    decision = opened(project, amina, now - 8 * DAY, **facts)
    said = {"bola": "yes", "carys": "no", "dev": "yes", "farah": "neither"}
    for key, stance in said.items():
        seat = seats[key]
        take_position(decision, seat, stance=stance, wording=1, by=seat.person, now=now - 2 * DAY)
    with pytest.raises(Refused, match="Choose one of the answers"):
        take_position(decision, seats["gwen"], stance="consent", wording=1, by=amina, via="phone", now=now - 2 * DAY)
    page = page_of(client_of(bola), decision)
    assert "Two in three, or more, of those who say yes or no." in page
    decision = closed(decision, now - DAY)
    page = page_of(client_of(bola), decision)
    assert "Yes: 2. No: 1. Leave it to the others: 1." in page
    assert record_outcome(decision, result="agreed", by=amina, now=now, **WORDS).chosen is None


def test_one_block_stops_a_consensus_until_it_is_met(
    client_of: ClientOf, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    facts = {"method": "consensus", "options": (), "proposal": "We meet on Mondays."}
    decision = opened(project, amina, now - 8 * DAY, **facts)
    for key, stance, reason in (("bola", "live", ""), ("carys", "block", "I work on Mondays."), ("dev", "aside", "")):
        seat = seats[key]
        take_position(decision, seat, stance=stance, reason=reason, wording=1, by=seat.person, now=now - 2 * DAY)
    page = page_of(client_of(amina), decision)
    assert "<strong>Can live with it:</strong> Bola Adeyemi" in page
    assert "Carys Llewellyn blocks it" in page
    late = closed(decision, now - DAY)
    with pytest.raises(Refused, match="An objection still stands"):
        record_outcome(late, result="agreed", by=amina, now=now, **WORDS)


def test_what_a_method_asks_for_is_kept_by_the_database(seats: Seats, now: dt.datetime) -> None:
    decision = make_decision(seats["amina"], now=now)
    for facts in ({"stance": "options"}, {"stance": "consent", "says": [1]}, {"stance": "block"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Position.objects.create(
                decision=decision,
                wording=decision.wordings.get(),
                membership=seats["bola"],
                group=seats["bola"].group,
                at=now,
                entered_by=seats["bola"].person,
                **facts,
            )
