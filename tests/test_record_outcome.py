import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from decisions.actions import record_outcome, take_position, withdraw_objection
from decisions.dates import working_days_after
from decisions.models import Decision, Feedback, Objection, Outcome
from decisions.standing import standing
from participants.models import Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Membership, Project
from tests.factories import make_contribution, make_decision, make_position

Seats = dict[str, Membership]
WORDS = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting: too late."}

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now - dt.timedelta(days=1))


def settle(decision: Decision, seats: Seats, now: dt.datetime, result: str = "agreed", **facts: object) -> Outcome:
    facts = {**WORDS, "by": seats["amina"].person, **facts}
    return record_outcome(decision, result=result, now=now, **facts)  # type: ignore[arg-type]


def enough(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    for key in ("bola", "carys"):
        make_position(decision, seats[key], "consent", now=now)


def test_while_it_is_open_it_needs_everybody_or_a_word_that_it_closes_now(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    enough(decision, seats, now)
    with pytest.raises(Refused, match="still open"):
        settle(decision, seats, now)
    assert settle(decision, seats, now, early=True)


def test_once_everybody_has_answered_these_words_it_need_not_wait(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    for seat in seats.values():
        make_position(decision, seat, "consent", now=now)
    assert settle(decision, seats, now).result == "agreed"


def test_after_closing_it_is_recorded_with_its_reasons_and_when_the_answer_is_due(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    enough(decision, seats, now)
    outcome = settle(decision, seats, decision.closes_at, review_on=dt.date(2027, 3, 1))
    assert outcome.answer_due_on == working_days_after(outcome.recorded_at.date(), 10)
    assert HistoryEntry.objects.filter(verb="outcome_agreed").exists()
    decision.refresh_from_db()
    assert decision.review_on == dt.date(2027, 3, 1)
    with pytest.raises(Refused, match="recorded already"):
        settle(decision, seats, decision.closes_at)


def test_an_objection_that_stands_means_not_agreed(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    enough(decision, seats, now)
    dev = seats["dev"]
    take_position(decision, dev, stance="object", reason="No.", wording=1, by=dev.person, now=now)
    with pytest.raises(Refused, match="objection still stands"):
        settle(decision, seats, decision.closes_at)
    assert settle(decision, seats, decision.closes_at, "not_agreed").answer_due_on is None


def test_an_objection_that_was_taken_back_stands_in_nobodys_way(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    enough(decision, seats, now)
    dev = seats["dev"]
    take_position(decision, dev, stance="object", reason="No.", wording=1, by=dev.person, now=now)
    withdraw_objection(Objection.objects.get(), by=dev.person, now=now)
    assert settle(decision, seats, decision.closes_at).result == "agreed"


def test_silence_is_not_consent(decision: Decision, seats: Seats) -> None:
    with pytest.raises(Refused, match="Silence is not consent"):
        settle(decision, seats, decision.closes_at)


def test_below_the_minimum_it_is_provisional_and_no_answer_is_due(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    make_position(decision, seats["bola"], "consent", now=now)
    outcome = settle(decision, seats, decision.closes_at)
    table = standing(decision, now=decision.closes_at)
    assert (table.provisional, table.missing) == (True, "Carers: 0 of 1, needs 1")
    assert outcome.answer_due_on is None
    assert HistoryEntry.objects.get(verb="outcome_provisional").facts["missing"] == table.missing


def test_everyone_who_took_part_or_said_what_led_to_it_is_owed_an_answer_to_their_words(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    decision.came_from.add(make_contribution(seats["idris"], "Papers come too late.", now=now))
    bola = seats["bola"]
    take_position(decision, bola, stance="object", reason="Rest is not all.", wording=1, by=bola.person, now=now)
    take_position(decision, bola, stance="consent", wording=1, by=bola.person, now=now)
    make_position(decision, seats["carys"], "consent", now=now)
    settle(decision, seats, decision.closes_at)
    owed = {feedback.membership: feedback.you_said for feedback in Feedback.objects.all()}
    assert owed == {
        seats["idris"]: "Papers come too late.",
        bola: "Rest is not all.",
        seats["carys"]: "",
    }


def test_the_database_lets_nobody_rewrite_it(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    enough(decision, seats, now)
    outcome = settle(decision, seats, decision.closes_at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Outcome.objects.filter(pk=outcome.pk).update(decided="Something else.")


@pytest.mark.parametrize(
    ("day", "days", "due"),
    [
        (dt.date(2026, 11, 23), 1, dt.date(2026, 11, 24)),
        (dt.date(2026, 11, 27), 1, dt.date(2026, 11, 30)),
        (dt.date(2026, 11, 28), 1, dt.date(2026, 11, 30)),
        (dt.date(2026, 11, 26), 10, dt.date(2026, 12, 10)),
        (dt.date(2026, 11, 26), 0, dt.date(2026, 11, 26)),
    ],
)
def test_working_days_leave_out_saturday_and_sunday(day: dt.date, days: int, due: dt.date) -> None:
    assert working_days_after(day, days) == due


@pytest.mark.parametrize(("result", "words"), [("agreed", ">Agreed<"), ("not_agreed", ">Not agreed<")])
def test_the_outcome_says_in_words_whether_it_was_agreed(
    client_of: Callable[[Person], Client], decision: Decision, seats: Seats, now: dt.datetime, result: str, words: str
) -> None:
    enough(decision, seats, now)
    settle(decision, seats, now, result, early=True)
    page = client_of(seats["dev"].person).get(decision.get_absolute_url()).content.decode()
    assert words in page.partition('id="outcome"')[2].partition("</section>")[0]


def test_provisional_stands_wherever_the_outcome_shows(
    client_of: Callable[[Person], Client],
    decision: Decision,
    project: Project,
    seats: Seats,
    farah: Person,
    now: dt.datetime,
) -> None:
    make_position(decision, seats["bola"], "consent", now=now)
    settle(decision, seats, now, early=True)
    client = client_of(farah)
    for path in (decision.get_absolute_url(), f"/projects/{project.slug}/decisions/", "/decisions/"):
        page = client.get(path).content.decode()
        assert "Provisional" in page, path
        assert "Carers: 0 of 1, needs 1" in page, path


def test_the_facilitator_records_it_in_the_browser_and_goes_on_to_tell_people(
    client_of: Callable[[Person], Client], decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    enough(decision, seats, now)
    client, path = client_of(amina), f"{decision.get_absolute_url()}outcome"
    refused = client.post(path, {**WORDS, "result": "agreed"})
    assert "say that you close it now" in refused.content.decode()
    assert client.post(path, {**WORDS, "result": "agreed", "early": "on"}).headers["Location"].endswith("/feedback")
    assert Outcome.objects.get().decided == "We rest."


def test_a_form_that_could_only_be_refused_says_so_at_once(
    client_of: Callable[[Person], Client], decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    client, path = client_of(amina), decision.get_absolute_url()
    Decision.objects.update(closes_at=now - dt.timedelta(minutes=1))
    for form in ("wording", "position/for"):
        opened = client.get(f"{path}{form}", follow=True)
        assert opened.redirect_chain == [(path, 302)], form
        assert "This decision closed on" in opened.content.decode(), form
    assert client.get(f"{path}outcome").status_code == 200
    settle(decision, seats, now, "not_agreed")
    for form in ("wording", "position/for", "outcome"):
        opened = client.get(f"{path}{form}", follow=True)
        assert opened.redirect_chain == [(path, 302)], form
        assert "This decision has its outcome already." in opened.content.decode(), form
    kept = client.post(f"{path}outcome", {**WORDS, "result": "agreed"}).content.decode()
    assert "recorded already" in kept
    assert WORDS["rejected"] in kept
