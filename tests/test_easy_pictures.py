"""Pictures beside Easy Read words, and the outcome of a decision in Easy Read."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.actions import record_outcome
from decisions.easy import of_decision, of_outcome
from decisions.models import Decision
from participants.models import Person
from participants.refusals import Refused
from projects.actions.easy import choose_pictures, write_easy_read
from projects.easy import newest
from projects.models import EasyRead, HistoryEntry, Membership, Project
from projects.symbols import SYMBOLS, found_for
from tests.factories import make_decision, make_position

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
WORDS = "We want to talk about money.\nCarers need a break.\nCome by bus."

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now - DAY)


def write(decision: Decision, words: str, now: dt.datetime) -> EasyRead:
    original = of_decision(decision, decision.wordings.latest("number"))
    return write_easy_read(decision.project, original, words, by=decision.opened_by.person, now=now)


def choose(decision: Decision, pictures: list[str], now: dt.datetime, twin: int | None = None) -> EasyRead:
    original = of_decision(decision, decision.wordings.latest("number"))
    twin = newest([original.about])[original.about].id if twin is None else twin
    by = decision.opened_by.person
    return choose_pictures(decision.project, original, pictures, twin=twin, by=by, now=now)


def address(decision: Decision) -> str:
    return f"{decision.get_absolute_url()}easy-read/pictures"


def test_every_picture_that_we_offer_is_built_and_no_other() -> None:
    named = json.loads((settings.BASE_DIR / "static" / "src" / "symbols.json").read_text())
    assert sorted(SYMBOLS) == named
    assert sorted(file.stem for file in (settings.BASE_DIR / "static" / "dist" / "symbols").iterdir()) == named


def test_the_pictures_of_a_line_are_found_by_its_words() -> None:
    assert [each.key for each in found_for("We want to talk about money.")][:2] == [
        "busts-in-silhouette",
        "people-dialogue",
    ]
    assert "money-bag" in [each.key for each in found_for("We want to talk about money.")]
    assert [each.key for each in found_for("MEETINGS!")] == ["people-dialogue"]
    assert found_for("Xyzzy qwerty") == found_for("") == found_for("a of to") == []


def test_after_the_words_one_chooses_pictures_and_people_read_them(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    row = write(decision, WORDS, now)
    client = client_of(seats["amina"].person)
    page = client.get(address(decision)).content.decode()
    assert 'value="money-bag"' in page
    assert page.count("No picture") == 3
    sent = {"twin": str(row.pk), "picture_0": "money-bag", "picture_1": "", "picture_2": "bus"}
    answer = client.post(address(decision), sent)
    assert answer.headers["Location"] == f"{decision.get_absolute_url()}?read=easy"
    page = client_of(seats["bola"].person).get(answer.headers["Location"]).content.decode()
    assert page.count('class="picture"') == 2
    assert "symbols/money-bag" in page
    assert HistoryEntry.objects.filter(verb="easy_pictures_chosen").count() == 1


def test_other_pictures_are_found_by_a_word_and_what_was_chosen_stays(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    row = write(decision, WORDS, now)
    sent = {"twin": str(row.pk), "picture_0": "money-bag", "look_2": "swimming", "look": "2"}
    page = client_of(seats["amina"].person).post(address(decision), sent).content.decode()
    assert 'value="person-swimming"' in page
    assert 'value="money-bag" checked' in page
    assert 'value="swimming"' in page
    assert EasyRead.objects.count() == 1


def test_a_line_that_changes_drops_its_picture_and_the_others_keep_theirs(decision: Decision, now: dt.datetime) -> None:
    write(decision, WORDS, now)
    choose(decision, ["money-bag", "hot-beverage", "bus"], now)
    changed = write(decision, "Come by bus.\nNew line.\nWe want to talk about money.\nCarers need rest.", now)
    assert changed.pictures == ["bus", "", "money-bag", ""]


def test_the_same_pictures_twice_are_one_row_and_old_rows_stay(decision: Decision, now: dt.datetime) -> None:
    first = write(decision, WORDS, now)
    for _time in range(2):
        choose(decision, ["money-bag"], now, twin=first.pk)
    assert EasyRead.objects.count() == 2
    with pytest.raises(ProgrammingError), transaction.atomic():
        EasyRead.objects.update(pictures=[])


def test_words_that_changed_meanwhile_are_not_given_pictures_of_other_lines(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    first = write(decision, WORDS, now)
    write(decision, "Something else.", now)
    with pytest.raises(Refused, match="changed meanwhile"):
        choose(decision, ["money-bag"], now, twin=first.pk)
    client = client_of(seats["amina"].person)
    page = client.post(address(decision), {"twin": str(first.pk), "picture_0": "bus"}).content.decode()
    assert "The Easy Read words have changed meanwhile" in page
    assert 'value="bus" checked' in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"twin": "9" * 60},
        {"twin": "x\x00"},
        {"picture_0": "../../secret"},
        {"picture_0": "bus\x00"},
        {"look_0": "\x00", "look": "0"},
        {"look_0": "a" * 5000},
        {"look": "999"},
    ],
)
def test_nothing_that_is_sent_breaks_it(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime, sent: dict[str, str]
) -> None:
    write(decision, WORDS, now)
    assert client_of(seats["amina"].person).post(address(decision), sent).status_code in (200, 302)
    assert not EasyRead.objects.exclude(pictures=[]).exists()


def test_without_words_there_are_no_pictures_to_choose(decision: Decision, seats: Seats, client_of: ClientOf) -> None:
    answer = client_of(seats["amina"].person).get(address(decision))
    assert answer.headers["Location"] == f"{decision.get_absolute_url()}easy-read"


def test_a_picture_that_is_offered_no_more_is_left_out(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    row = write(decision, WORDS, now)
    EasyRead.objects.create(
        project=row.project,
        about=row.about,
        words=row.words,
        full_words=row.full_words,
        pictures=["no-such-picture", "bus"],
        written_by=row.written_by,
        written_at=now,
    )
    page = client_of(seats["bola"].person).get(f"{decision.get_absolute_url()}?read=easy").content.decode()
    assert page.count('class="picture"') == 1


def test_hundreds_of_lines_ask_no_more_of_the_database(
    decision: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    client, counts = client_of(seats["amina"].person), []
    for words in (WORDS, "\n".join(f"Bus {number}." for number in range(200))):
        write(decision, words, now)
        client.get(address(decision))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address(decision)).content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
    assert page.count("No picture") == 60
    assert "stay without pictures" in page


@pytest.fixture
def settled(decision: Decision, seats: Seats, now: dt.datetime) -> Decision:
    for key in ("bola", "carys"):
        make_position(decision, seats[key], "consent", now=now)
    words: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting: too late."}
    record_outcome(decision, result="agreed", by=seats["amina"].person, now=now, early=True, **words)
    return Decision.objects.get(pk=decision.pk)


def test_the_outcome_can_be_read_in_easy_read_with_pictures(
    settled: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    client, place = client_of(seats["amina"].person), f"{settled.get_absolute_url()}outcome/easy-read"
    original = of_outcome(settled, settled.outcome)
    answer = client.post(place, {"words": "You can rest.", "mark": original.mark})
    assert answer.headers["Location"] == f"{place}/pictures"
    twin = newest([original.about])[original.about]
    assert client.post(f"{place}/pictures", {"twin": str(twin.id), "picture_0": "bed"}).status_code == 302
    page = client_of(seats["bola"].person).get(f"{settled.get_absolute_url()}?read=easy").content.decode()
    assert "You can rest." in page
    assert "symbols/bed" in page
    assert "Waiting: too late." not in page
    page = client_of(seats["bola"].person).get(settled.get_absolute_url()).content.decode()
    assert "You can rest." not in page
    assert "Waiting: too late." in page
    assert page.count('href="?read=easy"') == 1


def test_both_parts_in_easy_read_have_one_switch_and_ids_of_their_own(
    settled: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    write(settled, WORDS, now)
    by, original = seats["amina"].person, of_outcome(settled, settled.outcome)
    write_easy_read(settled.project, original, "You can rest.", by=by, now=now)
    page = client_of(seats["bola"].person).get(f"{settled.get_absolute_url()}?read=easy").content.decode()
    assert page.count('href="?read=full"') == 1
    assert page.count('id="easy-read"') == page.count('id="easy-read-outcome"') == 1


def test_the_record_names_the_decision_whose_outcome_was_put_into_easy_read(
    settled: Decision, project: Project, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    by, original = seats["amina"].person, of_outcome(settled, settled.outcome)
    write_easy_read(settled.project, original, "You can rest.", by=by, now=now)
    assert HistoryEntry.objects.get(verb="easy_read_written").about == f"outcome:{settled.pk}"
    page = client_of(seats["bola"].person).get(f"/projects/{project.slug}/record/").content.decode()
    assert "wrote Easy Read words for" in page


def test_there_is_no_outcome_to_write_before_there_is_one(
    decision: Decision, seats: Seats, client_of: ClientOf
) -> None:
    for path in ("outcome/easy-read", "outcome/easy-read/pictures"):
        answer = client_of(seats["amina"].person).get(decision.get_absolute_url() + path)
        assert answer.headers["Location"] == decision.get_absolute_url()
