"""A partner by post takes part in a whole stage: is it done, what it felt like, and the terms, on paper or by phone."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coproduce.packs.asks import Ask, asks_of
from coproduce.packs.content import contents_of
from coproduce.packs.making import make_pack
from coproduce.packs.posting import mark_posted
from participants.actions import queue
from participants.models import Message, Person
from projects.actions import ask_if_done, check_in, close_stage
from projects.actions.private import start_own_support
from projects.actions.stages import ASK_AGAIN_AFTER
from projects.actions.terms import accept_terms, agree_terms, write_terms
from projects.gate import Kind, missing
from projects.ladder import Rung
from projects.models import (
    CheckIn,
    HowMuch,
    Membership,
    Organisation,
    Pack,
    Project,
    Stage,
    StageAnswer,
    TermsAcceptance,
    TermsQuestion,
    TermsVersion,
    Via,
)
from tests.factories import join, make_decision, make_person, make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def stage(discover: Stage, seats: Seats, amina: Person, now: dt.datetime) -> Stage:
    """It ends soon, and everybody is asked whether it is done."""
    discover.ends_on = (now + 5 * DAY).date()
    discover.save(update_fields=["ends_on"])
    ask_if_done(discover, by=amina, now=now)
    return discover


@pytest.fixture
def terms(project: Project, seats: Seats, amina: Person, now: dt.datetime) -> TermsVersion:
    version = write_terms(project, {"final_say": "This group.", "behaviour": "We listen."}, by=amina, now=now)
    agree_terms(version, about="decision:1", missing="", by=amina, now=now)
    return version


@pytest.fixture
def pack(stage: Stage, terms: TermsVersion, seats: Seats, amina: Person, now: dt.datetime) -> Pack:
    return make_pack(seats["gwen"], large_print=True, by=amina, now=now)[0]


def filled(stage: Stage, terms: TermsVersion, **changes: str) -> dict[str, str]:
    sent = {
        "done_choice": "not_yet",
        "done_words": "Nobody asked us at home.",
        "felt_choice": "consultation",
        "felt_heard": "4",
        "felt_knows": "2",
        "felt_words": "It was  friendly.",
        "terms_choice": "accept",
    }
    ids = {"done": stage.pk, "felt": stage.pk, "terms": terms.pk}
    named = {f"{noun}_{ids[noun]}_{part}": value for (noun, _line, part), value in parted(sent | changes)}
    return {"via": "paper", **named}


def parted(sent: dict[str, str]) -> list[tuple[tuple[str, str, str], str]]:
    return [(name.partition("_"), value) for name, value in sent.items()]


def test_a_pack_asks_whether_the_stage_is_done_what_it_felt_like_and_for_the_terms(
    pack: Pack, stage: Stage, terms: TermsVersion, now: dt.datetime
) -> None:
    content = contents_of(stage.project, [pack], now)[0]
    done, felt, agreed, _say = content["asks"]
    assert [ask["kind"] for ask in content["asks"]] == ["done", "felt", "terms", "say"]
    assert done["title"] == "“Discover”: are we done here?"
    assert done["options"] == ["Yes", "Yes, with a concern", "Not yet"]
    assert [rung for rung, _meaning in felt["options"]][:2] == ["Co-production", "Co-design"]
    assert ["How we treat each other", "We listen."] in agreed["parts"]


def test_what_comes_back_counts_the_same_as_what_is_said_online(
    client_of: Browser, pack: Pack, stage: Stage, terms: TermsVersion, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    client, path = client_of(amina), f"/desk/replies/{pack.code}/"
    assert "We listen." in client.get(path).content.decode()
    done = client.post(path, filled(stage, terms), follow=True).content.decode()
    assert "Gwen Parry: 3 replies are written down." in done
    answer, felt, accepted = StageAnswer.objects.get(), CheckIn.objects.get(), TermsAcceptance.objects.get()
    assert {each.membership for each in (answer, felt, accepted)} == {seats["gwen"]}
    assert {(each.via, each.entered_by) for each in (answer, felt, accepted)} == {(Via.PAPER, amina)}
    assert (answer.answer, answer.words) == ("not_yet", "Nobody asked us at home.")
    assert (felt.rung, felt.heard, felt.knows, felt.line) == ("consultation", 4, 2, "It was friendly.")
    kinds = [(gap.kind, gap.group and gap.group.key) for gap in missing(stage, now=now)]
    assert (Kind.NOT_YET, "use") in kinds


def test_by_phone_all_that_is_on_can_be_answered(
    client_of: Browser, stage: Stage, terms: TermsVersion, seats: Seats, amina: Person
) -> None:
    client, path = client_of(amina), f"/desk/replies/call/{seats['gwen'].pk}/"
    sent = filled(stage, terms, terms_choice="ask", terms_words="May I bring Huw?", done_choice="yes", done_words="")
    assert client.post(path, sent | {"via": "phone"}).status_code == 302
    assert TermsQuestion.objects.get().words == "May I bring Huw?"
    assert StageAnswer.objects.get().via == "phone"
    page = client.get(path).content.decode()
    assert "Yes, by phone, entered by Amina Yusuf" in page
    assert not any("checked" in line and "felt_" in line for line in page.splitlines())


def test_nobody_learns_whether_they_said_before_what_the_stage_felt_like(
    client_of: Browser, stage: Stage, seats: Seats, amina: Person, gwen: Person, now: dt.datetime
) -> None:
    path = f"/desk/replies/call/{seats['gwen'].pk}/"
    before = client_of(amina).get(path).content.decode()
    heard, knows = HowMuch.MOSTLY, HowMuch.HALF
    check_in(seats["gwen"], stage, rung=Rung.INFORMING, heard=heard, knows=knows, line="Long.", by=gwen, now=now)
    after = client_of(amina).get(path).content.decode()
    hidden = ("csrfmiddlewaretoken", "nonce")
    assert [line for line in before.splitlines() if not any(word in line for word in hidden)] == [
        line for line in after.splitlines() if not any(word in line for word in hidden)
    ]
    pack, _pdf = make_pack(seats["gwen"], large_print=False, by=amina, now=now)
    assert [ask.noun for ask in asks_of(pack)] == ["done", "felt", "say"]
    sent = {
        f"felt_{stage.pk}_{name}": value for name, value in (("choice", "informing"), ("heard", "4"), ("knows", "3"))
    }
    sent |= {"via": "paper", f"felt_{stage.pk}_words": "Long."}
    for _time in range(2):
        done = client_of(amina).post(f"/desk/replies/{pack.code}/", sent, follow=True).content.decode()
        assert "Gwen Parry: 1 reply is written down." in done


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"felt_knows": ""}, "Choose one for each of the three questions."),
        ({"felt_choice": "", "felt_heard": "", "felt_knows": ""}, "Choose what it felt like."),
        ({"done_words": ""}, "Write what is still missing."),
        ({"done_choice": ""}, "Choose whether we are done."),
        ({"terms_choice": "ask"}, "Write their question."),
    ],
)
def test_what_is_left_out_is_asked_for_and_nothing_is_written_down(
    client_of: Browser, pack: Pack, stage: Stage, terms: TermsVersion, amina: Person, changes: dict[str, str],
    sentence: str,
) -> None:  # fmt: skip
    page = client_of(amina).post(f"/desk/replies/{pack.code}/", filled(stage, terms, **changes)).content.decode()
    assert sentence in page
    assert not StageAnswer.objects.exists()
    assert not CheckIn.objects.exists()


def test_what_has_changed_since_the_slip_was_printed_is_said(
    client_of: Browser, pack: Pack, stage: Stage, terms: TermsVersion, amina: Person, now: dt.datetime
) -> None:
    client, path = client_of(amina), f"/desk/replies/{pack.code}/"
    ask_if_done(stage, by=amina, now=now + ASK_AGAIN_AFTER)
    new = write_terms(stage.project, {"behaviour": "We rest."}, because="Rest.", by=amina, now=now)
    agree_terms(new, about="decision:2", missing="", by=amina, now=now)
    page = client.get(path).content.decode()
    assert "Everyone was asked anew since this was printed." in page
    assert "The terms have changed since this was printed." in page
    reasons = {group.pk: "They had no time." for group in stage.project.groups.all()}
    close_stage(stage, reasons, by=amina, now=now)
    assert "This stage is closed, so a reply can’t be counted any more." in client.get(path).content.decode()


def test_what_is_answered_is_not_asked_again_and_stands_in_the_pack(
    stage: Stage, terms: TermsVersion, pack: Pack, seats: Seats, client_of: Browser, amina: Person, now: dt.datetime
) -> None:
    client_of(amina).post(f"/desk/replies/{pack.code}/", filled(stage, terms))
    again, _pdf = make_pack(seats["gwen"], large_print=False, by=amina, now=now)
    assert [ask.noun for ask in asks_of(again)] == ["felt", "say"]
    content = contents_of(stage.project, [again], now)[0]
    assert content["answered"] == ["“Discover”: are we done here? You said: Not yet."]


def test_who_came_after_the_stage_had_closed_is_not_asked_what_it_felt_like(
    stage: Stage, seats: Seats, project: Project, amina: Person, now: dt.datetime
) -> None:
    reasons = {group.pk: "They had no time." for group in project.groups.all()}
    close_stage(stage, reasons, by=amina, now=now)
    late = join(project, make_person("Nell Price"), "use", now=now + DAY)
    packs = {seat: make_pack(seat, large_print=False, by=amina, now=now + DAY)[0] for seat in (late, seats["gwen"])}
    assert [[ask.noun for ask in asks_of(pack)] for pack in packs.values()] == [["say"], ["felt", "say"]]


def test_posting_a_pack_is_telling_what_it_asks_about_the_stage_and_the_terms(
    stage: Stage, terms: TermsVersion, seats: Seats, amina: Person, gwen: Person, now: dt.datetime
) -> None:
    queue(gwen, "check_in_due", "felt", {"project": "P", "stage": "S", "link": "x"}, now=now, topic=f"stage:{stage.pk}")
    pack, _pdf = make_pack(seats["gwen"], large_print=False, by=amina, now=now)
    mark_posted([pack], by=amina, now=now)
    told = Message.objects.filter(to=gwen, told_by=amina).values_list("kind", flat=True)
    assert set(told) == {"stage_asked", "terms_to_accept", "check_in_due"}


def test_who_sees_a_part_of_a_private_page_is_asked_about_that_part(
    northdale: Organisation, seats: Seats, client_of: Browser, bola: Person, now: dt.datetime
) -> None:
    private = start_own_support(northdale, name="Mine", purpose="How I live.", by=bola, now=now)
    friend = join(private, make_person("Sam Friend"), "carers", now=now, sees="sessions")
    make_session(private, starts_at=now + DAY, now=now, title="Tea")
    make_decision(private.memberships.get(person=bola), now=now, minimums={})
    ask_if_done(private.stages.get(position=1), by=bola, now=now)
    page = client_of(bola).get(f"/desk/replies/call/{friend.pk}/").content.decode()
    assert "Tea" in page
    assert not any(words in page for words in ("short break", "are we done", "What else they said"))


@pytest.mark.parametrize("way", ["call", "slip"])
def test_the_form_asks_few_queries_whatever_is_on(
    stage: Stage, terms: TermsVersion, seats: Seats, client_of: Browser, amina: Person, now: dt.datetime, way: str
) -> None:
    for number in range(3):
        make_session(stage.project, starts_at=now + (5 + number) * DAY, now=now)
        make_decision(seats["amina"], now=now, number=number + 1)
    pack, _pdf = make_pack(seats["gwen"], large_print=False, by=amina, now=now)
    assert Ask(7, "done", stage.pk, "Discover", wording=asks_of(pack)[6].wording) == asks_of(pack)[6]
    client = client_of(amina)
    path = f"/desk/replies/call/{seats['gwen'].pk}/" if way == "call" else f"/desk/replies/{pack.code}/"
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert len(asked) <= 12, [query["sql"][:90] for query in asked]


def test_terms_that_were_accepted_online_meanwhile_are_accepted_once(
    pack: Pack, stage: Stage, terms: TermsVersion, seats: Seats, client_of: Browser, amina: Person, gwen: Person,
    now: dt.datetime,
) -> None:  # fmt: skip
    accept_terms(terms, seats["gwen"], by=gwen, now=now)
    sent = {"via": "paper", f"terms_{terms.pk}_choice": "accept"}
    done = client_of(amina).post(f"/desk/replies/{pack.code}/", sent, follow=True).content.decode()
    assert "all of this was written down already" in done
    assert TermsAcceptance.objects.get().via == "online"
