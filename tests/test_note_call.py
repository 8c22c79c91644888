"""What came of ringing somebody: kept for facilitators, with no reason and no name in the record."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import note_call
from projects.models import HistoryEntry, Membership, MembershipPause, QuietCall

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
Came = QuietCall.Came
PROJECT = "/projects/short-breaks-for-carers/"


def path(seat: Membership) -> str:
    return f"{PROJECT}people/{seat.pk}/call"


def test_a_need_stands_on_the_desk_until_it_is_seen_to(
    seats: Seats, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    client = client_of(amina)
    sent = {"came": "needs", "words": "A taxi with a low step", "via": "phone"}
    assert client.post(path(seats["gwen"]), sent)["Location"] == "/desk/"
    desk = client.get("/desk/").content.decode()
    assert "A taxi with a low step" in desk
    call = QuietCall.objects.get()
    client.post(f"/desk/needs/{call.pk}")
    call.refresh_from_db()
    assert (call.settled_at, call.settled_by) == (now, amina)
    assert "A taxi with a low step" not in client.get("/desk/").content.decode()
    assert client.post(f"/desk/needs/{call.pk}").status_code == 404


def test_a_break_and_a_leaving_told_on_the_phone_are_carried_out(
    seats: Seats, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    client = client_of(amina)
    until = {"until_0": "5", "until_1": "1", "until_2": "2027"}
    client.post(path(seats["bola"]), {"came": "pausing", "via": "phone", **until})
    pause = MembershipPause.objects.get()
    assert pause.until is not None
    assert (pause.membership, pause.via, pause.until.date()) == (seats["bola"], "phone", dt.date(2027, 1, 5))
    client.post(path(seats["gwen"]), {"came": "leaving", "via": "paper"})
    seats["gwen"].refresh_from_db()
    assert seats["gwen"].left_at == now
    assert Message.objects.filter(kind="goodbye", to=seats["gwen"].person).exists()


def test_the_record_names_nobody_who_was_rung_and_says_nothing_of_what_came(
    seats: Seats, amina: Person, dev: Person, client_of: Browser, now: dt.datetime
) -> None:
    note_call(seats["gwen"], Came.NEEDS, words="A taxi", by=amina, now=now)
    note_call(seats["bola"], Came.PAUSING, by=amina, now=now)
    note_call(seats["carys"], Came.UNREACHED, by=amina, now=now)
    record = client_of(dev).get(f"{PROJECT}record/").content.decode()
    assert "Amina Yusuf tried to reach somebody who had been quiet." in record
    for word in ("Gwen", "Bola", "Carys", "taxi"):
        assert word not in record
    for entry in HistoryEntry.objects.filter(verb__in=["call_made", "call_missed", "break_begun"]):
        assert (entry.about, entry.facts) == (f"project:{seats['bola'].project_id}", {})


@pytest.mark.parametrize("came", ["fine", "pausing", "leaving", "unreached"])
def test_no_reason_is_ever_kept(seats: Seats, amina: Person, client_of: Browser, came: str, now: dt.datetime) -> None:
    sent = {"came": came, "words": "Her mother is ill", "via": "phone"}
    page = client_of(amina).post(path(seats["bola"]), sent).content.decode()
    assert "nobody has to give a reason" in page
    assert not QuietCall.objects.exists()
    with pytest.raises(Refused):
        note_call(seats["bola"], Came(came), words="Her mother is ill", by=amina, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuietCall.objects.create(membership=seats["bola"], by=amina, at=now, came=came, words="Her mother is ill")


def test_a_need_says_what_is_needed(seats: Seats, amina: Person, client_of: Browser, now: dt.datetime) -> None:
    page = client_of(amina).post(path(seats["bola"]), {"came": "needs", "via": "phone"}).content.decode()
    assert 'href="#id_words"' in page
    with pytest.raises(Refused):
        note_call(seats["bola"], Came.NEEDS, words=" ", by=amina, now=now)


def test_the_page_says_who_rang_before(seats: Seats, amina: Person, client_of: Browser, now: dt.datetime) -> None:
    note_call(seats["bola"], Came.UNREACHED, by=amina, now=now)
    page = client_of(amina).get(path(seats["bola"])).content.decode()
    assert "Amina Yusuf: I did not reach them" in page
    assert 'href="tel:+447700900102"' in page


def test_nobody_else_writes_one_down(
    seats: Seats, dev: Person, eve: Person, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    assert client_of(dev).post(path(seats["bola"]), {"came": "fine", "via": "phone"}).status_code == 403
    assert client_of(eve).get(path(seats["bola"])).status_code == 404
    with pytest.raises(Refused):
        note_call(seats["bola"], Came.FINE, by=dev, now=now)
    with pytest.raises(Refused):
        note_call(seats["amina"], Came.FINE, by=amina, now=now)
