"""Leaving a project: what somebody did stays, and the way back is open."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from decisions.actions import Word, record_outcome, tell_people
from decisions.models import Feedback
from participants.delivery import deliver
from participants.models import Message, Person
from participants.refusals import Refused
from participants.words import words_of
from projects.actions import ask_back, leave, note_involvement, take_a_break
from projects.involvement import involvement_map
from projects.models import HistoryEntry, Involvement, Membership, Project, Stage, Supporter, Via
from tests.factories import join, make_decision, make_person, make_position

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
PROJECT = "/projects/short-breaks-for-carers/"


def test_a_partner_leaves_by_themself_and_can_no_longer_read_the_project(
    seats: Seats, bola: Person, client_of: Browser, now: dt.datetime
) -> None:
    client = client_of(bola)
    assert "Nobody asks why" in client.get(f"{PROJECT}leaving").content.decode()
    assert client.post(f"{PROJECT}leaving")["Location"] == "/"
    seats["bola"].refresh_from_db()
    assert seats["bola"].left_at == now
    assert client.get(PROJECT).status_code == 404


def test_what_they_did_stays_in_the_map(
    project: Project, seats: Seats, discover: Stage, bola: Person, now: dt.datetime
) -> None:
    note_involvement(seats["bola"], discover, Involvement.Kind.ATTENDED, "session:1", by=bola, now=now - DAY)
    leave(seats["bola"], by=bola, now=now)
    use = next(row for row in involvement_map(project, now).rows if row.group.key == "use")
    assert (use.cells[0].took_part, use.cells[0].partners) == (1, 3)


def test_whoever_helped_them_is_told_and_helps_no_longer(
    seats: Seats, gwen: Person, huw: Person, client_of: Browser, now: dt.datetime
) -> None:
    leave(seats["gwen"], by=gwen, now=now)
    assert Supporter.objects.get(membership=seats["gwen"]).state(now) == "stopped"
    assert [message.to for message in Message.objects.filter(kind="supporter_ended")] == [huw]
    assert "You support nobody" in client_of(huw).get("/support/").content.decode()


def test_the_goodbye_says_the_way_back_and_arrives_although_they_rested(
    seats: Seats, bola: Person, now: dt.datetime
) -> None:
    take_a_break(seats["bola"], until=None, by=bola, now=now)
    leave(seats["bola"], by=bola, now=now)
    goodbye = Message.objects.get(kind="goodbye", to=bola)
    words = words_of(goodbye).text
    assert "Tell Amina Yusuf, who will send you a new invitation." in words
    assert "Nobody will ask why you left" in words
    deliver(goodbye.pk, now=now)
    goodbye.refresh_from_db()
    assert goodbye.dropped_at is None


def test_the_record_says_who_left_and_never_why_or_who_wrote_it_down(
    seats: Seats, amina: Person, dev: Person, client_of: Browser, now: dt.datetime
) -> None:
    leave(seats["gwen"], by=amina, now=now, via=Via.PHONE)
    page = client_of(dev).get(f"{PROJECT}record/").content.decode()
    assert "Gwen Parry has left the project." in page
    assert HistoryEntry.objects.get(verb="partner_left").facts == {"who": "Gwen Parry"}


def test_the_last_facilitator_cannot_leave_until_there_is_another(
    project: Project, seats: Seats, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    page = client_of(amina).post(f"{PROJECT}leaving", follow=True).content.decode()
    assert "You are the only facilitator." in page
    join(project, make_person("Nia Roberts"), "staff", now=now, role="facilitator")
    leave(seats["amina"], by=amina, now=now)
    nia = project.memberships.get(person__name="Nia Roberts")
    with pytest.raises(Refused):
        leave(nia, by=nia.person, now=now)


def test_who_has_left_already_is_refused_kindly(seats: Seats, bola: Person, now: dt.datetime) -> None:
    leave(seats["bola"], by=bola, now=now)
    with pytest.raises(Refused):
        leave(seats["bola"], by=bola, now=now)


def test_a_supporter_leaves_for_nobody(seats: Seats, huw: Person, client_of: Browser) -> None:
    assert client_of(huw).post(f"{PROJECT}leaving").status_code == 403
    assert client_of(huw).post(f"{PROJECT}break").status_code == 403


def test_who_left_can_be_asked_back_once_and_starts_anew(
    project: Project, seats: Seats, amina: Person, gwen: Person, client_of: Browser, now: dt.datetime
) -> None:
    leave(seats["gwen"], by=gwen, now=now)
    client = client_of(amina)
    assert "Ask back" in client.get(f"{PROJECT}people/").content.decode()
    client.post(f"{PROJECT}people/{seats['gwen'].pk}/return")
    again = Membership.objects.get(project=project, person=gwen, left_at=None)
    assert (again.joined_at, again.group) == (None, seats["gwen"].group)
    assert Message.objects.filter(kind="invitation", to=gwen).exists()
    with pytest.raises(Refused):
        ask_back(seats["gwen"], by=amina, now=now)


def test_nobody_is_asked_back_who_never_left(seats: Seats, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        ask_back(seats["bola"], by=amina, now=now)


def test_who_is_asked_back_sees_and_does_no_more_than_before(seats: Seats, amina: Person, now: dt.datetime) -> None:
    Membership.objects.filter(pk=seats["gwen"].pk).update(role=Membership.Role.OBSERVER, left_at=now)
    assert ask_back(seats["gwen"], by=amina, now=now).role == Membership.Role.OBSERVER


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("said/new", {"kind": "idea", "audience": "everyone", "words": "Three pages of my words."}),
        ("stages/1/answer", {"answer": "not", "words": "Three pages of my words."}),
    ],
)
def test_who_left_while_they_were_writing_gets_their_words_back(
    client_of: Browser,
    project: Project,
    seats: Seats,
    bola: Person,
    eve: Person,
    now: dt.datetime,
    path: str,
    sent: Any,
) -> None:
    client, there = client_of(bola), f"{PROJECT}{path}"
    leave(seats["bola"], by=bola, now=now)
    answer = client.post(there, sent)
    assert answer.status_code == 404
    assert "You have left this project" in answer.content.decode()
    assert "Three pages of my words." in answer.content.decode()
    assert "Three pages" not in client_of(eve).post(there, sent).content.decode()


def test_who_left_keeps_what_they_were_told_without_the_way_there(
    client_of: Browser, seats: Seats, bola: Person, amina: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=9))
    make_position(decision, seats["bola"], "consent", now=now - dt.timedelta(days=8))
    words: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting."}
    record_outcome(decision, result="agreed", by=amina, now=now, **words)
    feedback = Feedback.objects.get(membership=seats["bola"])
    tell_people(decision, [Word(feedback.pk, "We put it into the plan.")], by=amina, now=now)
    home = client_of(bola).get("/").content.decode()
    assert "We put it into the plan." in home
    assert f'href="{decision.get_absolute_url()}"' in home
    leave(seats["bola"], by=bola, now=now)
    home = client_of(bola).get("/").content.decode()
    assert "We put it into the plan." in home
    assert f'href="{decision.get_absolute_url()}"' not in home
