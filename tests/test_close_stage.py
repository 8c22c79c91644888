import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from participants.models import Person
from participants.refusals import Refused
from projects.actions import answer_if_done, ask_if_done, close_stage, note_involvement
from projects.gate import Kind, missing
from projects.models import HistoryEntry, Involvement, Membership, Stage, StageAnswer, StageClosure, StageGap
from projects.sentences import sentence_for

CLOSURE = "/projects/short-breaks-for-carers/stages/1/closure"
OVERVIEW = "/projects/short-breaks-for-carers/"
RECORD = "/projects/short-breaks-for-carers/record/"
ALL_BUT_CARERS = ("bola", "dev", "farah")
REASON = "Carers asked us to wait until their meeting in May."


def take_part(stage: Stage, *seats: Membership, now: dt.datetime, kind: str = "attended") -> None:
    for seat in seats:
        note_involvement(seat, stage, Involvement.Kind(kind), "session:1", by=seat.person, now=now)


@pytest.fixture
def without_carers(discover: Stage, seats: dict[str, Membership], amina: Person, now: dt.datetime) -> Stage:
    """Discover, in which somebody of every group but the carers took part, and all say that it is done."""
    take_part(discover, *(seats[key] for key in ALL_BUT_CARERS), now=now)
    all_say_yes(discover, seats, by=amina, now=now)
    return discover


def all_say_yes(stage: Stage, seats: dict[str, Membership], *, by: Person, now: dt.datetime) -> None:
    ask_if_done(stage, by=by, now=now)
    for seat in seats.values():
        answer_if_done(stage, seat, StageAnswer.Answer.YES, by=seat.person, now=now)


def gone(stage: Stage, *kinds: Kind) -> list[tuple[str, int]]:
    """The groups that are missing, with how many partners that concerns."""
    return [(gap.group.key, gap.partners) for gap in missing(stage, *kinds) if gap.group]


@pytest.fixture
def carers(seats: dict[str, Membership]) -> int:
    return seats["carys"].group_id


def test_a_group_whose_partners_all_stayed_away_is_missing(without_carers: Stage) -> None:
    assert gone(without_carers) == [("carers", 1)]


def test_being_told_or_having_joined_is_not_taking_part(
    without_carers: Stage, seats: dict[str, Membership], now: dt.datetime
) -> None:
    take_part(without_carers, seats["carys"], now=now, kind="told")
    take_part(without_carers, seats["carys"], now=now, kind="accepted")
    assert gone(without_carers) == [("carers", 1)]


@pytest.mark.parametrize("kind", ["attended", "contributed", "decided"])
def test_coming_saying_and_deciding_each_count(
    without_carers: Stage, seats: dict[str, Membership], now: dt.datetime, kind: str
) -> None:
    take_part(without_carers, seats["carys"], now=now, kind=kind)
    assert gone(without_carers, Kind.NO_PART) == []


def test_lived_experience_is_missing_even_where_nobody_was_ever_asked(discover: Stage) -> None:
    assert gone(discover) == [("use", 0), ("carers", 0)]


def test_a_stage_cannot_close_quietly_without_a_group(without_carers: Stage, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="Carers"):
        close_stage(without_carers, {}, by=amina, now=now)
    assert not StageClosure.objects.exists()


@pytest.mark.parametrize("words", [" \n ", ".", "n/a", "…!?"])
def test_what_says_nothing_is_not_a_reason(
    without_carers: Stage,
    amina: Person,
    carers: int,
    now: dt.datetime,
    client_of: Callable[[Person], Client],
    words: str,
) -> None:
    with pytest.raises(Refused):
        close_stage(without_carers, {carers: words}, by=amina, now=now)
    page = client_of(amina).post(f"{without_carers.get_absolute_url()}closure", {f"reason_{carers}": words})
    assert f'href="#id_reason_{carers}"' in page.content.decode()
    assert not StageClosure.objects.exists()


def test_with_a_written_reason_it_closes_and_the_next_stage_begins(
    without_carers: Stage, amina: Person, carers: int, now: dt.datetime
) -> None:
    close_stage(without_carers, {carers: REASON}, by=amina, now=now)
    assert StageGap.objects.get().reason == REASON
    assert Stage.objects.get(position=2).is_open
    assert Stage.objects.get(position=3).began_at is None


def test_the_reason_stays_on_the_record(without_carers: Stage, amina: Person, carers: int, now: dt.datetime) -> None:
    close_stage(without_carers, {carers: REASON}, by=amina, now=now)
    sentence = sentence_for(HistoryEntry.objects.get(verb="stage_gap"))
    assert sentence == f"The stage Discover went on without Carers. Amina Yusuf wrote why: “{REASON}”"


def test_no_reason_is_kept_for_a_group_that_took_part(
    without_carers: Stage, seats: dict[str, Membership], amina: Person, carers: int, now: dt.datetime
) -> None:
    take_part(without_carers, seats["carys"], now=now)
    close_stage(without_carers, {carers: REASON}, by=amina, now=now)
    assert not StageGap.objects.exists()


def test_closing_the_last_stage_begins_nothing(
    seats: dict[str, Membership], amina: Person, carers: int, now: dt.datetime
) -> None:
    last = Stage.objects.get(position=4)
    last.began_at = now
    last.save(update_fields=["began_at"])
    Stage.objects.filter(position=1).update(began_at=None)
    take_part(last, *(seats[key] for key in (*ALL_BUT_CARERS, "carys")), now=now)
    all_say_yes(last, seats, by=amina, now=now)
    close_stage(last, {}, by=amina, now=now)
    assert not Stage.objects.filter(began_at__isnull=False, closure=None).exists()


def test_a_stage_that_has_not_begun_cannot_be_closed(
    seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="not begun"):
        close_stage(Stage.objects.get(position=2), {}, by=amina, now=now)


def test_the_database_keeps_one_closure_per_stage(
    without_carers: Stage, amina: Person, carers: int, now: dt.datetime
) -> None:
    close_stage(without_carers, {carers: REASON}, by=amina, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageClosure.objects.create(stage=without_carers, closed_by=amina, closed_at=now)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_close_it_at_once_one_does_and_the_others_are_told(
    without_carers: Stage, amina: Person, carers: int, now: dt.datetime
) -> None:
    start, outcomes = threading.Barrier(4), list[str]()

    def close() -> None:
        start.wait()
        try:
            close_stage(without_carers, {carers: REASON}, by=amina, now=now)
            outcomes.append("closed")
        except Refused as refusal:
            outcomes.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=close) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = "Somebody has just closed this stage. You don't need to do anything."
    assert sorted(outcomes) == sorted(["closed", told, told, told])
    assert Stage.objects.filter(began_at__isnull=False).count() == 2


def test_the_page_names_who_is_missing_and_asks_why(
    without_carers: Stage, client_of: Callable[[Person], Client], amina: Person
) -> None:
    page = client_of(amina).get(CLOSURE).content.decode()
    assert "Why do you close it without them? Carers" in page
    assert "Keep the stage open" in page
    assert "? Staff" not in page


def test_closing_without_a_reason_brings_the_page_back(
    without_carers: Stage, client_of: Callable[[Person], Client], amina: Person
) -> None:
    page = client_of(amina).post(CLOSURE, {}).content.decode()
    assert "Write why the stage goes on: Carers." in page
    assert not StageClosure.objects.exists()


def test_every_partner_reads_the_reason_on_the_overview_the_closure_and_the_record(
    without_carers: Stage, client_of: Callable[[Person], Client], amina: Person, carys: Person, carers: int
) -> None:
    client_of(amina).post(CLOSURE, {f"reason_{carers}": REASON})
    reader = client_of(carys)
    for page in (OVERVIEW, CLOSURE, RECORD, CLOSURE.removesuffix("closure")):
        assert REASON in reader.get(page).content.decode(), page


def test_whoever_comes_second_is_led_to_what_the_first_one_did(
    without_carers: Stage, client_of: Callable[[Person], Client], amina: Person, carers: int
) -> None:
    client = client_of(amina)
    client.post(CLOSURE, {f"reason_{carers}": REASON})
    page = client.post(CLOSURE, {f"reason_{carers}": "Another."}, follow=True).content.decode()
    assert "Somebody has just closed this stage." in page
    assert REASON in page


def test_partners_read_what_is_missing_and_cannot_close_it(
    without_carers: Stage, client_of: Callable[[Person], Client], bola: Person, carers: int
) -> None:
    page = client_of(bola).get(CLOSURE).content.decode()
    assert "The one partner in this stage has not taken part." in page
    assert "Keep the stage open" not in page
    assert client_of(bola).post(CLOSURE, {f"reason_{carers}": REASON}).status_code == 403
    assert not StageClosure.objects.exists()


@pytest.mark.parametrize("position", ["2", "9", "99999999999999999999"])
def test_a_stage_that_has_not_begun_has_no_closing_page(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], amina: Person, position: str
) -> None:
    assert client_of(amina).get(f"/projects/short-breaks-for-carers/stages/{position}/closure").status_code == 404


def words_of(client: Client) -> str:
    return " ".join(client.get(CLOSURE).content.decode().split())


@pytest.fixture
def with_everyone(without_carers: Stage, seats: dict[str, Membership], now: dt.datetime) -> Stage:
    take_part(without_carers, seats["carys"], now=now)
    return without_carers


def test_where_nothing_is_missing_the_page_says_no_more_than_is_true(
    with_everyone: Stage, client_of: Callable[[Person], Client], seats: dict[str, Membership], amina: Person,
    now: dt.datetime,
) -> None:  # fmt: skip
    client = client_of(amina)
    page = words_of(client)
    assert "Every group that has partners has taken part. Nobody who is a partner now says “not yet”." in page
    assert "There are concerns" not in page
    answer_if_done(
        with_everyone, seats["dev"], StageAnswer.Answer.CONCERN, "It was short.", by=seats["dev"].person, now=now
    )
    assert "says “not yet”. There are concerns: read them below." in words_of(client)
    close_stage(with_everyone, {}, by=amina, now=now)
    closed = words_of(client)
    assert "Every group that had partners had taken part. Nobody who was a partner then said “not yet”." in closed
    assert "There were concerns: read them below." in closed
    assert "had said that it was done" not in closed


def test_a_group_that_took_part_and_says_not_yet_is_not_said_to_be_left_out(
    with_everyone: Stage, client_of: Callable[[Person], Client], seats: dict[str, Membership], amina: Person,
    now: dt.datetime,
) -> None:  # fmt: skip
    answer_if_done(
        with_everyone, seats["dev"], StageAnswer.Answer.NOT_YET, "We have more.", by=seats["dev"].person, now=now
    )
    page = words_of(client_of(amina))
    assert "Not everyone says that it is done" in page
    assert "Not everyone has been part of it yet" not in page
    assert "Every group that has partners" not in page


def test_who_took_part_and_merely_had_not_answered_is_not_said_to_be_left_out(
    discover: Stage, client_of: Callable[[Person], Client], seats: dict[str, Membership], amina: Person,
    carers: int, now: dt.datetime,
) -> None:  # fmt: skip
    take_part(discover, *(seats[key] for key in ALL_BUT_CARERS), now=now)
    ask_if_done(discover, by=amina, now=now)
    staff = seats["dev"]
    for seat in (seats["bola"], seats["farah"]):
        answer_if_done(discover, seat, StageAnswer.Answer.YES, by=seat.person, now=now)
    client = client_of(amina)
    page = client.get(CLOSURE).content.decode()
    assert "Why do you close it without them? Carers" in page
    assert "Why do you close it before they have answered? Staff" in page
    reasons = {f"reason_{carers}": REASON, f"reason_{staff.group_id}": "They are all away."}
    client.post(CLOSURE, reasons)
    for address in (CLOSURE, CLOSURE.removesuffix("closure")):
        page = client.get(address).content.decode()
        without, heading, unanswered = page.partition("They had not said whether it is done")
        assert heading, address
        left_out = without.partition("It went on without")[2]
        assert REASON in left_out, address
        assert "Staff" not in left_out, address
        assert "They are all away." in unanswered, address
