"""What somebody says without their name shows it nowhere: lists, record, facts, decisions, answers, files."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from decisions.actions import Word, open_decision, record_outcome, tell_people
from decisions.models import Decision, Feedback
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import contribute
from projects.actions.said import correct, narrow, reply, take_back
from projects.models import Contribution, HistoryEntry, Involvement, Membership, Presence
from tests.factories import make_position

HOME = "/projects/short-breaks-for-carers/"
WORDS = "I cried in the car park."
AUDIENCE = Contribution.Audience
ClientOf = Callable[[Person], Client]


@pytest.fixture
def nameless(seats: dict[str, Membership], bola: Person, now: dt.datetime) -> Contribution:
    return contribute(
        seats["bola"], kind=Contribution.Kind.EXPERIENCE, words=WORDS, by=bola, now=now, audience=AUDIENCE.NAMELESS
    )


@pytest.fixture
def named(seats: dict[str, Membership], bola: Person, now: dt.datetime) -> Contribution:
    return contribute(seats["bola"], kind=Contribution.Kind.IDEA, words=WORDS, by=bola, now=now)


def pages(said: Contribution) -> list[str]:
    return [f"{HOME}said/", f"{HOME}said/{said.pk}/", f"{HOME}record/", f"{HOME}involvement", HOME]


@pytest.mark.parametrize("reader", ["amina", "carys", "farah", "huw"])
def test_no_page_of_the_project_says_who_it_was(
    nameless: Contribution, client_of: ClientOf, request: pytest.FixtureRequest, reader: str
) -> None:
    client = client_of(request.getfixturevalue(reader))
    for page in pages(nameless):
        assert "Bola" not in client.get(page).content.decode(), page


def test_everybody_can_read_the_words(nameless: Contribution, client_of: ClientOf, carys: Person) -> None:
    page = client_of(carys).get(f"{HOME}said/").content.decode()
    assert WORDS in page
    assert "Somebody" in page
    assert "24 November" not in page  # a day can be laid beside who was there


def test_the_figures_still_count_them(nameless: Contribution, seats: dict[str, Membership]) -> None:
    assert Presence.objects.filter(membership=seats["bola"]).exists()


def test_the_ledgers_tie_no_name_to_the_words(nameless: Contribution, now: dt.datetime) -> None:
    fact, entry = Involvement.objects.get(), HistoryEntry.objects.get()
    assert str(nameless.pk) not in fact.about
    assert fact.at.date() != now.date()
    assert entry.by is None
    assert "Bola" not in str(entry.facts)


def test_each_thing_said_without_a_name_counts_as_a_fact_of_its_own(
    nameless: Contribution, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    kind = Contribution.Kind.IDEA
    contribute(seats["bola"], kind=kind, words="More.", by=bola, now=now, audience=AUDIENCE.NAMELESS)
    assert Involvement.objects.count() == 2


def test_the_name_can_be_taken_off_later_and_then_the_old_entries_lose_it_too(
    named: Contribution, client_of: ClientOf, bola: Person, carys: Person, now: dt.datetime
) -> None:
    client = client_of(carys)
    assert "Bola Adeyemi shared an idea" in client.get(f"{HOME}record/").content.decode()
    correct(named, "I cried.", by=bola, now=now)
    narrow(named, AUDIENCE.NAMELESS, by=bola, now=now)
    for page in pages(named):
        assert "Bola" not in client.get(page).content.decode(), page
    assert "Somebody took their name off" in client.get(f"{HOME}record/").content.decode()


def test_who_can_read_it_never_grows(
    nameless: Contribution, named: Contribution, bola: Person, now: dt.datetime
) -> None:
    for wider in (AUDIENCE.EVERYONE, AUDIENCE.FACILITATORS, "nobody"):
        with pytest.raises(Refused):
            narrow(nameless, wider, by=bola, now=now)
    narrow(named, AUDIENCE.FACILITATORS, by=bola, now=now)
    with pytest.raises(Refused):
        narrow(named, AUDIENCE.NAMELESS, by=bola, now=now)


def test_nobody_else_changes_who_can_read_it(
    named: Contribution, client_of: ClientOf, amina: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="Only the person"):
        narrow(named, AUDIENCE.NAMELESS, by=amina, now=now)
    assert client_of(amina).post(f"{HOME}said/{named.pk}/audience", {"audience": "nameless"}).status_code == 404


@pytest.mark.parametrize(
    ("reader", "status"), [("amina", 200), ("bola", 200), ("carys", 404), ("farah", 404), ("huw", 404)]
)
def test_what_is_said_to_the_facilitators_is_read_by_them_alone(
    seats: dict[str, Membership],
    bola: Person,
    client_of: ClientOf,
    request: pytest.FixtureRequest,
    now: dt.datetime,
    reader: str,
    status: int,
) -> None:
    kind = Contribution.Kind.WORRY
    said = contribute(seats["bola"], kind=kind, words=WORDS, by=bola, now=now, audience=AUDIENCE.FACILITATORS)
    client = client_of(request.getfixturevalue(reader))
    assert client.get(f"{HOME}said/{said.pk}/").status_code == status
    assert (WORDS in client.get(f"{HOME}said/").content.decode()) == (status == 200)
    assert "Bola" not in client.get(f"{HOME}record/").content.decode()


def test_their_own_reply_shows_no_name_either(
    nameless: Contribution,
    seats: dict[str, Membership],
    bola: Person,
    carys: Person,
    client_of: ClientOf,
    now: dt.datetime,
) -> None:
    reply(nameless, seats["bola"], "It still hurts.", by=bola, now=now)
    for page in pages(nameless):
        text = client_of(carys).get(page).content.decode()
        assert "Bola" not in text, page
    assert "The person who said this" in client_of(carys).get(f"{HOME}said/{nameless.pk}/").content.decode()


@pytest.fixture
def decision(nameless: Contribution, amina: Person, now: dt.datetime) -> Decision:
    return open_decision(
        nameless.project,
        question="Who asks how carers are?",
        proposal="Each assessor asks.",
        closes_at=now + dt.timedelta(days=3),
        by=amina,
        now=now,
        came_from=[nameless],
    )


def settle(decision: Decision, seats: dict[str, Membership], now: dt.datetime) -> None:
    make_position(decision, seats["bola"], "consent", now=now)
    make_position(decision, seats["carys"], "consent", now=now)
    record_outcome(
        decision,
        result="agreed",
        decided="They ask.",
        reasons="It helps.",
        rejected="Nothing.",
        by=seats["amina"].person,
        now=now,
        early=True,
    )


def test_the_trail_of_a_decision_quotes_it_without_group_or_day(
    decision: Decision, client_of: ClientOf, carys: Person
) -> None:
    page = client_of(carys).get(decision.get_absolute_url()).content.decode()
    assert "Somebody said in Discover: “I cried in the car park.”" in page
    assert "1 contribution · November 2026" in page


def test_opening_a_decision_offers_the_words_and_not_the_name(
    nameless: Contribution, client_of: ClientOf, amina: Person
) -> None:
    page = client_of(amina).get(f"{HOME}decisions/new").content.decode()
    assert "Somebody: “I cried in the car park.”" in page
    assert "Bola" not in page


def test_the_answer_to_it_stands_apart_from_the_answer_to_the_person(
    decision: Decision, seats: dict[str, Membership], client_of: ClientOf, amina: Person, now: dt.datetime
) -> None:
    settle(decision, seats, now)
    rows = Feedback.objects.filter(outcome__decision=decision, membership=seats["bola"])
    named, apart = sorted(rows, key=lambda row: row.nameless_id or 0)
    assert WORDS not in named.you_said
    assert (apart.you_said, apart.shown_name) == (WORDS, "Somebody")
    page = client_of(amina).get(f"{decision.get_absolute_url()}feedback").content.decode()
    section = page[page.index("<h2>Somebody") :].partition("</section>")[0]
    assert WORDS in section
    assert "Bola" not in section


def test_the_answer_reaches_them_by_email_and_never_by_somebody_elses_hand(
    decision: Decision, seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    settle(decision, seats, now)
    apart = Feedback.objects.get(outcome__decision=decision, nameless__isnull=False)
    tell_people(decision, [Word(apart.pk, "Every assessor asks now.")], by=amina, now=now)
    message = Message.objects.get(topic=f"feedback:{apart.pk}")
    assert (message.channel, message.only_this_way) == (Message.Channel.EMAIL, True)


def test_a_decision_never_rests_on_what_only_facilitators_may_read(
    seats: dict[str, Membership], bola: Person, amina: Person, now: dt.datetime
) -> None:
    kind = Contribution.Kind.WORRY
    said = contribute(seats["bola"], kind=kind, words=WORDS, by=bola, now=now, audience=AUDIENCE.FACILITATORS)
    with pytest.raises(Refused, match="facilitators only"):
        open_decision(
            said.project,
            question="Why?",
            proposal="So.",
            closes_at=now + dt.timedelta(days=3),
            by=amina,
            now=now,
            came_from=[said],
        )


def test_what_was_taken_back_is_quoted_nowhere(
    decision: Decision, nameless: Contribution, bola: Person, carys: Person, client_of: ClientOf, now: dt.datetime
) -> None:
    take_back(nameless, by=bola, now=now)
    client = client_of(carys)
    assert "car park" not in client.get(decision.get_absolute_url()).content.decode()
    assert client.get(f"{HOME}said/{nameless.pk}/").status_code == 404
    assert "Bola" not in client.get(f"{HOME}record/").content.decode()
    assert Presence.objects.filter(membership=nameless.membership).exists()
