"""Reminders: each is planned once, at its time, for those whom it is for, and dropped when it comes too late."""

import datetime as dt

import pytest
from django.core.mail import EmailMultiAlternatives

from participants import delivery
from participants.models import Message, Person
from projects.actions import answer_session, cancel_session
from projects.models import DesignSession, Invitation, Membership, Project, SessionAnswer
from projects.reminders import REMINDERS, Reminder, declare_reminder, plan_reminders, waiting_for
from tests.factories import join, make_session

Seats = dict[str, Membership]
Answer = SessionAnswer.Answer
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(project: Project, now: dt.datetime) -> DesignSession:
    """In ten days; people were asked just now."""
    return make_session(project, starts_at=now + 10 * DAY, now=now)


def reminded(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


EVERYONE = {
    "Amina Yusuf",
    "Bola Adeyemi",
    "Carys Llewellyn",
    "Dev Patel",
    "Farah Siddiqui",
    "Gwen Parry",
    "Idris Hughes",
}


def test_nothing_is_due_on_the_day_that_people_were_asked(
    session: DesignSession, seats: Seats, now: dt.datetime
) -> None:
    plan_reminders(now)
    assert not Message.objects.exists()


def test_a_week_before_once_for_those_who_may_come(
    session: DesignSession, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    answer_session(session, seats["bola"], Answer.NOT_COMING, by=bola, now=now)
    plan_reminders(session.starts_at - 7 * DAY - dt.timedelta(minutes=1))
    assert not reminded("session_week_before")
    for minute in range(3):
        plan_reminders(session.starts_at - 7 * DAY + dt.timedelta(minutes=minute))
    assert reminded("session_week_before") == EVERYONE - {"Bola Adeyemi"}
    assert Message.objects.filter(kind="session_week_before").count() == 6


def test_a_day_before_even_where_it_was_planned_at_short_notice(
    project: Project, seats: Seats, now: dt.datetime
) -> None:
    make_session(project, starts_at=now + DAY / 2, now=now)
    plan_reminders(now)
    plan_reminders(now)
    assert reminded("session_day_before") == EVERYONE
    assert Message.objects.count() == 7


def test_who_has_not_answered_is_asked_again_after_three_days(
    project: Project, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now + 30 * DAY, now=now)
    answer_session(session, seats["bola"], Answer.UNSURE, by=bola, now=now)
    plan_reminders(now + 2 * DAY)
    assert not Message.objects.exists()
    plan_reminders(now + 3 * DAY)
    plan_reminders(now + 4 * DAY)
    assert reminded("session_answer_missing") == EVERYONE - {"Bola Adeyemi"}


def test_a_partner_who_joins_later_is_asked_too(
    session: DesignSession, project: Project, seats: Seats, eve: Person, now: dt.datetime
) -> None:
    join(project, eve, "use", now=now + DAY)
    plan_reminders(now + DAY)
    assert reminded("session_asked") == {"Eve Marsh"}


def test_a_session_that_moved_is_reminded_of_again(session: DesignSession, seats: Seats, now: dt.datetime) -> None:
    plan_reminders(session.starts_at - DAY)
    DesignSession.objects.update(
        starts_at=session.starts_at + 20 * DAY, ends_at=session.ends_at + 20 * DAY, moved_at=session.starts_at - DAY
    )
    plan_reminders(session.starts_at + 19 * DAY)
    assert Message.objects.filter(kind="session_day_before", to=seats["bola"].person).count() == 2


@pytest.mark.parametrize("what", ["moved", "cancelled", "begun", "left", "declined", "elsewhere"])
def test_a_reminder_that_comes_too_late_is_dropped(
    session: DesignSession,
    seats: Seats,
    bola: Person,
    amina: Person,
    now: dt.datetime,
    mailoutbox: list[EmailMultiAlternatives],
    what: str,
) -> None:
    then = session.starts_at - DAY
    plan_reminders(then)
    message = Message.objects.get(to=bola)
    if what == "moved":
        DesignSession.objects.update(starts_at=session.starts_at + DAY, ends_at=session.ends_at + DAY)
    elif what == "cancelled":
        cancel_session(session, "Snow.", by=amina, now=then)
    elif what == "begun":
        then = session.starts_at
    elif what == "left":
        Membership.objects.filter(pk=seats["bola"].pk).update(left_at=then)
    elif what == "declined":
        answer_session(session, seats["bola"], Answer.NOT_COMING, by=bola, now=then)
    elif what == "elsewhere":
        DesignSession.objects.update(place="Town hall")
    delivery.deliver(message.pk, now=then)
    message.refresh_from_db()
    assert message.dropped_at == then
    assert message.dropped_because
    assert not mailoutbox


def test_a_reminder_in_time_is_sent_with_the_link(
    session: DesignSession, seats: Seats, bola: Person, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    then = session.starts_at - DAY
    plan_reminders(then)
    delivery.deliver(Message.objects.get(to=bola).pk, now=then)
    [mail] = mailoutbox
    assert f"/sessions/{session.pk}/answer" in mail.body
    assert "10am to midday" in mail.body


def test_a_question_that_was_answered_in_the_meantime_is_not_sent(
    session: DesignSession, project: Project, seats: Seats, eve: Person, now: dt.datetime
) -> None:
    member = join(project, eve, "use", now=now + DAY)
    plan_reminders(now + DAY)
    answer_session(session, member, Answer.COMING, by=eve, now=now + DAY)
    delivery.deliver(Message.objects.get(to=eve).pk, now=now + DAY)
    assert Message.objects.get(to=eve).dropped_because == "They have answered already."


@pytest.fixture
def invitation(project: Project, eve: Person, amina: Person, now: dt.datetime) -> Invitation:
    member = join(project, eve, "use", now=now, joined_at=None)
    return Invitation.objects.create(membership=member, sent_by=amina, sent_at=now, expires_at=now + 30 * DAY)


def test_an_invitation_is_brought_to_mind_once_after_a_week(invitation: Invitation, now: dt.datetime) -> None:
    plan_reminders(now + 6 * DAY)
    assert not Message.objects.exists()
    for day in (7, 8, 20):
        plan_reminders(now + day * DAY)
    message = Message.objects.get()
    assert (message.kind, message.to) == ("invitation_unanswered", invitation.membership.person)
    delivery.deliver(message.pk, now=now + 8 * DAY)
    message.refresh_from_db()
    assert message.subject == "Would you like to join “Short breaks for carers”?"


@pytest.mark.parametrize("ending", ["declined_at", "withdrawn_at", "accepted_at"])
def test_an_invitation_that_has_ended_is_not_brought_to_mind(
    invitation: Invitation, now: dt.datetime, ending: str
) -> None:
    plan_reminders(now + 7 * DAY)
    Invitation.objects.update(**{ending: now})
    delivery.deliver(Message.objects.get().pk, now=now + 8 * DAY)
    assert Message.objects.get().dropped_at == now + 8 * DAY
    Message.objects.all().delete()
    plan_reminders(now + 9 * DAY)
    assert not Message.objects.exists()


def test_an_open_invitation_waits_on_home(invitation: Invitation, eve: Person, now: dt.datetime) -> None:
    [waiting] = waiting_for(eve, now)
    assert invitation.code in waiting.url
    assert waiting_for(eve, now + 31 * DAY) == []


def test_one_broken_reminder_does_not_hold_up_the_others(
    session: DesignSession, seats: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_now: dt.datetime) -> list[DesignSession]:
        raise ZeroDivisionError

    good = dict(REMINDERS)
    REMINDERS.clear()
    declare_reminder(
        Reminder(
            name="broken",
            due=broken,
            audience=lambda _thing, _now: Person.objects.all(),
            key=str,
            topic=str,
            context=lambda _thing: {},
            too_late=lambda _message, _now: "",
        )
    )
    REMINDERS.update(good)
    plan_reminders(session.starts_at - DAY)
    del REMINDERS["broken"]
    assert reminded("session_day_before") == EVERYONE
