"""A supporter acts for the partner who chose them: for the named things, in the open, and never for anybody else."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from decisions.actions import take_position, withdraw_objection
from decisions.models import Objection, Position
from participants.actions import add_need
from participants.models import AccessNeedKind, Person
from participants.refusals import Refused
from projects.actions import answer_session, contribute
from projects.actions.supporters import end_support
from projects.models import (
    Contribution,
    HistoryEntry,
    Involvement,
    Membership,
    Project,
    SessionAnswer,
    Support,
    Supporter,
    SupportGiven,
    Via,
)
from projects.sentences import sentence_for
from tests.factories import make_decision, make_session, make_supporter

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
IDEA = Contribution.Kind.IDEA
DAY = dt.timedelta(days=1)
PROJECT = "/projects/short-breaks-for-carers/"
SAY = f"{PROJECT}said/new"
WORDS = {"kind": "idea", "audience": "everyone", "words": "A stranger in my kitchen is no rest."}


@pytest.fixture
def support(seats: Seats) -> Supporter:
    """Huw's support of Gwen, in everything."""
    return Supporter.objects.get()


def test_what_is_said_for_a_partner_is_theirs_and_says_who_helped(
    seats: Seats, client_of: Browser, huw: Person
) -> None:
    client = client_of(huw)
    client.post(SAY, {**WORDS, "for": seats["gwen"].pk})
    said = Contribution.objects.get()
    assert (said.membership, said.entered_by, said.via) == (seats["gwen"], huw, Via.ONLINE)
    assert Involvement.objects.get().membership == seats["gwen"]
    assert sentence_for(HistoryEntry.objects.get()) == "Gwen Parry shared an idea, with Huw Parry’s help."
    page = client.get(f"{PROJECT}said/").content.decode()
    assert "Gwen Parry</strong>" in page
    assert "with Huw Parry’s help" in page


def test_an_answer_for_a_partner_keeps_what_they_need_without_showing_it(
    project: Project, seats: Seats, client_of: Browser, gwen: Person, huw: Person, now: dt.datetime
) -> None:
    add_need(gwen, AccessNeedKind.LARGE_PRINT, "At least 16 point", by=gwen, now=now)
    session = make_session(project, starts_at=now + DAY, now=now)
    client, path = client_of(huw), f"{session.get_absolute_url()}answer"
    assert "16 point" not in client.get(path).content.decode()
    client.post(path, {"answer": "coming", "for": seats["gwen"].pk})
    answer = SessionAnswer.objects.get()
    assert (answer.membership, answer.entered_by, answer.needs) == (seats["gwen"], huw, "At least 16 point")


def test_a_position_for_a_partner_counts_as_theirs_and_is_taken_back_for_them(
    seats: Seats, client_of: Browser, huw: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now - DAY)
    client, whom = client_of(huw), {"for": seats["gwen"].pk}
    url = decision.get_absolute_url()
    client.post(f"{url}position", {"stance": "object", "reason": "Not for me.", "wording": 1, **whom})
    assert Position.objects.get().membership == seats["gwen"]
    assert "with Huw Parry’s help" in client.get(url).content.decode()
    client.post(f"{url}objections/{Objection.objects.get().pk}/withdrawal", whom)
    assert Objection.objects.get().withdrawn_at == now
    assert HistoryEntry.objects.filter(verb="objection_withdrawn_with").exists()


@pytest.mark.parametrize("missing", Support.values)
def test_each_thing_is_allowed_by_its_own_name_alone(
    project: Project, seats: Seats, support: Supporter, client_of: Browser, huw: Person, now: dt.datetime, missing: str
) -> None:
    Supporter.objects.update(things=sorted(set(Support.values) - {missing}))
    decision = make_decision(seats["amina"], now=now - DAY)
    session = make_session(project, starts_at=now + DAY, now=now)
    forms = {
        Support.SAY: SAY,
        Support.ANSWER: f"{session.get_absolute_url()}answer",
        Support.DECIDE: f"{decision.get_absolute_url()}position",
    }
    client = client_of(huw)
    assert {thing: client.get(path).status_code for thing, path in forms.items()} == {
        thing: 403 if thing == missing else 200 for thing in forms
    }


def test_the_actions_themselves_refuse_what_was_not_named(
    project: Project, seats: Seats, huw: Person, now: dt.datetime
) -> None:
    Supporter.objects.update(things=[])
    decision = make_decision(seats["amina"], now=now - DAY)
    session = make_session(project, starts_at=now + DAY, now=now)
    gwen = seats["gwen"]
    with pytest.raises(Refused):
        contribute(gwen, kind=IDEA, words="No.", by=huw, now=now)
    with pytest.raises(Refused):
        answer_session(session, gwen, SessionAnswer.Answer.COMING, by=huw, now=now)
    with pytest.raises(Refused):
        take_position(decision, gwen, stance="consent", wording=1, by=huw, now=now)
    assert not SupportGiven.objects.exists()


@pytest.mark.parametrize("way", [Via.PHONE, Via.PAPER, Via.SESSION])
def test_a_supporter_cannot_pretend_to_be_told_by_phone(seats: Seats, huw: Person, now: dt.datetime, way: Via) -> None:
    with pytest.raises(Refused, match="Only a facilitator"):
        contribute(seats["gwen"], kind=IDEA, words="No.", by=huw, now=now, via=way)


def test_a_supporter_acts_for_nobody_but_the_partner_who_chose_them(
    seats: Seats, client_of: Browser, huw: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused):
        contribute(seats["bola"], kind=IDEA, words="No.", by=huw, now=now)
    for whom in (seats["bola"].pk, "0", "x", "9" * 30, "²", "\x00"):
        assert client_of(huw).post(SAY, {**WORDS, "for": whom}).status_code == 403, whom
    assert not Contribution.objects.exists()


def test_a_partner_cannot_act_for_another_by_naming_them(seats: Seats, client_of: Browser, bola: Person) -> None:
    assert client_of(bola).post(SAY, {**WORDS, "for": seats["gwen"].pk}).status_code == 403
    assert client_of(bola).get(f"{PROJECT}?for={seats['gwen'].pk}").status_code == 403


def test_nobody_outside_learns_from_naming_somebody(seats: Seats, client_of: Browser, eve: Person) -> None:
    assert client_of(eve).get(f"{PROJECT}?for={seats['gwen'].pk}").status_code == 404


def test_a_partner_who_also_supports_another_chooses_for_whom_they_are_here(
    seats: Seats, client_of: Browser, carys: Person, now: dt.datetime
) -> None:
    make_supporter(seats["gwen"], carys, now=now)
    client, whom = client_of(carys), seats["gwen"].pk
    own = client.get(SAY).content.decode()
    assert "You are here as yourself." in own
    assert f'href="?for={whom}"' in own
    theirs = client.get(f"{SAY}?for={whom}").content.decode()
    assert "For Gwen Parry" in theirs
    client.post(SAY, {**WORDS, "for": whom})
    client.post(SAY, WORDS)
    assert [each.membership for each in Contribution.objects.order_by("pk")] == [seats["gwen"], seats["carys"]]


def test_acting_for_a_partner_leaves_ones_own_rights_aside(
    seats: Seats, client_of: Browser, farah: Person, now: dt.datetime
) -> None:
    make_supporter(seats["gwen"], farah, now=now, things=[])
    assert client_of(farah).get(SAY).status_code == 200
    assert client_of(farah).get(f"{SAY}?for={seats['gwen'].pk}").status_code == 403


def test_who_supports_several_says_for_whom_on_every_form(
    seats: Seats, client_of: Browser, huw: Person, now: dt.datetime
) -> None:
    make_supporter(seats["idris"], huw, now=now)
    page = client_of(huw).get(f"{SAY}?for={seats['idris'].pk}").content.decode()
    assert f'name="for" value="{seats["idris"].pk}"' in page
    assert "Be here for Gwen Parry" in page
    client_of(huw).post(SAY, {**WORDS, "for": seats["idris"].pk})
    assert Contribution.objects.get().membership == seats["idris"]


def test_stopped_while_typing_the_words_come_back_and_nothing_is_sent(
    seats: Seats, support: Supporter, client_of: Browser, huw: Person, gwen: Person, now: dt.datetime
) -> None:
    end_support(support, by=gwen, now=now)
    answer = client_of(huw).post(SAY, {**WORDS, "for": seats["gwen"].pk})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This was not sent" in page
    assert "A stranger in my kitchen is no rest." in page
    assert str(Contribution.Kind(WORDS["kind"]).label) in page
    assert "Short breaks" not in page
    assert "The file did not come with it." not in page
    with_file = {**WORDS, "for": seats["gwen"].pk, "file": SimpleUploadedFile("week.txt", b"Monday")}
    page = client_of(huw).post(SAY, with_file).content.decode()
    assert "The file did not come with it." in page
    assert "Nothing is lost" not in page
    assert not Contribution.objects.exists()
    assert client_of(huw).get(PROJECT).status_code == 404


def test_over_while_typing_the_words_come_back_too(
    seats: Seats, support: Supporter, client_of: Browser, huw: Person, now: dt.datetime
) -> None:
    Supporter.objects.update(until=now + DAY)
    client = client_of(huw)
    with time_machine.travel(now + DAY, tick=False):
        client.force_login(huw)
        decision = make_decision(seats["amina"], now=now)
        sent = {"stance": "object", "reason": "Because <b>I</b> say so.", "wording": 1, "for": seats["gwen"].pk}
        page = client.post(f"{decision.get_absolute_url()}position", sent).content.decode()
    assert "Because &lt;b&gt;I&lt;/b&gt; say so." in page
    assert not Position.objects.exists()


def test_a_right_that_was_taken_while_typing_gives_the_words_back(
    seats: Seats, support: Supporter, client_of: Browser, huw: Person
) -> None:
    Supporter.objects.update(things=["answer"])
    answer = client_of(huw).post(SAY, {**WORDS, "for": seats["gwen"].pk})
    assert "A stranger in my kitchen is no rest." in answer.content.decode()


def test_a_form_for_somebody_stopped_is_never_sent_for_somebody_else(
    seats: Seats, support: Supporter, client_of: Browser, huw: Person, gwen: Person, now: dt.datetime
) -> None:
    make_supporter(seats["idris"], huw, now=now)
    end_support(support, by=gwen, now=now)
    assert client_of(huw).post(SAY, {**WORDS, "for": seats["gwen"].pk}).status_code == 403
    assert not Contribution.objects.exists()


def test_a_partner_who_left_has_no_supporters(seats: Seats, client_of: Browser, huw: Person, now: dt.datetime) -> None:
    Membership.objects.filter(pk=seats["gwen"].pk).update(left_at=now)
    assert client_of(huw).get(PROJECT).status_code == 404
    with pytest.raises(Refused):
        contribute(seats["gwen"], kind=IDEA, words="No.", by=huw, now=now)


def test_the_partner_sees_everything_that_was_done_for_them(
    project: Project, seats: Seats, client_of: Browser, gwen: Person, huw: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now - DAY)
    session = make_session(project, starts_at=now + DAY, now=now)
    contribute(seats["gwen"], kind=IDEA, words="An idea.", by=huw, now=now)
    answer_session(session, seats["gwen"], SessionAnswer.Answer.COMING, by=huw, now=now)
    take_position(decision, seats["gwen"], stance="consent", wording=1, by=huw, now=now)
    page = client_of(gwen).get(f"{PROJECT}supporters/").content.decode()
    for words in (
        "Yes, in person · Mapping a worn-out week",
        "An idea",
        "consented · What should a short break be for?",
    ):
        assert words in page


def test_nobody_can_take_away_what_a_supporter_did(seats: Seats, huw: Person, now: dt.datetime) -> None:
    contribute(seats["gwen"], kind=IDEA, words="An idea.", by=huw, now=now)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        SupportGiven.objects.all().delete()


def test_an_objection_is_taken_back_by_no_stranger(seats: Seats, huw: Person, dev: Person, now: dt.datetime) -> None:
    decision = make_decision(seats["amina"], now=now - DAY)
    take_position(decision, seats["gwen"], stance="object", reason="No.", wording=1, by=huw, now=now)
    with pytest.raises(Refused, match="Only the person who objected"):
        withdraw_objection(Objection.objects.get(), by=dev, now=now)


def test_home_says_what_waits_for_the_partner_and_for_whom(
    project: Project, seats: Seats, client_of: Browser, huw: Person, now: dt.datetime
) -> None:
    make_decision(seats["amina"], now=now - DAY)
    make_session(project, starts_at=now + DAY, now=now)
    page = client_of(huw).get("/").content.decode()
    assert page.count("<strong>For Gwen Parry</strong>") == 2
    assert f"answer?for={seats['gwen'].pk}" in page
    Supporter.objects.update(things=["answer"])
    assert client_of(huw).get("/").content.decode().count("For Gwen Parry") == 1
