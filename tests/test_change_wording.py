import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from decisions.actions import change_wording, take_position
from decisions.feedback import told_to
from decisions.models import Decision, Influence, Objection, Wording
from decisions.reminders import waiting_for
from participants.models import Message, Person
from participants.refusals import Refused
from projects.models import Membership, Project
from tests.factories import make_decision, make_position

Seats = dict[str, Membership]
NEW = "A short break is for the carer to rest, and to do something of their own choosing, before they are worn out."

UNSURE = "Bola Adeyemi has not said yet whether the new words meet this."

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now - dt.timedelta(days=1))


@pytest.fixture
def objection(decision: Decision, seats: Seats, now: dt.datetime) -> Objection:
    take_position(
        decision,
        seats["bola"],
        stance="object",
        reason="Rest is not the only reason.",
        wording=1,
        by=seats["bola"].person,
        now=now,
    )
    return Objection.objects.get()


def change(decision: Decision, seats: Seats, now: dt.datetime, **facts: object) -> Wording:
    facts = {"words": NEW, "because": "Rest is not all.", "by": seats["amina"].person, **facts}
    return change_wording(decision, now=now, **facts)  # type: ignore[arg-type]


def test_the_old_words_stay_and_an_objection_is_met_by_the_new_ones(
    decision: Decision, objection: Objection, seats: Seats, now: dt.datetime
) -> None:
    new = change(decision, seats, now, meets={objection.pk: "It now says what else a break is for."})
    objection.refresh_from_db()
    assert [wording.number for wording in decision.wordings.all()] == [1, 2]
    assert (objection.met_by, objection.settled_by) == (new, seats["amina"])
    influence = Influence.objects.get()
    assert (influence.membership, influence.how, influence.wording) == (seats["bola"], "taken_up", new)


def test_home_shows_at_once_what_changed_because_of_somebody(
    decision: Decision, objection: Objection, seats: Seats, bola: Person, dev: Person, now: dt.datetime
) -> None:
    change(decision, seats, now, meets={objection.pk: "It now says what else a break is for."})
    [changed] = told_to(bola)
    assert changed.said == "Rest is not the only reason."
    assert changed.came_of_it == "It now says what else a break is for."
    assert told_to(dev) == []


def test_an_objection_that_is_not_named_still_stands(
    decision: Decision, objection: Objection, seats: Seats, now: dt.datetime
) -> None:
    change(decision, seats, now)
    objection.refresh_from_db()
    assert objection.met_by is None


def test_whoever_had_answered_is_asked_again_and_told_how_their_objection_is_met(
    decision: Decision, objection: Objection, seats: Seats, now: dt.datetime
) -> None:
    make_position(decision, seats["carys"], "consent", now=now)
    change(decision, seats, now, meets={objection.pk: "It now says what else a break is for."})
    messages = {message.to: message for message in Message.objects.filter(kind="wording_changed")}
    assert set(messages) == {seats["bola"].person, seats["carys"].person}
    assert messages[seats["bola"].person].context["met"] == "It now says what else a break is for."
    assert not messages[seats["carys"].person].context.get("met")


def test_it_waits_for_them_on_home_until_they_look_again(
    decision: Decision, objection: Objection, seats: Seats, bola: Person, dev: Person, now: dt.datetime
) -> None:
    assert waiting_for(bola, now) == []
    change(decision, seats, now)
    [again], [first] = waiting_for(bola, now), waiting_for(dev, now)
    assert again.words == "The wording has changed since you answered."
    assert first.button == "Say what you think"
    take_position(decision, seats["bola"], stance="consent", wording=2, by=bola, now=now)
    assert waiting_for(bola, now) == []


def test_the_same_words_are_no_change(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    same = decision.wordings.get().words
    with pytest.raises(Refused, match="same as before"):
        change(decision, seats, now, words=f"  {same}\n")


def test_people_can_get_more_time_and_never_less(decision: Decision, seats: Seats, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="more time"):
        change(decision, seats, now, closes_at=decision.closes_at - dt.timedelta(hours=1))
    change(decision, seats, now, closes_at=decision.closes_at + dt.timedelta(days=2))
    before = decision.closes_at
    decision.refresh_from_db()
    assert decision.closes_at == before + dt.timedelta(days=2)


def test_after_it_closed_the_words_stay(decision: Decision, seats: Seats) -> None:
    with pytest.raises(Refused, match="closed"):
        change(decision, seats, decision.closes_at)


def test_the_page_marks_the_new_words_and_the_versions_page_says_why(
    client_of: Callable[[Person], Client],
    decision: Decision,
    objection: Objection,
    project: Project,
    seats: Seats,
    amina: Person,
    bola: Person,
) -> None:
    path = f"/projects/{project.slug}/decisions/1/"
    closes = decision.closes_at
    sent = client_of(amina).post(
        f"{path}wording",
        {
            "words": NEW,
            "because": "Bola said that rest is not all.",
            f"meets_{objection.pk}": "It says what else a break is for.",
            "closes_on_0": closes.day,
            "closes_on_1": closes.month,
            "closes_on_2": closes.year,
            "closes_time": "10am",
        },
    )
    assert sent.status_code == 302, sent.content.decode()
    page = client_of(bola).get(path).content.decode()
    assert "<ins>" in page
    assert "new words:" in page
    assert "The wording has changed since you answered." in page
    assert "Met by a change of the wording" not in page
    assert UNSURE in page
    versions = client_of(bola).get(f"{path}versions").content.decode()
    assert "Bola said that rest is not all." in versions
    assert "How it is meant to meet what Bola Adeyemi said" in versions
    assert UNSURE in versions


@pytest.mark.parametrize(
    ("stance", "said"),
    [
        ("question", UNSURE),
        ("consent", "Met by a change of the wording"),
        ("object", "Bola Adeyemi objects to the new words too."),
    ],
)
def test_only_who_objected_can_say_that_the_new_words_meet_it(
    client_of: Callable[[Person], Client], decision: Decision, objection: Objection, seats: Seats, stance: str,
    said: str, now: dt.datetime,
) -> None:  # fmt: skip
    change(decision, seats, now, meets={objection.pk: "It now says what else a break is for."})
    bola = seats["bola"]
    reason = "" if stance == "consent" else "Why?"
    later = now + dt.timedelta(minutes=1)
    take_position(decision, bola, stance=stance, reason=reason, wording=2, by=bola.person, now=later)
    assert said in client_of(seats["dev"].person).get(decision.get_absolute_url()).content.decode()


def test_the_facilitator_and_everybody_read_who_has_not_said_whether_the_new_words_meet_their_objection(
    client_of: Callable[[Person], Client], decision: Decision, objection: Objection, seats: Seats, now: dt.datetime
) -> None:
    change(decision, seats, now, meets={objection.pk: "It now says what else a break is for."})
    for key in ("carys", "gwen"):
        make_position(decision, seats[key], "consent", now=now)
    amina, path = client_of(seats["amina"].person), decision.get_absolute_url()
    assert UNSURE in amina.get(f"{path}outcome").content.decode()
    words = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting."}
    sent = amina.post(f"{path}outcome", {**words, "result": "agreed", "early": "on"})
    assert sent.status_code == 302
    outcome = amina.get(path).content.decode().partition('id="outcome"')[2].partition("</section>")[0]
    assert UNSURE in outcome
    record = amina.get(f"/projects/{decision.project.slug}/record/").content.decode()
    assert "who were asked to look again: Bola Adeyemi." in record
    assert "Bola Adeyemi had not said yet whether the new words meet this." in record


def test_the_page_about_consent_promises_only_what_is_true(client_of: Callable[[Person], Client], bola: Person) -> None:
    page = client_of(bola).get("/decisions/how/consent").content.decode()
    assert "Nobody else can end it for you" not in page
    assert "The facilitator can also end it" in page


def test_who_says_their_objection_in_other_words_has_not_changed_their_mind(
    client_of: Callable[[Person], Client], decision: Decision, objection: Objection, seats: Seats, now: dt.datetime
) -> None:
    bola, later = seats["bola"], now + dt.timedelta(minutes=1)
    take_position(decision, bola, stance="object", reason="It is too little.", wording=1, by=bola.person, now=later)
    client = client_of(bola.person)
    page = client.get(decision.get_absolute_url()).content.decode()
    assert "They changed their words" in page
    assert "They changed their mind" not in page
    take_position(decision, bola, stance="consent", wording=1, by=bola.person, now=later + dt.timedelta(minutes=1))
    assert "They changed their mind" in client.get(decision.get_absolute_url()).content.decode()
