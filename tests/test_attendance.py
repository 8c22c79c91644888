"""Writing down who came."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from participants.models import Person
from participants.refusals import Refused
from projects.actions import record_attendance
from projects.calendar import who_came
from projects.models import Attendance, DesignSession, HistoryEntry, Involvement, Membership, Project
from projects.sentences import sentence_for
from tests.factories import join, make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def session(project: Project, now: dt.datetime) -> DesignSession:
    """It began half an hour ago."""
    return make_session(project, starts_at=now - HOUR / 2, now=now - 200 * HOUR)


def test_who_came_and_who_rang_is_involvement_and_on_the_record(
    session: DesignSession, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    record_attendance(session, [seats["bola"], seats["amina"]], [seats["gwen"]], by=amina, now=now)
    facts = {fact.membership.person.name: fact.via for fact in Involvement.objects.filter(kind="attended")}
    assert facts == {"Amina Yusuf": "session", "Bola Adeyemi": "session", "Gwen Parry": "phone"}
    assert set(Involvement.objects.values_list("stage", "about")) == {(session.stage_id, f"session:{session.pk}")}
    [entry] = HistoryEntry.objects.all()
    assert "Amina Yusuf, Bola Adeyemi, Gwen Parry" in sentence_for(entry)


def test_more_people_can_be_added_and_nobody_twice(
    session: DesignSession, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    record_attendance(session, [seats["bola"]], by=amina, now=now)
    new = record_attendance(session, [seats["bola"], seats["carys"]], [seats["bola"]], by=amina, now=now)
    assert [each.membership for each in new] == [seats["carys"]]
    assert record_attendance(session, [seats["bola"]], by=amina, now=now) == []
    assert Attendance.objects.count() == 2
    assert HistoryEntry.objects.count() == 2


def test_nothing_is_written_down_before_it_begins(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now + HOUR, now=now)
    with pytest.raises(Refused, match="has begun"):
        record_attendance(session, [seats["bola"]], by=amina, now=now)
    record_attendance(session, [seats["bola"]], by=amina, now=now + HOUR)


def test_nobody_came_to_a_cancelled_session(
    session: DesignSession, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    DesignSession.objects.update(cancelled_at=now, cancelled_because="Snow.")
    with pytest.raises(Refused, match="cancelled"):
        record_attendance(session, [seats["bola"]], by=amina, now=now)


def test_the_page_asks_twice(client_of: Browser, session: DesignSession, seats: Seats, amina: Person) -> None:
    client, url = client_of(amina), f"{session.get_absolute_url()}attendance"
    ticks = {"came": [seats["bola"].pk, seats["dev"].pk], "by_phone": [seats["gwen"].pk]}
    asked = client.post(url, ticks).content.decode()
    assert "Is this right?" in asked
    assert "nobody can take it back" in asked
    assert not Attendance.objects.exists()
    assert client.post(url, {**ticks, "confirmed": "on"}).status_code == 302
    assert Attendance.objects.count() == 3
    assert "Bola Adeyemi" in client.get(url).content.decode()
    assert "People who use services: 2 of 3." in client.get(session.get_absolute_url()).content.decode()


def test_no_tick_is_explained(client_of: Browser, session: DesignSession, seats: Seats, amina: Person) -> None:
    page = client_of(amina).post(f"{session.get_absolute_url()}attendance", {"confirmed": "on"}).content.decode()
    assert "Tick who came" in page


def test_nobody_came_and_took_part_by_phone_at_once(
    client_of: Browser, session: DesignSession, seats: Seats, amina: Person
) -> None:
    ticks = {"came": [seats["bola"].pk, seats["dev"].pk], "by_phone": [seats["bola"].pk]}
    page = client_of(amina).post(f"{session.get_absolute_url()}attendance", ticks).content.decode()
    assert "Bola Adeyemi is ticked twice." in page
    assert "Is this right?" not in page
    assert page.count(" checked") == 3


@pytest.mark.parametrize("tick", ["x", "0", "9" * 30, "\0", "-1"])
def test_strange_ticks_break_nothing(
    client_of: Browser, session: DesignSession, seats: Seats, amina: Person, tick: str
) -> None:
    sent = client_of(amina).post(f"{session.get_absolute_url()}attendance", {"came": tick, "confirmed": "on"})
    assert sent.status_code == 200
    assert not Attendance.objects.exists()


def test_somebody_who_left_or_is_of_another_project_cannot_be_ticked(
    client_of: Browser, session: DesignSession, seats: Seats, amina: Person, elsewhere: Membership, now: dt.datetime
) -> None:
    Membership.objects.filter(pk=seats["dev"].pk).update(left_at=now)
    url = f"{session.get_absolute_url()}attendance"
    for member in (seats["dev"], elsewhere):
        client_of(amina).post(url, {"came": member.pk, "confirmed": "on"})
    assert not Attendance.objects.exists()


def test_nobody_of_another_project_came_to_this_session(
    session: DesignSession, amina: Person, elsewhere: Membership, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="not in this project"):
        record_attendance(session, [elsewhere], by=amina, now=now)


def test_who_came_left_and_came_back_is_one_person(
    session: DesignSession, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    record_attendance(session, [seats["carys"]], [], by=amina, now=now)
    before = seats["carys"]
    before.left_at = now + HOUR
    before.save()
    join(project, before.person, "carers", now=now + 2 * HOUR)
    carers = next(group for group in who_came(session) if group.name == "Carers")
    assert (carers.present, carers.total) == (1, 1)
