"""Easy Read words beside the full ones: written by people, read first by those who need them, never quietly old."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.actions import change_wording
from decisions.easy import of_decision
from decisions.models import Decision, Position
from participants.models import AccessNeed, Person
from projects.actions import change_stage
from projects.actions.arranging import StagePlan
from projects.actions.easy import write_easy_read
from projects.easy import of_session, of_stage
from projects.models import DesignSession, EasyRead, HistoryEntry, Membership, Project, SessionAnswer, Stage
from tests.factories import make_decision, make_session, make_supporter

Browser = Callable[[Person], Client]
Seats = dict[str, Membership]
OLD = "The full words have changed since this was written."
MISSING = "There are no Easy Read words here yet."
SOMEBODY = "Somebody in this project needs Easy Read"
WORDS = "Carers get tired.\nA break is time to rest."


@pytest.fixture
def stage(discover: Stage) -> Stage:
    discover.purpose, discover.fixed = "Hear what a respite provision is for.", "The yearly budget."
    discover.save(update_fields=["purpose", "fixed"])
    return discover


@pytest.fixture
def session(project: Project, now: dt.datetime) -> DesignSession:
    start = now + dt.timedelta(days=3)
    purpose = "Draw one carer's week and mark the gaps."
    return make_session(project, starts_at=start, now=now, purpose=purpose, online_link="https://meet.example.org/week")


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now, background="In Discover, carers told us.")


@pytest.fixture
def needs_it(idris: Person, seats: Seats, now: dt.datetime) -> AccessNeed:
    return AccessNeed.objects.create(
        person=idris, kind="easy_read", recorded_by=idris, recorded_at=now, reviewed_at=now
    )


@pytest.fixture
def twins(seats: Seats, stage: Stage, session: DesignSession, decision: Decision, now: dt.datetime) -> None:
    wording = decision.wordings.get()
    for original in (of_stage(stage), of_session(session), of_decision(decision, wording)):
        write_easy_read(stage.project, original, WORDS, by=seats["amina"].person, now=now)


def pages(stage: Stage, session: DesignSession, decision: Decision) -> dict[str, str]:
    """The addresses that have Easy Read words, each with some of its full ones."""
    return {
        stage.get_absolute_url(): "respite provision",
        stage.project.get_absolute_url(): "The yearly budget.",
        session.get_absolute_url(): "mark the gaps",
        f"{session.get_absolute_url()}answer": "mark the gaps",
        decision.get_absolute_url(): "for the carer to rest",
    }


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_somebody_who_needs_easy_read_gets_it_first_and_the_full_words_one_link_away(
    client_of: Browser,
    idris: Person,
    needs_it: AccessNeed,
    twins: None,
    stage: Stage,
    session: DesignSession,
    decision: Decision,
) -> None:
    client = client_of(idris)
    for path, full in pages(stage, session, decision).items():
        page = read(client, path)
        assert "<p>Carers get tired.</p><p>A break is time to rest.</p>" in page, path
        assert full not in page, path
        assert page.count('href="?read=full"') == 1, path
        page = read(client, f"{path}?read=full")
        assert full in page, path
        assert "Carers get tired." not in page, path
        assert 'href="?read=easy"' in page, path


def test_everybody_else_reads_the_full_words_with_a_link_to_easy_read(
    client_of: Browser, bola: Person, twins: None, stage: Stage, session: DesignSession, decision: Decision
) -> None:
    client = client_of(bola)
    for path, full in pages(stage, session, decision).items():
        page = read(client, path)
        assert full in page, path
        assert "Carers get tired." not in page, path
        assert page.count('href="?read=easy"') == 1, path
        assert "Carers get tired." in read(client, f"{path}?read=easy"), path


def test_where_there_is_none_nobody_is_offered_any_and_who_needs_it_is_told(
    client_of: Browser, seats: Seats, needs_it: AccessNeed, stage: Stage, session: DesignSession, decision: Decision
) -> None:
    for path, full in pages(stage, session, decision).items():
        page = read(client_of(seats["idris"].person), path)
        assert MISSING in page, path
        assert full in page, path
        page = read(client_of(seats["bola"].person), path)
        assert MISSING not in page, path
        assert SOMEBODY not in page, path
        assert "read=easy" not in page, path
        page = read(client_of(seats["amina"].person), path)
        assert SOMEBODY in page, path
        assert "easy-read" in page, path
        assert needs_it.person.name not in page.partition(SOMEBODY)[2].partition("</div>")[0]


def test_nobody_is_said_to_need_it_where_nobody_does_any_more(
    client_of: Browser, amina: Person, needs_it: AccessNeed, decision: Decision, now: dt.datetime
) -> None:
    needs_it.ended_at = now
    needs_it.save(update_fields=["ended_at"])
    assert SOMEBODY not in read(client_of(amina), decision.get_absolute_url())


def test_words_that_are_out_of_date_say_so_and_the_full_words_stand_below(
    client_of: Browser,
    seats: Seats,
    needs_it: AccessNeed,
    twins: None,
    stage: Stage,
    session: DesignSession,
    decision: Decision,
    now: dt.datetime,
) -> None:
    amina = seats["amina"].person
    for path in pages(stage, session, decision):
        assert OLD not in read(client_of(needs_it.person), path)
    change_wording(decision, words="A break is for both of them.", because="Bola.", by=amina, now=now)
    plan = StagePlan.of(stage)
    change_stage(stage, StagePlan(**vars(plan) | {"purpose": "Hear everybody."}), by=amina, now=now)
    DesignSession.objects.filter(pk=session.pk).update(purpose="Draw a map.")
    for path in pages(stage, session, decision):
        page = read(client_of(needs_it.person), path)
        assert OLD in page, path
        assert "Carers get tired." in page, path
        assert SOMEBODY in read(client_of(amina), path), path
    page = read(client_of(needs_it.person), decision.get_absolute_url())
    assert "both of them" in page.partition(OLD)[2]


def test_words_of_the_same_wording_are_current_again(
    seats: Seats, decision: Decision, client_of: Browser, twins: None, now: dt.datetime
) -> None:
    amina, first = seats["amina"].person, decision.wordings.get().words
    for words in ("Other words.", first):
        change_wording(decision, words=words, because="We tried.", by=amina, now=now)
    assert OLD not in read(client_of(amina), f"{decision.get_absolute_url()}?read=easy")


def test_each_version_keeps_the_easy_read_words_that_were_written_from_it(
    seats: Seats, decision: Decision, client_of: Browser, twins: None, now: dt.datetime
) -> None:
    amina = seats["amina"].person
    new = change_wording(decision, words="Other words.", because="We tried.", by=amina, now=now)
    write_easy_read(decision.project, of_decision(decision, new), "These are others.", by=amina, now=now)
    second, first = read(client_of(amina), f"{decision.get_absolute_url()}versions").split("Version 1", 1)
    assert "These are others." in second
    assert "Carers get tired." in first


def test_a_supporter_reads_as_they_like_and_learns_nobodys_need(
    client_of: Browser,
    huw: Person,
    seats: Seats,
    needs_it: AccessNeed,
    twins: None,
    decision: Decision,
    now: dt.datetime,
) -> None:
    make_supporter(seats["idris"], huw, now=now)
    path = decision.get_absolute_url()
    page = read(client_of(huw), f"{path}?for={seats['idris'].pk}")
    assert "Carers get tired." not in page
    assert f"?read=easy&amp;for={seats['idris'].pk}" in page
    page = read(client_of(huw), f"{path}?read=easy&for={seats['idris'].pk}")
    assert "Carers get tired." in page
    assert "OK for me" not in page


def mark_of(client: Client, path: str) -> str:
    found = re.search(r'name="mark" value="(\w+)"', read(client, path))
    assert found
    return found[1]


@pytest.fixture(params=["stage", "session", "decision"])
def place(
    request: pytest.FixtureRequest, seats: Seats, stage: Stage, session: DesignSession, decision: Decision
) -> str:
    """Where Easy Read words are written."""
    thing: Any = {"stage": stage, "session": session, "decision": decision}[request.param]
    return f"{thing.get_absolute_url()}easy-read"


def test_a_facilitator_writes_it_and_who_and_when_is_kept(
    client_of: Browser, amina: Person, place: str, now: dt.datetime
) -> None:
    client = client_of(amina)
    answer = client.post(place, {"words": WORDS, "mark": mark_of(client, place)})
    assert answer.headers["Location"] == f"{place}/pictures"
    page = read(client, f"{place.removesuffix('easy-read')}?read=easy")
    assert "Written by Amina Yusuf, " in page
    assert "Carers get tired." in page
    made = EasyRead.objects.get()
    assert (made.written_by, made.written_at) == (amina, now)
    assert HistoryEntry.objects.filter(verb="easy_read_written", about=made.about, by=amina).count() == 1


def test_the_same_words_sent_twice_are_written_once(client_of: Browser, amina: Person, place: str) -> None:
    client = client_of(amina)
    sent = {"words": WORDS, "mark": mark_of(client, place)}
    for _click in range(2):
        assert client.post(place, sent).status_code == 302
    assert EasyRead.objects.count() == 1


def test_long_sentences_and_hard_words_are_pointed_out_once_and_can_be_saved(
    client_of: Browser, amina: Person, place: str
) -> None:
    client = client_of(amina)
    sent = {"words": f"Stakeholders rest. {'We rest ' * 8}.", "mark": mark_of(client, place)}
    page = client.post(place, sent).content.decode()
    assert "“Stakeholders” is a hard word." in page
    assert "This has 16 words." in page
    assert 'name="seen"' in page
    assert not EasyRead.objects.exists()
    assert client.post(place, sent | {"seen": "yes"}).status_code == 302
    assert EasyRead.objects.get().words.startswith("Stakeholders rest.")


def test_one_can_look_first_and_nothing_is_saved(client_of: Browser, amina: Person, place: str) -> None:
    client = client_of(amina)
    sent = {"words": WORDS, "mark": mark_of(client, place), "look": "yes", "seen": "yes"}
    page = client.post(place, sent).content.decode()
    assert "<p>Carers get tired.</p>" in page
    assert "we found no hard words" in page
    assert not EasyRead.objects.exists()


def test_words_that_changed_meanwhile_are_shown_and_nothing_typed_is_lost(
    client_of: Browser, seats: Seats, decision: Decision, now: dt.datetime
) -> None:
    client, place = client_of(seats["amina"].person), f"{decision.get_absolute_url()}easy-read"
    old = mark_of(client, place)
    change_wording(decision, words="New words.", because="Bola.", by=seats["amina"].person, now=now)
    page = client.post(place, {"words": WORDS, "mark": old}).content.decode()
    assert "have changed while you were writing" in page
    assert "New words." in page
    assert "Carers get tired." in page
    found = re.search(r'name="mark" value="(\w+)"', page)
    assert found
    assert client.post(place, {"words": WORDS, "mark": found[1]}).status_code == 302


def test_empty_words_are_refused(client_of: Browser, amina: Person, place: str) -> None:
    client = client_of(amina)
    page = client.post(place, {"words": " \n ", "mark": mark_of(client, place)}).content.decode()
    assert "There is a problem" in page
    assert not EasyRead.objects.exists()


def test_what_was_written_stays_as_it_was(twins: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        EasyRead.objects.update(words="Others.")


def test_a_session_is_answered_in_easy_read_words(
    client_of: Browser, idris: Person, needs_it: AccessNeed, twins: None, session: DesignSession
) -> None:
    client, path = client_of(idris), f"{session.get_absolute_url()}answer"
    page = read(client, session.get_absolute_url())
    for words in ("Yes. I will be there.", "Yes. I will join on the internet.", "No. I can’t come."):
        assert words in page
    assert "Choose one answer." in client.post(path, {"answer": "", "read": "easy"}).content.decode()
    answer = client.post(path, {"answer": "coming", "needs": "My sister comes too.", "read": "easy"})
    assert answer.headers["Location"] == session.get_absolute_url()
    assert SessionAnswer.objects.get().answer == SessionAnswer.Answer.COMING


def test_a_position_is_taken_in_easy_read_words(
    client_of: Browser, idris: Person, needs_it: AccessNeed, twins: None, decision: Decision
) -> None:
    client, path = client_of(idris), f"{decision.get_absolute_url()}position"
    page = read(client, decision.get_absolute_url())
    for words in ("Yes. It is OK for me.", "No. It is not OK for me.", "I want to ask something first."):
        assert words in page
    page = client.post(path, {"stance": "object", "wording": 1, "read": "easy"}).content.decode()
    assert "Write why it is not OK for you." in page
    assert "Choose one answer." in client.post(path, {"wording": 1, "read": "easy"}).content.decode()
    answer = client.post(path, {"stance": "consent", "wording": 1, "read": "easy"})
    assert answer.headers["Location"] == decision.get_absolute_url()
    assert Position.objects.get().stance == "consent"
    assert "You said: <strong>Yes. It is OK for me</strong>. You can" in read(client, decision.get_absolute_url())


@pytest.mark.parametrize("there", ["easy", "full"])
def test_one_can_switch_and_keep_what_was_typed(
    client_of: Browser, bola: Person, twins: None, session: DesignSession, decision: Decision, there: str
) -> None:
    client, back = client_of(bola), "full" if there == "easy" else "easy"
    sent = {"stance": "object", "reason": "It is too late.", "wording": 1, "read": back, "switch": there}
    page = client.post(f"{decision.get_absolute_url()}position", sent).content.decode()
    assert "It is too late.</textarea>" in page
    assert re.search(r'value="object"[^>]*checked', page)
    assert f'name="read" value="{there}"' in page
    assert ("OK for me" in page) == (there == "easy")
    sent = {"answer": "online", "needs": "A loop.", "read": back, "switch": there}
    page = client.post(f"{session.get_absolute_url()}answer", sent).content.decode()
    assert "A loop.</textarea>" in page
    assert re.search(r'value="online"[^>]*checked', page)
    assert not Position.objects.exists()
    assert not SessionAnswer.objects.exists()


def test_who_chose_to_read_it_so_goes_on_reading_it_so(
    client_of: Browser, bola: Person, twins: None, decision: Decision
) -> None:
    sent = {"stance": "consent", "wording": 1, "read": "easy"}
    answer = client_of(bola).post(f"{decision.get_absolute_url()}position", sent)
    assert answer.headers["Location"] == f"{decision.get_absolute_url()}?read=easy"


@pytest.mark.parametrize("who", ["amina", "bola", "idris"])
def test_the_pages_stay_within_their_queries(
    client_of: Browser,
    seats: Seats,
    needs_it: AccessNeed,
    twins: None,
    stage: Stage,
    session: DesignSession,
    decision: Decision,
    who: str,
) -> None:
    client = client_of(seats[who].person)
    for path in (*pages(stage, session, decision), f"{decision.get_absolute_url()}versions"):
        read(client, path)
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        assert len(queries) <= 12, path
