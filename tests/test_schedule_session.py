"""Planning, changing and cancelling a session, as actions and as pages."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants.models import Message, Person
from participants.refusals import Refused
from participants.words import words_of
from projects.actions import answer_session, cancel_session, change_session, schedule_session
from projects.actions.sessions import Plan
from projects.models import DesignSession, HistoryEntry, Membership, Project, SessionAnswer, Stage
from projects.reminders import waiting_for
from projects.sentences import sentence_for
from tests.factories import make_session

Seats = dict[str, Membership]
DAY = dt.timedelta(days=1)

FORM = {
    "title": "Mapping a worn-out week",
    "purpose": "Draw a week together.",
    "day_0": "1",
    "day_1": "12",
    "day_2": "2026",
    "starts": "10:30am",
    "ends": "12:15",
    "place": "Mill Road Centre",
    "online_link": "https://meet.example.org/week",
    "access_notes": "Step-free. Breaks each half hour.",
    "safeguarding_contact": "Ruth Okafor, 01632 960110",
    "safeguarding_deputy": "Tom Birch, 01632 960111",
}


@pytest.fixture
def plan(discover: Stage, now: dt.datetime) -> Plan:
    return Plan(
        stage=discover,
        title="Mapping a worn-out week",
        purpose="Draw a week together.",
        starts_at=now + 7 * DAY,
        ends_at=now + 7 * DAY + dt.timedelta(hours=2),
        place="Mill Road Centre",
        online_link="",
        access_notes="Step-free.",
        safeguarding_contact="Ruth Okafor",
        safeguarding_deputy="Tom Birch",
    )


def form(discover: Stage, **changes: str) -> dict[str, str]:
    return {**FORM, "stage": str(discover.pk), **changes}


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def test_every_partner_is_asked_by_their_own_way_and_the_record_says_who_planned_it(
    project: Project, seats: Seats, plan: Plan, amina: Person, now: dt.datetime
) -> None:
    session = schedule_session(project, plan, by=amina, now=now)
    asked = dict(Message.objects.filter(kind="session_asked").values_list("to__name", "channel"))
    assert asked == {
        "Bola Adeyemi": "email",
        "Carys Llewellyn": "text",
        "Dev Patel": "email",
        "Farah Siddiqui": "email",
        "Gwen Parry": "letter",
        "Idris Hughes": "email",
    }
    entry = HistoryEntry.objects.get(about=f"session:{session.pk}")
    assert sentence_for(entry) == "Amina Yusuf planned the session “Mapping a worn-out week”."


def test_an_observer_and_somebody_who_left_are_not_asked(
    project: Project, seats: Seats, plan: Plan, amina: Person, now: dt.datetime
) -> None:
    Membership.objects.filter(pk=seats["dev"].pk).update(role=Membership.Role.OBSERVER)
    Membership.objects.filter(pk=seats["bola"].pk).update(left_at=now)
    schedule_session(project, plan, by=amina, now=now)
    assert not {"Dev Patel", "Bola Adeyemi"} & told("session_asked")


def test_the_message_says_when_where_and_how_to_answer(
    project: Project, seats: Seats, plan: Plan, amina: Person, now: dt.datetime
) -> None:
    session = schedule_session(project, plan, by=amina, now=now)
    words = words_of(Message.objects.get(to=seats["bola"].person))
    assert "Tuesday 1 December, 10am to midday" in words.text
    assert "At Mill Road Centre" in words.text
    assert f"/sessions/{session.pk}/answer" in words.text
    assert words.subject == "Can you come to “Mapping a worn-out week” on Tuesday 1 December?"
    short = words_of(Message.objects.get(to=seats["carys"].person)).short
    assert len(short) <= 306
    assert f"/sessions/{session.pk}/answer" in short


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": "past"},
        {"ends_at": "before"},
        {"place": ""},
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    project: Project, plan: Plan, amina: Person, now: dt.datetime, changes: dict[str, str]
) -> None:
    moments = {"past": now - DAY, "before": plan.starts_at}
    wrong = replace(plan, **{name: moments.get(value, value) for name, value in changes.items()})  # type: ignore[arg-type]
    with pytest.raises(Refused):
        schedule_session(project, wrong, by=amina, now=now)
    assert not DesignSession.objects.exists()


def test_a_new_time_is_told_and_everyone_is_asked_again(
    project: Project, seats: Seats, plan: Plan, amina: Person, bola: Person, now: dt.datetime
) -> None:
    session = schedule_session(project, plan, by=amina, now=now)
    answer_session(session, seats["bola"], SessionAnswer.Answer.COMING, needs="Breaks", by=bola, now=now)
    assert not waiting_for(bola, now)
    later = replace(plan, starts_at=plan.starts_at + DAY, ends_at=plan.ends_at + DAY)
    change_session(session, later, because="The room is taken.", by=amina, now=now + DAY)
    assert told("session_changed") == told("session_asked")
    message = Message.objects.get(to=bola, kind="session_changed")
    assert "Why: The room is taken." in words_of(message).text
    assert [each.title for each in waiting_for(bola, now + DAY)] == ["Mapping a worn-out week"]
    assert SessionAnswer.objects.get().needs == "Breaks"


def test_who_joins_in_a_way_that_is_taken_away_is_asked_again(
    project: Project, seats: Seats, plan: Plan, amina: Person, bola: Person, carys: Person, now: dt.datetime
) -> None:
    session = schedule_session(project, replace(plan, online_link="https://meet.example.org/w"), by=amina, now=now)
    answer_session(session, seats["bola"], SessionAnswer.Answer.COMING, by=bola, now=now)
    answer_session(session, seats["carys"], SessionAnswer.Answer.ONLINE, by=carys, now=now)
    change_session(session, replace(plan, place="", online_link="https://meet.example.org/w"), by=amina, now=now + DAY)
    assert [answer.membership for answer in SessionAnswer.objects.all()] == [seats["carys"]]
    assert [each.title for each in waiting_for(bola, now + DAY)] == ["Mapping a worn-out week"]
    assert not waiting_for(carys, now + DAY)
    texts = {each.to: words_of(each).text for each in Message.objects.filter(kind="session_changed")}
    assert "in a way that there is no more" in texts[bola]
    assert "in a way that there is no more" not in texts[carys]


def test_messages_from_before_there_was_a_number_still_have_their_words(
    project: Project, seats: Seats, plan: Plan, amina: Person, now: dt.datetime
) -> None:
    change_session(
        schedule_session(project, plan, by=amina, now=now), replace(plan, place="Elsewhere"), by=amina, now=now
    )
    for message in Message.objects.filter(kind__startswith="session_"):
        message.context.pop("phone_line")
        assert message.context["place"] in words_of(message).short


def test_a_text_names_the_number_beside_a_link(
    project: Project, seats: Seats, plan: Plan, amina: Person, now: dt.datetime
) -> None:
    plan = replace(plan, place="", online_link="https://meet.example.org/w", phone_line="01632 960130")
    schedule_session(project, plan, by=amina, now=now)
    short = words_of(Message.objects.filter(kind="session_asked").first()).short  # type: ignore[arg-type]
    assert "https://meet.example.org/w" in short
    assert "By phone: 01632 960130" in short


def test_a_small_change_disturbs_nobody(
    project: Project, seats: Seats, plan: Plan, amina: Person, now: dt.datetime
) -> None:
    session = schedule_session(project, plan, by=amina, now=now)
    change_session(session, replace(plan, access_notes="Step-free, hearing loop."), by=amina, now=now)
    change_session(session, replace(plan, access_notes="Step-free, hearing loop."), by=amina, now=now)
    assert not told("session_changed")
    assert HistoryEntry.objects.filter(verb="session_changed").count() == 1


def test_a_cancelled_session_is_told_and_stays_with_its_reason(
    project: Project, seats: Seats, plan: Plan, amina: Person, now: dt.datetime
) -> None:
    session = schedule_session(project, plan, by=amina, now=now)
    cancel_session(session, "Snow.", by=amina, now=now)
    assert told("session_cancelled") == told("session_asked")
    with pytest.raises(Refused):
        cancel_session(session, "Again.", by=amina, now=now)
    with pytest.raises(Refused):
        change_session(session, plan, by=amina, now=now)


def test_a_session_that_began_can_be_neither_changed_nor_cancelled(
    project: Project, plan: Plan, amina: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now - DAY, now=now - 5 * DAY)
    with pytest.raises(Refused):
        change_session(session, plan, by=amina, now=now)
    with pytest.raises(Refused):
        cancel_session(session, "Late.", by=amina, now=now)


def test_the_form_takes_times_as_people_write_them(
    client_of: Callable[[Person], Client], seats: Seats, discover: Stage, amina: Person, project: Project
) -> None:
    client = client_of(amina)
    made = client.post(f"/projects/{project.slug}/sessions/new", form(discover))
    session = DesignSession.objects.get()
    assert (made.status_code, made["Location"]) == (302, session.get_absolute_url())
    assert session.starts_at == dt.datetime(2026, 12, 1, 10, 30, tzinfo=dt.UTC)
    assert session.ends_at == dt.datetime(2026, 12, 1, 12, 15, tzinfo=dt.UTC)
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Tuesday 1 December, 10:30am to 12:15pm" in page


def test_summer_time_is_the_clock_on_the_wall(
    client_of: Callable[[Person], Client], seats: Seats, discover: Stage, amina: Person, project: Project
) -> None:
    summer = form(discover, day_1="7", day_2="2027")
    client_of(amina).post(f"/projects/{project.slug}/sessions/new", summer)
    assert DesignSession.objects.get().starts_at == dt.datetime(2027, 7, 1, 9, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day_0": "31", "day_1": "2"}, "Enter a day that exists"),
        ({"day_2": "2025"}, "still to come"),
        ({"ends": "9:00am"}, "later than the start"),
        ({"starts": "soon"}, "Enter a time"),
        ({"place": "", "online_link": "", "phone_line": ""}, "Enter a place, or a link"),
        ({"online_link": "javascript:alert(1)"}, "id_online_link_error"),
        ({"safeguarding_deputy": ""}, "id_safeguarding_deputy_error"),
        ({"stage": "999999"}, "id_stage_error"),
    ],
)
def test_the_form_comes_back_filled_in_and_says_what_to_do(
    client_of: Callable[[Person], Client],
    seats: Seats,
    discover: Stage,
    amina: Person,
    project: Project,
    changes: dict[str, str],
    words: str,
) -> None:
    answer = client_of(amina).post(f"/projects/{project.slug}/sessions/new", form(discover, **changes))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert "There is a problem" in page
    assert "Mapping a worn-out week" in page
    assert not DesignSession.objects.exists()


def test_changing_and_cancelling_in_the_browser(
    client_of: Callable[[Person], Client], seats: Seats, discover: Stage, amina: Person, project: Project
) -> None:
    client = client_of(amina)
    client.post(f"/projects/{project.slug}/sessions/new", form(discover))
    session = DesignSession.objects.get()
    here = session.get_absolute_url()
    page = client.get(f"{here}change").content.decode()
    assert 'value="10:30"' in page
    assert client.post(f"{here}change", form(discover, starts="11am", because="Bus times.")).status_code == 302
    session.refresh_from_db()
    assert session.starts_at.hour == 11
    assert client.post(f"{here}cancellation", {"because": ""}).status_code == 200
    assert client.post(f"{here}cancellation", {"because": "Snow."}).status_code == 302
    assert "Snow." in client.get(here).content.decode()


ANYTHING = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["\0", "99999999999999999999", "-1", "٣", "²", "12:60", "0", "\ud800"[:0], "1e9", "https://[", "http://a\nb"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*FORM, "stage", "because", "csrfmiddlewaretoken"]), ANYTHING))
def test_nothing_that_a_person_can_send_breaks_the_form(
    client_of: Callable[[Person], Client],
    seats: Seats,
    discover: Stage,
    amina: Person,
    project: Project,
    sent: dict[str, Any],
) -> None:
    answer = client_of(amina).post(f"/projects/{project.slug}/sessions/new", form(discover) | sent)
    assert answer.status_code in {200, 302}
