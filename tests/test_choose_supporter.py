"""A partner chooses somebody to support them; nobody else does, and nobody appoints themself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions.invitations import Acceptance, accept_invitation
from projects.actions.packs import start_pack
from projects.actions.partners import Invitee, invite_partner
from projects.actions.supporters import (
    MOST_A_DAY,
    Choice,
    accept_support,
    change_support,
    choose_supporter,
    decline_support,
    end_support,
)
from projects.models import HistoryEntry, Membership, Project, Support, Supporter, Via
from tests.factories import join, make_person, make_project, make_supporter

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
PROJECT = "/projects/short-breaks-for-carers/"
MARI = Choice("Mari Hughes", email="mari@example.org", things=(Support.ANSWER,))


@pytest.fixture
def mari(seats: Seats, idris: Person, now: dt.datetime) -> Supporter:
    """Mari, whom Idris has just asked. She was not here before."""
    return choose_supporter(seats["idris"], MARI, by=idris, now=now)


def test_somebody_new_is_asked_with_a_code_and_may_do_nothing_yet(mari: Supporter, now: dt.datetime) -> None:
    assert mari.state(now) == "open"
    message = Message.objects.get(to=mari.person, kind="supporter_asked")
    assert message.channel == Message.Channel.EMAIL
    assert mari.code in message.context["link"]
    assert not Supporter.objects.helping(now).filter(pk=mari.pk).exists()


def test_the_page_says_the_same_whether_or_not_somebody_has_an_account(
    seats: Seats, client_of: Browser, idris: Person, bola: Person
) -> None:
    words = []
    for email in ("bola@example.org", "nobody@example.org"):
        sent = {"name": "A Friend", "reach": email, "things": ["say"]}
        answer = client_of(idris).post(f"{PROJECT}supporters/new", sent, follow=True)
        words.append(answer.content.decode().replace(email, "").split("What was done for you")[0].count("A Friend"))
        assert "Bola Adeyemi" not in answer.content.decode()
    assert words[0] > 0


def test_somebody_who_was_here_before_is_asked_only_where_the_partner_wrote(
    seats: Seats, idris: Person, gwen: Person, carys: Person, now: dt.datetime
) -> None:
    by_text = choose_supporter(seats["idris"], Choice("C", phone=carys.phone), by=idris, now=now)
    assert by_text.person == carys
    message = Message.objects.get(to=carys, kind="supporter_asked")
    assert (message.channel, message.only_this_way) == (Message.Channel.TEXT, True)


def test_a_number_that_several_people_share_is_nobodys(seats: Seats, idris: Person, now: dt.datetime) -> None:
    for name in ("One Of Two", "Two Of Two"):
        make_person(name, phone="+447700900555")
    asked = choose_supporter(seats["idris"], Choice("Third", phone="+447700900555"), by=idris, now=now)
    assert asked.person.name == "Third"


def test_only_who_was_asked_can_say_yes(mari: Supporter, bola: Person, client_of: Browser, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="Only the person who was asked"):
        accept_support(mari, by=bola, now=now)
    client_of(bola).post(f"/support/{mari.code}/accept")
    mari.refresh_from_db()
    assert mari.accepted_at is None


def test_the_yes_is_on_the_record_and_the_partner_is_told(
    mari: Supporter, client_of: Browser, idris: Person, now: dt.datetime
) -> None:
    client = client_of(mari.person)
    assert "Yes, I will help" in client.get(f"/support/{mari.code}/").content.decode()
    assert client.post(f"/support/{mari.code}/accept").status_code == 302
    mari.refresh_from_db()
    assert mari.state(now) == "helping"
    assert HistoryEntry.objects.get(verb="supporter_accepted").facts == {"who": "Idris Hughes"}
    assert Message.objects.filter(to=idris, kind="supporter_accepted").exists()


def test_a_no_tells_the_partner_and_can_not_be_used_again(mari: Supporter, now: dt.datetime) -> None:
    decline_support(mari, by=mari.person, now=now)
    with pytest.raises(Refused, match="not open"):
        accept_support(mari, by=mari.person, now=now)


def test_an_asking_runs_out(mari: Supporter, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="not open"):
        accept_support(mari, by=mari.person, now=mari.expires_at)


def test_asking_again_takes_the_place_of_the_first(
    mari: Supporter, idris: Person, seats: Seats, now: dt.datetime
) -> None:
    again = choose_supporter(seats["idris"], MARI, by=idris, now=now + DAY)
    mari.refresh_from_db()
    assert (mari.state(now), again.state(now + DAY)) == ("withdrawn", "open")
    accept_support(again, by=again.person, now=now + DAY)
    with pytest.raises(Refused, match="already"):
        choose_supporter(seats["idris"], MARI, by=idris, now=now + DAY)


@pytest.mark.parametrize("via", Via.values)
@pytest.mark.parametrize("who", ["bola", "dev", "farah"])
def test_no_partner_chooses_for_another(seats: Seats, now: dt.datetime, who: str, via: str) -> None:
    with pytest.raises(Refused):
        choose_supporter(seats["idris"], MARI, by=seats[who].person, now=now, via=via)


def test_a_facilitator_writes_down_a_choice_with_how_they_were_told_and_the_partner_hears_of_it(
    seats: Seats, amina: Person, gwen: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="how they told you"):
        choose_supporter(seats["gwen"], MARI, by=amina, now=now)
    written = choose_supporter(seats["gwen"], MARI, by=amina, now=now, via=Via.PHONE)
    assert (written.asked_by, written.asked_via) == (amina, Via.PHONE)
    assert Message.objects.get(to=gwen, kind="supporter_written_down").channel == Message.Channel.LETTER


@pytest.mark.parametrize("key", ["gwen", "amina", "idris"])
def test_nobody_can_be_the_supporter_of_themself_nor_a_facilitator_of_anybody(
    seats: Seats, now: dt.datetime, amina: Person, key: str
) -> None:
    partner = seats[key]
    Person.objects.filter(pk=seats["gwen"].person_id).update(email="gwen@example.org")
    own = {"gwen": "gwen@example.org", "amina": amina.email, "idris": amina.email}[key]
    via, by = (Via.ONLINE, partner.person) if key != "gwen" else (Via.PAPER, amina)
    with pytest.raises(Refused):
        choose_supporter(partner, Choice("Me", email=own or ""), by=by, now=now, via=via)


@pytest.mark.parametrize(
    "facts",
    [
        {"person": "gwen"},
        {"person": "huw", "asked_by": "huw"},
        {"person": "bola", "asked_by": "amina"},
        {"person": "bola", "things": ["close_stage"]},
    ],
)
def test_the_database_itself_refuses_who_appoints_themself(
    seats: Seats, now: dt.datetime, request: pytest.FixtureRequest, facts: dict[str, Any]
) -> None:
    Supporter.objects.all().delete()
    people = {name: request.getfixturevalue(value) for name, value in facts.items() if name != "things"}
    with pytest.raises(IntegrityError), transaction.atomic():
        make_supporter(seats["gwen"], people.pop("person"), now=now, things=facts.get("things", ()), **people)


def test_the_partner_changes_what_somebody_may_do_from_now_on(
    mari: Supporter, idris: Person, bola: Person, now: dt.datetime
) -> None:
    accept_support(mari, by=mari.person, now=now)
    change_support(mari, [Support.SAY], now + DAY, by=idris, now=now)
    mari.refresh_from_db()
    assert (mari.things, mari.until) == (["say"], now + DAY)
    for other in (bola, mari.person):
        with pytest.raises(Refused):
            change_support(mari, list(Support), None, by=other, now=now)


@pytest.mark.parametrize("who", ["partner", "supporter"])
def test_either_of_them_stops_it_at_once_and_the_other_is_told(
    mari: Supporter, idris: Person, now: dt.datetime, who: str
) -> None:
    accept_support(mari, by=mari.person, now=now)
    by, other = (idris, mari.person) if who == "partner" else (mari.person, idris)
    for _twice in range(2):
        end_support(mari, by=by, now=now)
    mari.refresh_from_db()
    assert (mari.state(now), mari.ended_by) == ("stopped", by)
    assert list(Message.objects.filter(kind="supporter_ended").values_list("to", flat=True)) == [other.pk]
    assert HistoryEntry.objects.filter(verb="supporter_ended").count() == 1


def test_nobody_else_stops_it(mari: Supporter, bola: Person, amina: Person, now: dt.datetime) -> None:
    for by in (bola, amina):
        with pytest.raises(Refused):
            end_support(mari, by=by, now=now)


def test_somebody_who_asks_many_people_has_to_wait(seats: Seats, idris: Person, now: dt.datetime) -> None:
    for number in range(MOST_A_DAY):
        choose_supporter(seats["idris"], Choice("X", email=f"x{number}@example.org"), by=idris, now=now)
    with pytest.raises(Refused, match="tomorrow"):
        choose_supporter(seats["idris"], MARI, by=idris, now=now)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"reach": "01632 960106"},
        {"reach": "not an address"},
        {"reach": "ü@example.org"},
        {"reach": "x" * 400 + "@example.org"},
        {"things": ["close_stage"]},
        {"until_0": "31", "until_1": "2", "until_2": "2027"},
        {"until_0": "1", "until_1": "1", "until_2": "2020"},
        {"name": "a\x00b"},
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_reason(
    seats: Seats, client_of: Browser, idris: Person, wrong: dict[str, Any]
) -> None:
    sent = {"name": "Mari", "reach": "mari@example.org", "things": ["say"], **wrong}
    page = client_of(idris).post(f"{PROJECT}supporters/new", sent)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert not Supporter.objects.filter(membership=seats["idris"]).exists()


def test_the_last_day_is_a_whole_day(seats: Seats, client_of: Browser, idris: Person, now: dt.datetime) -> None:
    sent = {"name": "Mari", "reach": "mari@example.org", "until_0": "1", "until_1": "12", "until_2": "2026"}
    client_of(idris).post(f"{PROJECT}supporters/new", sent)
    supporter = Supporter.objects.get(membership=seats["idris"])
    accept_support(supporter, by=supporter.person, now=now)
    end = dt.datetime(2026, 12, 2, tzinfo=now.tzinfo)
    assert supporter.until == end
    assert Supporter.objects.helping(end - dt.timedelta(seconds=1)).filter(pk=supporter.pk).exists()
    assert not Supporter.objects.helping(end).filter(pk=supporter.pk).exists()


def test_the_code_from_a_letter_leads_there(mari: Supporter, client: Client) -> None:
    answer = client.post("/invitation/", {"code": mari.code.lower()})
    assert answer["Location"] == f"/support/{mari.code}/"


def test_a_partner_reads_who_supports_whom_on_the_people_page(
    seats: Seats, client_of: Browser, bola: Person, now: dt.datetime
) -> None:
    assert "supported by Huw Parry" in client_of(bola).get(f"{PROJECT}people/").content.decode()


def joins_as_facilitator(project: Project, person: Person, *, by: Person, now: dt.datetime) -> Membership:
    group = project.groups.get(key="staff")
    invitee = Invitee(person.name, group, email=person.email or "", role=Membership.Role.FACILITATOR)
    seat = invite_partner(project, invitee, by=by, now=now)
    return accept_invitation(seat.invitations.get(), Acceptance(), by=person, now=now)


def test_a_supporter_who_becomes_facilitator_no_longer_acts_for_anybody_and_the_partner_is_told(
    project: Project, seats: Seats, amina: Person, gwen: Person, huw: Person, bola: Person,
    client_of: Callable[[Person], Client], now: dt.datetime,
) -> None:  # fmt: skip
    elsewhere = make_project(project.organisation, "Another", "another", by=amina, now=now)
    other = make_supporter(join(elsewhere, bola, "use", now=now), huw, now=now)
    asked = make_supporter(seats["bola"], huw, now=now, accepted_at=None)
    joins_as_facilitator(project, huw, by=amina, now=now)
    helping = Supporter.objects.get(membership=seats["gwen"])
    asked.refresh_from_db()
    assert (helping.state(now), helping.ended_by) == ("stopped", huw)
    assert asked.state(now) == "withdrawn"
    told = Message.objects.filter(kind="supporter_ended")
    assert [(message.to, message.channel) for message in told] == [(gwen, Message.Channel.LETTER)]
    assert HistoryEntry.objects.filter(verb="supporter_ended", about=f"supporter:{helping.pk}").exists()
    acting = client_of(huw).get(f"/projects/{project.slug}/said/new?for={seats['gwen'].pk}")
    assert acting.status_code == 403
    other.refresh_from_db()
    assert other.state(now) == "helping"


def test_who_joins_as_a_partner_goes_on_supporting(
    project: Project, seats: Seats, amina: Person, huw: Person, now: dt.datetime
) -> None:
    invitee = Invitee("Huw Parry", project.groups.get(key="carers"), email=huw.email or "")
    seat = invite_partner(project, invitee, by=amina, now=now)
    accept_invitation(seat.invitations.get(), Acceptance(), by=huw, now=now)
    assert Supporter.objects.get(membership=seats["gwen"]).state(now) == "helping"


def test_support_that_ended_opens_no_slip(
    seats: Seats, amina: Person, gwen: Person, huw: Person, client_of: Callable[[Person], Client], now: dt.datetime
) -> None:
    pack = start_pack(seats["gwen"], by=amina, now=now)
    assert client_of(huw).get(f"/slips/{pack.code}").status_code == 302
    end_support(Supporter.objects.get(membership=seats["gwen"]), by=gwen, now=now)
    assert client_of(huw).get(f"/slips/{pack.code}").status_code == 404
    assert client_of(gwen).get(f"/slips/{pack.code}").status_code == 302
