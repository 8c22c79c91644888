"""Saying whether one comes, and what one needs."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from participants.actions import add_need
from participants.models import AccessNeed, AccessNeedKind, Message, Person
from participants.refusals import Refused
from projects.actions import answer_session
from projects.models import DesignSession, HistoryEntry, Membership, Project, SessionAnswer, Via
from projects.reminders import waiting_for
from tests.factories import make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
Answer = SessionAnswer.Answer
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(project: Project, now: dt.datetime) -> DesignSession:
    return make_session(project, starts_at=now + 7 * DAY, now=now - DAY)


def test_the_last_word_counts(session: DesignSession, seats: Seats, bola: Person, now: dt.datetime) -> None:
    answer_session(session, seats["bola"], Answer.UNSURE, by=bola, now=now)
    answer_session(session, seats["bola"], Answer.COMING, needs="A quiet space", by=bola, now=now + DAY)
    said = SessionAnswer.objects.get()
    assert (said.answer, said.needs, said.answered_at) == ("coming", "A quiet space", now + DAY)
    assert not HistoryEntry.objects.exists()


def test_only_the_ways_that_there_are_can_be_chosen(
    session: DesignSession, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="What there is: Mill Road Centre"):
        answer_session(session, seats["bola"], Answer.ONLINE, by=bola, now=now)


def test_by_phone_is_a_way_to_come_where_there_is_a_number(
    project: Project, seats: Seats, amina: Person, now: dt.datetime, client_of: Browser
) -> None:
    session = make_session(
        project, starts_at=now + 7 * DAY, now=now, place="", online_link="https://meet.example.org/w"
    )
    page = client_of(amina).get(session.get_absolute_url()).content.decode()
    assert "1 partner takes part by post or phone, and this session is online only." in page
    assert "Yes, by phone" not in page
    gwen = {"answer": "online", "via": "phone"}
    client_of(amina).post(f"{session.get_absolute_url()}answer?partner={seats['gwen'].pk}", gwen)
    page = client_of(amina).get(session.get_absolute_url()).content.decode()
    assert "this session is online only" not in page, "she says that she joins"
    SessionAnswer.objects.all().delete()
    DesignSession.objects.filter(pk=session.pk).update(phone_line="01632 960130, then 482#")
    page = client_of(amina).get(session.get_absolute_url()).content.decode()
    assert "online only" not in page
    assert "Ring 01632 960130, then 482#" in page
    assert "Online and by phone" in client_of(amina).get(f"/projects/{project.slug}/sessions/").content.decode()
    client_of(amina).post(
        f"{session.get_absolute_url()}answer?partner={seats['gwen'].pk}", {"answer": "phone", "via": "phone"}
    )
    assert SessionAnswer.objects.get(membership=seats["gwen"]).answer == Answer.PHONE
    page = client_of(amina).get(session.get_absolute_url()).content.decode()
    assert "1 by phone" in page


@pytest.mark.parametrize("when", [7 * DAY, 8 * DAY])
def test_nobody_answers_once_it_began(
    session: DesignSession, seats: Seats, bola: Person, now: dt.datetime, when: dt.timedelta
) -> None:
    with pytest.raises(Refused):
        answer_session(session, seats["bola"], Answer.COMING, by=bola, now=now + when)


def test_somebody_else_says_how_they_were_told(
    session: DesignSession, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused):
        answer_session(session, seats["gwen"], Answer.COMING, by=amina, now=now)
    said = answer_session(session, seats["gwen"], Answer.COMING, by=amina, now=now, via=Via.PHONE)
    assert (said.via, said.entered_by) == ("phone", amina)


def test_home_waits_until_they_answer(session: DesignSession, seats: Seats, bola: Person, now: dt.datetime) -> None:
    [waiting] = waiting_for(bola, now)
    assert (waiting.title, waiting.by) == (session.title, session.starts_at)
    assert waiting.url == f"{session.get_absolute_url()}answer"
    answer_session(session, seats["bola"], Answer.NOT_COMING, by=bola, now=now)
    assert waiting_for(bola, now) == []


def test_the_form_stands_first_on_the_page_and_knows_their_needs(
    client_of: Browser, session: DesignSession, seats: Seats, idris: Person, now: dt.datetime
) -> None:
    AccessNeed.objects.create(person=idris, kind="bsl", recorded_by=idris, recorded_at=now, reviewed_at=now)
    page = client_of(idris).get(session.get_absolute_url()).content.decode()
    assert page.index("Can you come?") < page.index("About the session")
    assert "BSL interpreter</textarea>" in page
    assert "Yes, in person" in page
    assert "Yes, online" not in page


def test_an_answer_from_home_leads_back_there(
    client_of: Browser, session: DesignSession, seats: Seats, bola: Person
) -> None:
    url = f"{session.get_absolute_url()}answer"
    sent = client_of(bola).post(url, {"answer": "coming", "next": "/"})
    assert (sent.status_code, sent["Location"]) == (302, "/")
    sent = client_of(bola).post(url, {"answer": "not", "next": "https://evil.example/"})
    assert sent["Location"] == session.get_absolute_url()
    assert SessionAnswer.objects.get().answer == "not"


def test_an_answer_without_a_choice_comes_back_with_what_was_written(
    client_of: Browser, session: DesignSession, seats: Seats, bola: Person
) -> None:
    sent = client_of(bola).post(f"{session.get_absolute_url()}answer", {"needs": "Large print"})
    assert sent.status_code == 200
    assert "Large print" in sent.content.decode()
    assert "There is a problem" in sent.content.decode()


def test_needs_are_for_facilitators_only(
    client_of: Browser, session: DesignSession, seats: Seats, amina: Person, bola: Person, huw: Person, now: dt.datetime
) -> None:
    needs = "Somebody to sit with my mother"
    answer_session(session, seats["carys"], Answer.COMING, needs=needs, by=seats["carys"].person, now=now)
    for person, seen in ((amina, True), (bola, False), (huw, False), (seats["farah"].person, False)):
        page = client_of(person).get(session.get_absolute_url()).content.decode()
        assert (needs in page) is seen, person
        assert ("Who has not answered" in page) is seen, person


def test_a_facilitator_writes_down_what_somebody_said_by_phone(
    client_of: Browser, session: DesignSession, seats: Seats, amina: Person, bola: Person
) -> None:
    url = f"{session.get_absolute_url()}answer?partner={seats['gwen'].pk}"
    assert "Can Gwen Parry come" in client_of(amina).get(url).content.decode()
    client_of(amina).post(url, {"answer": "coming", "via": "phone", "needs": "A lift"})
    assert SessionAnswer.objects.get().membership == seats["gwen"]
    assert client_of(bola).post(url, {"answer": "not", "via": "phone"}).status_code == 403
    assert SessionAnswer.objects.get().answer == "coming"


@pytest.mark.parametrize("partner", ["0", "x", "9" * 40, "²", "-1"])
def test_a_strange_partner_is_not_found(
    client_of: Browser, session: DesignSession, seats: Seats, amina: Person, partner: str
) -> None:
    assert client_of(amina).get(f"{session.get_absolute_url()}answer?partner={partner}").status_code == 404


def test_the_table_shows_who_is_coming_by_group(
    client_of: Browser, session: DesignSession, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    answer_session(session, seats["bola"], Answer.COMING, by=bola, now=now)
    page = client_of(bola).get(session.get_absolute_url()).content.decode()
    assert "People who use services: 1 of 3." in page
    assert "Carers: 0 of 1." in page


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/answer"])
def test_pages_ask_few_questions_however_many_sessions_there_are(
    client_of: Browser,
    project: Project,
    session: DesignSession,
    seats: Seats,
    amina: Person,
    now: dt.datetime,
    django_assert_max_num_queries: Callable[[int], object],
    path: str,
) -> None:
    for week in range(1, 30):
        make_session(project, starts_at=now - 7 * week * DAY, now=now - 300 * DAY)
        make_session(project, starts_at=now + 7 * week * DAY, now=now)
    client = client_of(amina)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        page = client.get(f"/projects/{project.slug}/sessions/{path.format(pk=session.pk)}")
    assert page.status_code == 200
    assert Message.objects.count() == 0


def test_what_somebody_always_needs_is_there_to_arrange_before_they_answer(
    client_of: Callable[[Person], Client],
    amina: Person,
    idris: Person,
    session: DesignSession,
    seats: dict[str, Membership],
    now: dt.datetime,
) -> None:
    add_need(idris, AccessNeedKind.BSL, "", by=idris, now=now)
    page = client_of(amina).get(session.get_absolute_url()).content.decode()
    assert "BSL interpreter" in page
    assert "They have not answered yet." in page
    answer_session(session, seats["idris"], Answer.NOT_COMING, by=idris, now=now)
    assert "BSL interpreter" not in client_of(amina).get(session.get_absolute_url()).content.decode()
