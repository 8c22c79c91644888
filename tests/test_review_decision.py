"""Partners look at a decision again, and everybody reads what they found and who was part of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from decisions.actions import record_outcome, review_decision
from decisions.models import Decision, Minimum, RegisterEntry, Review
from decisions.register_check import wrong_in
from decisions.reminders.waiting import waiting_for
from decisions.sifting import states
from decisions.tracking import figures
from participants.delivery import deliver
from participants.models import Message, Person
from participants.refusals import Refused
from participants.words import words_of
from projects.actions import take_a_break
from projects.models import HistoryEntry, Membership, Project
from projects.reminders import plan_reminders
from tests.factories import make_decision, make_position

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
WORDS: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting: too late."}

pytestmark = pytest.mark.django_db


def settled(seats: Seats, now: dt.datetime, **facts: Any) -> Decision:
    """Decided ten days ago by the two groups that were needed, with whatever was planned for looking at it again."""
    decision = make_decision(seats["amina"], now=now - 20 * DAY, closes_at=now - 11 * DAY, asks_for_answer=False)
    for key in ("bola", "carys"):
        make_position(decision, seats[key], "consent", now=now - 12 * DAY)
    by = seats["amina"].person
    record_outcome(decision, result="agreed", by=by, now=now - 10 * DAY, **WORDS, **facts)
    return Decision.objects.get(pk=decision.pk)


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return settled(seats, now, review_on=now.date() + dt.timedelta(days=10))


def look(decision: Decision, by: Membership, now: dt.datetime, result: str = "keep", **facts: Any) -> Review:
    parts = dict.fromkeys(decision.project.groups.filter(key="use"), 1)
    facts = {"words": "It works.", "parts": parts, "seen": decision.reviews.count(), **facts}
    return review_decision(decision, result=result, by=by.person, now=now, **facts)


def sent(decision: Decision, now: dt.datetime, **facts: Any) -> dict[str, Any]:
    groups = {f"people_{group.pk}": "0" for group in decision.project.groups.all()}
    [use] = decision.project.groups.filter(key="use")
    later = now.date() + dt.timedelta(days=90)
    day = {"next_on_0": str(later.day), "next_on_1": str(later.month), "next_on_2": str(later.year)}
    return groups | {f"people_{use.pk}": "2", "words": "It works.", "seen": "0", "result": "keep"} | day | facts


def address(decision: Decision) -> str:
    return f"{decision.get_absolute_url()}review"


def test_what_they_found_is_on_its_page_in_the_record_and_in_the_register(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    answer = client_of(seats["amina"].person).post(address(decision), sent(decision, now, result="again"))
    assert answer.status_code == 302
    page = client_of(seats["bola"].person).get(decision.get_absolute_url()).content.decode()
    assert "Keep it, and look at it again on" in page
    assert "People who use services 2" in page
    assert "Missing: Carers" in page
    entry = RegisterEntry.objects.get(kind="reviewed")
    assert (entry.body["result"], entry.body["groups"]["Carers"]) == ("again", 0)
    assert HistoryEntry.objects.filter(verb="review_again").exists()
    decision.refresh_from_db()
    assert decision.review_on == now.date() + dt.timedelta(days=90)
    assert wrong_in(decision.project) == []


def test_the_register_finds_a_review_that_was_changed_behind_its_back(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    look(decision, seats["amina"], now)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE decisions_reviewpart SET people = 9")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert wrong_in(decision.project) == [f"Review 1 of decision {decision.number} is not what entry 2 says."]


@pytest.mark.parametrize("result", ["keep", "ended"])
def test_kept_or_over_it_is_not_due_again(decision: Decision, seats: Seats, now: dt.datetime, result: str) -> None:
    look(decision, seats["amina"], now, result, next_on=now.date() + dt.timedelta(days=50))
    decision.refresh_from_db()
    assert (decision.review_on, decision.review_when) == (None, "")


def test_what_holds_no_more_says_so_in_the_list_and_is_not_looked_at_again(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    look(decision, seats["amina"], now, "ended")
    client = client_of(seats["amina"].person)
    page = client.get(f"/projects/{decision.project.slug}/decisions/?state=ended").content.decode()
    assert decision.question in page
    assert "Holds no more" in page
    assert client.get(address(decision)).status_code == 302
    with pytest.raises(Refused, match="holds no more"):
        look(decision, seats["amina"], now, words="Once more.")


def test_who_wants_to_change_it_goes_on_to_a_new_decision_with_its_words(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    client = client_of(seats["amina"].person)
    answer = client.post(address(decision), sent(decision, now, result="change"), follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"?replaces={decision.number}&method=consent")
    page = answer.content.decode()
    assert decision.question in page
    assert f'<option value="{decision.pk}" selected>' in page


def test_sent_twice_it_counts_once(decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime) -> None:
    client, facts = client_of(seats["amina"].person), sent(decision, now, result="ended")
    for _time in range(2):
        assert client.post(address(decision), facts).status_code == 302
    assert Review.objects.count() == 1


def test_nobody_writes_over_what_somebody_else_found(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    look(decision, seats["amina"], now)
    with pytest.raises(Refused, match="Somebody has looked at it again"):
        look(decision, seats["amina"], now, words="Other words.", seen=0)


def test_while_nothing_is_decided_there_is_nothing_to_look_at_again(
    seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    with pytest.raises(Refused, match="no outcome"):
        look(decision, seats["amina"], now)
    client = client_of(seats["amina"].person)
    assert client.get(address(decision)).status_code == 302
    assert client.post(address(decision), sent(decision, now)).status_code == 200


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"words": ""}, "Write why you chose this."),
        ({"result": ""}, "Choose what you found."),
        ({"result": "nonsense"}, "There is a problem"),
        ({"result": "again", "next_on_0": "", "next_on_1": "", "next_on_2": ""}, "Choose the day"),
        ({"result": "again", "next_on_2": "2001"}, "still to come"),
        ({"seen": "9" * 40}, "1000"),
        ({"words": "It\x00works."}, "There is a problem"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime, facts: dict[str, str], says: str
) -> None:
    answer = client_of(seats["amina"].person).post(address(decision), sent(decision, now, **facts))
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Review.objects.exists()


def test_nobody_took_part_is_no_review(decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime) -> None:
    nobody = {f"people_{group.pk}": "0" for group in decision.project.groups.all()}
    answer = client_of(seats["amina"].person).post(address(decision), sent(decision, now, **nobody))
    assert "at least one" in answer.content.decode()
    assert not Review.objects.exists()


def test_the_partner_who_sees_to_it_writes_it_down_and_no_other_partner(
    seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    decision = settled(seats, now, review_owner=seats["bola"])
    assert client_of(seats["carys"].person).get(address(decision)).status_code == 403
    assert (
        "Look at it again</a>" not in client_of(seats["carys"].person).get(decision.get_absolute_url()).content.decode()
    )
    client = client_of(seats["bola"].person)
    assert "Look at it again</a>" in client.get(decision.get_absolute_url()).content.decode()
    assert client.post(address(decision), sent(decision, now)).status_code == 302
    assert Review.objects.get().by == seats["bola"]


def test_reviews_are_kept_as_they_were_written(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    review = look(decision, seats["amina"], now)
    for change in (
        lambda: Review.objects.filter(pk=review.pk).update(words="Else."),
        lambda: review.parts.update(people=5),
        lambda: review.parts.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def reminded(kind: str) -> list[str]:
    return sorted(message.to.name.split()[0] for message in Message.objects.filter(kind=kind))


def test_whoever_sees_to_it_is_reminded_two_weeks_before_and_on_the_day(seats: Seats, now: dt.datetime) -> None:
    settled(seats, now, review_on=(now + 30 * DAY).date(), review_owner=seats["bola"])
    morning = now.replace(hour=9)
    plan_reminders(morning + 15 * DAY)
    assert reminded("review_due") == []
    for _twice in range(2):
        plan_reminders(morning + 16 * DAY)
    assert reminded("review_due") == ["Bola"]
    plan_reminders(morning + 30 * DAY)
    assert reminded("review_due") == ["Bola", "Bola"]
    message = Message.objects.filter(kind="review_due").earliest("pk")
    deliver(message.pk, now=morning + 16 * DAY)
    message.refresh_from_db()
    assert message.subject == "Look at it again: What should a short break be for?"
    assert "The day for this: Thursday 24 December" in words_of(message).text


def test_while_they_are_on_a_break_or_have_left_the_facilitators_are_asked(seats: Seats, now: dt.datetime) -> None:
    settled(seats, now, review_on=(now + 2 * DAY).date(), review_owner=seats["bola"])
    take_a_break(seats["bola"], until=None, by=seats["bola"].person, now=now - DAY)
    plan_reminders(now.replace(hour=9))
    assert reminded("review_due") == ["Amina"]


def test_an_event_is_asked_about_once_each_quarter(seats: Seats, now: dt.datetime) -> None:
    decision = settled(seats, now, review_when="the new service has run for six months")
    for day in range(0, 200, 5):
        plan_reminders((now + dt.timedelta(days=day)).replace(hour=9))
    quarters = {((now + dt.timedelta(days=day)).month - 1) // 3 for day in range(0, 200, 5)}
    assert len(reminded("review_event")) in (len(quarters) - 1, len(quarters))
    assert Decision.objects.filter(states(now)["event"]).get() == decision


def test_it_waits_on_home_from_two_weeks_before_for_whoever_sees_to_it(seats: Seats, now: dt.datetime) -> None:
    settled(seats, now, review_on=(now + 30 * DAY).date(), review_owner=seats["bola"])
    bola, amina = seats["bola"].person, seats["amina"].person
    assert waiting_for(bola, now) == []
    [waits] = waiting_for(bola, now + 17 * DAY)
    assert (waits.button, waits.words) == ("Look at it again", "Does this decision still hold?")
    assert "overdue" in waiting_for(bola, now + 40 * DAY)[0].words
    assert waiting_for(amina, now + 17 * DAY) == []
    Membership.objects.filter(pk=seats["bola"].pk).update(left_at=now)
    assert waiting_for(bola, now + 17 * DAY) == []
    assert len(waiting_for(amina, now + 17 * DAY)) == 1


def test_overdue_is_on_the_page_the_list_and_the_tracker(
    project: Project, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    decision = settled(seats, now)
    Decision.objects.filter(pk=decision.pk).update(review_on=now.date() - dt.timedelta(days=3))
    for who, path in (
        ("bola", decision.get_absolute_url()),
        ("bola", f"/projects/{project.slug}/decisions/"),
        ("farah", "/decisions/?state=review_late"),
    ):
        assert "Review overdue" in client_of(seats[who].person).get(path).content.decode()
    assert figures([project.pk], now=now)["review"] == 1


def test_minimums_do_not_stand_in_the_way(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    """A review is no second decision: it says who took part, and nothing is counted."""
    Minimum.objects.update(people=50)
    assert look(decision, seats["amina"], now).number == 1


def test_a_day_on_which_nothing_was_sent_does_not_lose_the_reminder(seats: Seats, now: dt.datetime) -> None:
    settled(seats, now, review_on=now.date() - dt.timedelta(days=2))
    for day in range(3):
        plan_reminders(now + day * DAY)
    assert Message.objects.filter(kind="review_due").count() == 1


def test_the_database_lets_nobody_look_again_at_what_holds_no_more(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    look(decision, seats["amina"], now, "ended")
    facts: dict[str, Any] = {"result": "keep", "words": "Still.", "by": seats["amina"], "at": now}
    with pytest.raises(IntegrityError, match="holds no more"), transaction.atomic():
        Review.objects.create(decision=decision, number=2, **facts)
