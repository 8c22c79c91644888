"""Positions that are private: everybody knows who took part, and neither pages nor the database say who said what."""

import datetime as dt
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.conf import LazySettings
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from decisions.actions import open_decision, record_outcome, take_position
from decisions.actions.options import withdraw_option
from decisions.counting import counted
from decisions.models import Decision, Outcome, Position, PrivatePositions, RegisterEntry
from decisions.private import BLOCK, Kept, Place, kept_in, locked_up, too_few_apart, unlocked
from decisions.register import exported
from decisions.register_check import wrong_in
from decisions.standing import standing
from decisions.voices import positions_of
from participants.models import Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Membership, Project, Via
from tests.factories import join, make_person

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
WORDS: dict[str, Any] = {"decided": "We go on.", "reasons": "Most said so.", "rejected": "Nothing."}
PLACE = Place(wording=1, group=2)
REASON = "Marmalade is what nobody else would write."


def opened(project: Project, by: Person, now: dt.datetime, **facts: Any) -> Decision:
    usual: dict[str, Any] = {
        "question": "Do we move the group to mornings?",
        "proposal": "The group meets in the morning.",
        "closes_at": now + 7 * DAY,
        "method": "majority",
        "private": True,
    }
    return open_decision(project, by=by, now=now, **usual | facts)


@pytest.fixture
def decision(project: Project, seats: Seats, amina: Person, now: dt.datetime) -> Decision:
    return opened(project, amina, now)


def say(decision: Decision, seat: Membership, stance: str, now: dt.datetime, **more: Any) -> Position:
    facts: dict[str, Any] = {"by": seat.person, "now": now, "wording": 1} | more
    return take_position(decision, seat, stance=stance, **facts)


def closed(decision: Decision, now: dt.datetime) -> Decision:
    Decision.objects.filter(pk=decision.pk).update(closes_at=now, opened_at=now - DAY)
    return Decision.objects.get(pk=decision.pk)


def page_of(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200
    return " ".join(found.content.decode().split())


def whole_database() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        rows = []
        for name in names:
            cursor.execute(f'SELECT whole::text FROM "{name}" AS whole')
            rows += [words for (words,) in cursor.fetchall()]
    return "\n".join(rows)


def test_a_facilitator_opens_it_and_everybody_reads_what_that_means(
    client_of: ClientOf, decision: Decision, bola: Person, amina: Person
) -> None:
    new = f"/projects/{decision.project.slug}/decisions/new"
    assert "What each person says is private" in page_of(client_of(amina), f"{new}?method=majority")
    assert "What each person says is private" not in page_of(client_of(amina), f"{new}?method=consent")
    page = page_of(client_of(bola), decision.get_absolute_url())
    assert "Everyone reads who took part, and nobody who said what." in page
    assert "You send this once." in page
    assert "What it does not protect you from" in page_of(client_of(bola), "/decisions/how/private")


def test_the_form_opens_a_private_decision_and_refuses_what_would_give_people_away(
    client_of: ClientOf, decision: Decision, amina: Person
) -> None:
    new, day = f"/projects/{decision.project.slug}/decisions/new?method=majority", decision.closes_at
    sent = {
        "question": "Which day?",
        "proposal": "On Tuesdays.",
        "share": "half",
        "private": "on",
        "closes_on_0": str(day.day),
        "closes_on_1": str(day.month),
        "closes_on_2": str(day.year),
        "closes_time": "17:00",
        **{f"minimum_{group.pk}": "0" for group in decision.project.groups.all()},
    }
    refused = client_of(amina).post(new, sent | {"within_groups": "on"})
    assert refused.status_code == 200
    assert "Choose one: private, or by group." in refused.content.decode()
    assert client_of(amina).post(new, sent).status_code == 302
    assert Decision.objects.get(question="Which day?").private


def test_neither_pages_nor_the_database_say_who_said_what(
    client_of: ClientOf, decision: Decision, seats: Seats, bola: Person, amina: Person, now: dt.datetime
) -> None:
    sent = {"stance": "no", "reason": REASON, "wording": "1"}
    assert client_of(bola).post(f"{decision.get_absolute_url()}position", sent).status_code == 302
    for key in ("carys", "dev", "farah", "idris"):
        say(decision, seats[key], "yes", now)
    assert "Marmalade" not in whole_database()
    assert set(Position.objects.values_list("stance", "reason", "says")) == {("private", "", None)}
    decision = closed(decision, now)
    for person in (seats[key].person for key in ("amina", "bola", "carys", "farah")):
        client, own = client_of(person), decision.get_absolute_url()
        for path in (own, f"/projects/{decision.project.slug}/record/", "/"):
            page = page_of(client, path)
            assert "Marmalade" not in page
            assert "Bola Adeyemi says no" not in page
    page = page_of(client_of(amina), f"{decision.get_absolute_url()}positions")
    assert "Bola Adeyemi took part" in page
    assert page.index("Marmalade") > page.index("What people added, without names")
    record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)
    body = RegisterEntry.objects.get(kind="outcome").body
    assert {each["stance"] for each in body["positions"]} == {"private"}
    assert body["count"] == [{"yes": 4, "no": 1, "neither": 0}]
    assert "Marmalade" not in json.dumps(list(exported(decision.project)))
    assert "Marmalade" not in whole_database()


def test_who_took_part_sees_that_they_did_and_cannot_change_it(
    client_of: ClientOf, decision: Decision, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    client, there = client_of(bola), f"{decision.get_absolute_url()}position"
    say(decision, seats["bola"], "no", now - DAY)
    sent = client.post(there, {"stance": "yes", "wording": "1"}, follow=True)
    assert "It counts once" in sent.content.decode()
    page = page_of(client, decision.get_absolute_url())
    assert "You have taken part." in page
    assert 'name="stance"' not in page
    kept = kept_in(PrivatePositions.objects.get())
    assert kept.answers == {'"no"': 1}
    assert standing(decision, now=now).taken == 1


def test_it_is_counted_as_if_it_were_open(project: Project, seats: Seats, amina: Person, now: dt.datetime) -> None:
    says = {"bola": [2, 1], "gwen": [1, 2], "carys": [2], "dev": [3, 2, 1], "farah": [2, 3], "idris": [1]}
    results = []
    for private in (True, False):
        facts: dict[str, Any] = {"method": "ranked", "options": ["A club", "A sitter", "The sea"], "private": private}
        decision = opened(project, amina, now, **facts)
        for key, order in says.items():
            by = seats[key].person if key != "gwen" else amina
            via = Via.ONLINE if key != "gwen" else Via.PHONE
            say(decision, seats[key], "options", now, says=order, by=by, via=via)
        table, options = standing(decision, now=now), list(decision.options.all())
        results.append(counted(decision, table, positions_of(decision), options, 1))
    in_private, in_the_open = results
    assert in_private.whole == in_the_open.whole
    assert in_private.groups == in_the_open.groups


def test_with_few_people_no_numbers_are_shown_and_with_more_they_are(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    for key in ("bola", "carys", "dev"):
        say(decision, seats[key], "yes", now)
    say(decision, seats["farah"], "no", now, reason=REASON)
    few = page_of(client_of(amina), closed(decision, now).get_absolute_url())
    assert "Fewer than 5 people answered, so nothing is decided" in few
    assert "greed." not in few
    assert "Yes: 3" not in few
    with pytest.raises(Refused, match="Fewer than 5 people answered"):
        record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)
    Decision.objects.update(closes_at=now + DAY)
    say(decision, seats["idris"], "yes", now)
    client, own = client_of(amina), closed(decision, now).get_absolute_url()
    page = page_of(client, own)
    assert "Yes: 4. No: 1." in page
    assert "What each group came to is not shown" in page  # each has one or two
    assert "Each group, counted by itself" not in page
    assert "Marmalade" in page_of(client, f"{own}positions")
    assert "Farah" not in page_of(client, f"{own}positions").split("without names")[-1]


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        ({"a": 7, "b": 6}, ""),
        ({"a": 7, "b": 6, "c": 3}, "bc"),  # those of c are what is left without a and b
        ({"a": 7, "b": 3, "c": 2}, "bc"),
        ({"a": 4}, "a"),
        ({"a": 9, "b": 0}, ""),
    ],
)
def test_small_numbers_are_not_what_is_left_over(groups: dict[str, int], hidden: str) -> None:
    assert too_few_apart(list(groups.items())) == frozenset(hidden)


def test_while_somebody_can_still_answer_no_numbers_are_shown(
    client_of: ClientOf, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    carers = project.groups.get(key="carers")
    decision = opened(project, amina, now, minimums={carers: 1})
    for number in range(6):
        say(decision, join(project, make_person(f"Staff {number}"), "staff", now=now), "yes", now)
    decision = closed(decision, now)
    outcome = record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)
    own = decision.get_absolute_url()
    assert "people from a group that is missing can still answer" in page_of(client_of(amina), own)
    assert RegisterEntry.objects.get(kind="outcome").body["count"] == []
    say(decision, seats["carys"], "no", now + DAY)
    outcome.refresh_from_db()
    assert outcome.stands_since is not None
    assert "Yes: 6. No: 1." in page_of(client_of(amina), own)
    assert RegisterEntry.objects.get(kind="stands").body["count"] == [{"yes": 6, "no": 1, "neither": 0}]


def test_a_question_is_asked_in_the_open_and_the_answer_is_private(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    say(decision, seats["bola"], "question", now, reason="Which mornings?")
    assert "Which mornings?" in page_of(client_of(amina), decision.get_absolute_url())
    assert not PrivatePositions.objects.exists()
    say(decision, seats["bola"], "no", now)
    assert kept_in(PrivatePositions.objects.get()).answers == {'"no"': 1}


def test_a_facilitator_writes_it_down_by_phone_and_the_record_does_not_say_what(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    sent = {"partner": seats["gwen"].pk, "via": "phone", "stance": "no", "reason": REASON, "wording": "1"}
    assert client_of(amina).post(f"{decision.get_absolute_url()}position/for", sent).status_code == 302
    assert HistoryEntry.objects.get(verb="took_part_through").facts["partner"] == "Gwen Parry"
    page = page_of(client_of(amina), closed(decision, now).get_absolute_url())
    assert "Gwen Parry took part" in page
    assert "by phone, entered by Amina" in page
    assert "Marmalade" not in whole_database()


def test_what_is_locked_says_nothing_by_its_length_and_nothing_without_the_secret(settings: LazySettings) -> None:
    kept = Kept()
    lengths = {len(locked_up(kept, PLACE))}
    for number in range(20):
        kept.add([3, 1, 2], f"Words {number}")
        lengths.add(len(locked_up(kept, PLACE)))
    assert len(lengths) == 1
    sealed = locked_up(kept, PLACE)
    assert unlocked(sealed, PLACE).answers == {"[3, 1, 2]": 20}
    assert unlocked(sealed, PLACE).words == sorted(unlocked(sealed, PLACE).words)
    assert len(json.dumps([sorted(kept.answers.items()), kept.words])) < BLOCK
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another secret, by chance"
    with pytest.raises(InvalidToken):
        unlocked(sealed, PLACE)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unlocked(sealed, PLACE).people == 20


def test_it_is_found_when_somebody_puts_answers_into_the_database(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    for key in ("bola", "carys", "dev", "farah"):
        say(decision, seats[key], "no", now)
    before = PrivatePositions.objects.get(group__key="use").sealed
    say(decision, seats["idris"], "no", now)
    assert wrong_in(decision.project) == []
    PrivatePositions.objects.filter(group__key="use").update(sealed=before)
    assert "is not what as many people said" in wrong_in(decision.project)[0]
    decision = closed(decision, now)
    assert "can’t be counted" in page_of(client_of(amina), decision.get_absolute_url())
    with pytest.raises(Refused, match="can’t be counted"):
        record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)
    PrivatePositions.objects.filter(group__key="use").update(sealed="gAAAAAnonsense")
    assert "can’t be counted" in page_of(client_of(amina), decision.get_absolute_url())
    assert not Outcome.objects.exists()


def test_the_database_itself_keeps_the_promise(
    project: Project, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    facts: dict[str, Any] = {"wording": decision.wordings.get(), "group": seats["bola"].group, "at": now}
    theirs: dict[str, Any] = {"decision": decision, "membership": seats["bola"], "entered_by": amina} | facts
    for said in ({"stance": "no"}, {"stance": "private", "reason": "Words"}):
        with pytest.raises(IntegrityError, match="is private"), transaction.atomic():
            Position.objects.create(**theirs, **said)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(private=False)
    with pytest.raises(Refused, match="can’t be private here"):
        opened(project, amina, now, method="consent")
    with pytest.raises(Refused, match="private, or by group"):
        opened(project, amina, now, within_groups=True)


def test_what_was_said_elsewhere_cannot_be_put_in_its_place(
    project: Project, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    other = opened(project, amina, now)
    for key in ("bola", "carys"):
        say(decision, seats[key], "no", now)
        say(other, seats[key], "yes", now)
    theirs = PrivatePositions.objects.get(wording__decision=other, group__key="use").sealed
    PrivatePositions.objects.filter(wording__decision=decision, group__key="use").update(sealed=theirs)
    assert "is not what as many people said" in wrong_in(project)[0]
    with pytest.raises(Refused, match="can’t be kept safely"):
        say(decision, seats["idris"], "yes", now)


def test_an_option_is_not_withdrawn_once_somebody_has_answered_in_private(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    decision = opened(project, amina, now, method="dots", options=["A", "B", "C"], points=3)
    say(decision, seats["bola"], "options", now, says={1: 3})
    with pytest.raises(Refused, match="nobody can change what they said any more"):
        withdraw_option(decision, 1, because="No.", by=amina, now=now)


def test_who_answered_in_private_cannot_be_written_down_again(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    there = f"{decision.get_absolute_url()}position/for"
    assert "Bola Adeyemi" in page_of(client_of(amina), there)
    say(decision, seats["bola"], "no", now)
    assert "Bola Adeyemi" not in page_of(client_of(amina), there).partition("<form")[2]


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_all_kept(project: Project, decision: Decision, now: dt.datetime) -> None:
    people = [join(project, make_person(f"Partner {n}"), "use", now=now - DAY) for n in range(12)]

    def answer(place: int) -> None:
        try:
            say(decision, people[place % 12], "yes" if place % 2 else "no", now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, range(24)))  # each of them twice
    assert kept_in(PrivatePositions.objects.get()).answers == {'"no"': 6, '"yes"': 6}
