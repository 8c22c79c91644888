"""Entering what came back on slips and in calls: quickly, once, and the same as what is said online."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from coproduce.packs.asks import SAY, Ask, asks_of
from coproduce.packs.content import contents_of
from coproduce.packs.making import make_pack
from coproduce.packs.replies import Reply, enter_words
from decisions.actions import open_decision, take_position
from decisions.actions.options import withdraw_option
from decisions.models import Decision, Position
from participants.models import Person
from projects.actions import answer_session, cancel_session
from projects.models import Contribution, DesignSession, Involvement, Membership, Pack, Project, SessionAnswer, Via
from tests.factories import add_wording, make_contribution, make_decision, make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(project: Project, seats: Seats, now: dt.datetime) -> DesignSession:
    return make_session(project, starts_at=now + 9 * DAY, now=now)


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now, closes_at=now + 6 * DAY)


@pytest.fixture
def pack(session: DesignSession, decision: Decision, seats: Seats, amina: Person, now: dt.datetime) -> Pack:
    """Gwen's pack, with three questions."""
    return make_pack(seats["gwen"], large_print=True, by=amina, now=now)[0]


def filled(pack: Pack, **changes: str) -> dict[str, str]:
    """The form of this slip as a facilitator fills it in."""
    session, decision, _say = asks_of(pack)
    sent = {
        "via": "paper",
        f"session_{session.pk}_choice": "coming",
        f"session_{session.pk}_words": "A taxi",
        f"decision_{decision.pk}_choice": "object",
        f"decision_{decision.pk}_words": "Rest is not all.",
        f"decision_{decision.pk}_wording": "1",
        "say_0_choice": "worry",
        "say_0_words": "Will the taxi wait?",
    }
    return sent | {name.replace("DECISION", f"decision_{decision.pk}"): value for name, value in changes.items()}


def test_a_code_leads_to_exactly_what_was_on_the_slip(client_of: Browser, pack: Pack, amina: Person) -> None:
    client = client_of(amina)
    typed = f" {pack.code[:3].lower()} {pack.code[3:]}"
    found = client.get("/desk/replies/", {"q": typed})
    assert found["Location"] == f"/desk/replies/{pack.code}/"
    page = client.get(found["Location"]).content.decode()
    assert "Gwen Parry" in page
    assert "1. Mapping a worn-out week" in page
    assert "2. What should a short break be for?" in page
    assert "3. What else they said" in page


def test_a_slip_counts_the_same_as_what_is_said_online_and_says_who_wrote_it_down(
    client_of: Browser, pack: Pack, seats: Seats, amina: Person
) -> None:
    client = client_of(amina)
    page = client.post(f"/desk/replies/{pack.code}/", filled(pack), follow=True)
    assert page.redirect_chain == [("/desk/replies/", 302)]
    assert "Gwen Parry: 3 replies are written down." in page.content.decode()
    answer, position = SessionAnswer.objects.get(), Position.objects.get()
    said = Contribution.objects.get()
    assert {each.membership for each in (answer, position, said)} == {seats["gwen"]}
    assert {each.entered_by for each in (answer, position, said)} == {amina}
    assert {each.via for each in (answer, position, said)} == {"paper"}
    kinds = Involvement.objects.filter(membership=seats["gwen"], via="paper").values_list("kind", flat=True)
    assert sorted(kinds) == ["contributed", "decided"]


def test_a_slip_with_options_asks_for_an_order_and_counts_it(
    client_of: Browser, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    decision = open_decision(
        project,
        question="What do we try first?",
        method="ranked",
        options=["A Saturday club", "A sitter", "A week by the sea"],
        closes_at=now + 6 * DAY,
        by=amina,
        now=now,
    )
    withdraw_option(decision, 2, because="Nobody can sit.", by=amina, now=now)
    pack, _pdf = make_pack(seats["gwen"], large_print=True, by=amina, now=now)
    on_paper = contents_of(project, [pack], now)[0]["asks"][0]
    assert on_paper["rows"] == ["1. A Saturday club", "3. A week by the sea"]
    assert on_paper["stand"].startswith("Put the options in order. Write 1 beside")
    client, key = client_of(amina), f"decision_{decision.pk}"
    there = f"/desk/replies/{pack.code}/"
    page = client.get(there).content.decode()
    assert f'name="{key}_choice_3"' in page
    assert f'name="{key}_choice_2"' not in page
    sent = {"via": "paper", f"{key}_wording": "1", f"{key}_words": ""}
    wrong = client.post(there, sent | {f"{key}_choice_1": "1", f"{key}_choice_3": "1"}).content.decode()
    assert "2 options have the place 1" in wrong
    assert "nothing to write down yet" in client.post(there, sent).content.decode()
    for new in (True, False):
        done = client.post(there, sent | {f"{key}_choice_1": "2", f"{key}_choice_3": "1"}, follow=True)
        assert ("1 reply is written down" in done.content.decode()) == new
    position = Position.objects.get()
    assert (position.says, position.via, position.entered_by) == ([3, 1], "paper", amina)
    assert "put in order: 3, 1, on paper, entered by Amina" in client.get(there).content.decode()
    seat, later = seats["gwen"], now + dt.timedelta(minutes=1)
    take_position(decision, seat, stance="options", says=[1], wording=1, by=seat.person, now=later)
    page = client.get(there).content.decode()
    assert "They have answered, online" in page
    assert "put in order" not in page, "nobody reads it before it closes"


def test_the_same_slip_twice_changes_nothing_and_says_so(
    client_of: Browser, pack: Pack, amina: Person, now: dt.datetime
) -> None:
    client = client_of(amina)
    client.post(f"/desk/replies/{pack.code}/", filled(pack))
    assert "wrote this slip down on" in client.get(f"/desk/replies/{pack.code}/").content.decode()
    again = client.post(f"/desk/replies/{pack.code}/", filled(pack), follow=True).content.decode()
    assert "all of this was written down already. Nothing has changed." in again
    assert [model.objects.count() for model in (SessionAnswer, Position, Contribution)] == [1, 1, 1]
    both = client.post(f"/desk/replies/{pack.code}/", filled(pack, say_0_words="And a lift?"), follow=True)
    assert "1 reply is written down. 2 were there already" in both.content.decode()


def test_a_wording_that_changed_meanwhile_is_said_and_counts_only_once_it_was_read_to_them(
    client_of: Browser, pack: Pack, decision: Decision, amina: Person, now: dt.datetime
) -> None:
    add_wording(decision, "Rest, and what they choose.", because="Bola objected.", now=now)
    client = client_of(amina)
    path = f"/desk/replies/{pack.code}/"
    page = client.get(path).content.decode()
    assert "The wording has changed since this was printed" in page
    assert "Rest, and what they choose." in page
    stale = client.post(path, filled(pack)).content.decode()
    assert "The wording has changed while you were writing." in stale
    refused = client.post(path, filled(pack, DECISION_wording="2")).content.decode()
    assert "Ring them, read them the new words, and tick this." in refused
    assert "Will the taxi wait?" in refused
    assert not SessionAnswer.objects.exists()
    client.post(path, filled(pack, DECISION_wording="2", DECISION_heard="on"))
    assert Position.objects.get().wording.number == 2


def test_what_can_no_longer_be_counted_is_said_and_the_rest_is_still_asked(
    client_of: Browser, pack: Pack, session: DesignSession, decision: Decision, amina: Person, now: dt.datetime
) -> None:
    cancel_session(session, "The room is flooded.", by=amina, now=now)
    Decision.objects.filter(pk=decision.pk).update(opened_at=now - 2 * DAY, closes_at=now - DAY)
    page = client_of(amina).get(f"/desk/replies/{pack.code}/").content.decode()
    assert "This session is cancelled." in page
    assert "This decision closed on Monday 23 November" in page
    sent = client_of(amina).post(f"/desk/replies/{pack.code}/", filled(pack), follow=True).content.decode()
    assert "1 reply is written down" in sent


def test_an_error_keeps_everything_and_leads_to_its_field(client_of: Browser, pack: Pack, amina: Person) -> None:
    page = (
        client_of(amina)
        .post(f"/desk/replies/{pack.code}/", filled(pack, DECISION_words="", say_0_choice=""))
        .content.decode()
    )
    assert "Write why they object" in page
    assert "Choose what it is: an experience, an idea, a worry or an offer." in page
    assert "A taxi" in page
    assert "Will the taxi wait?" in page
    assert 'href="#id_say_0_choice_0"' in page
    assert not SessionAnswer.objects.exists()
    empty = client_of(amina).post(f"/desk/replies/{pack.code}/", {"via": "paper"}).content.decode()
    assert "There is nothing to write down yet." in empty


def test_a_call_without_a_pack_is_found_by_name_and_offers_all_that_is_on(
    client_of: Browser, session: DesignSession, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    answer_session(session, seats["bola"], SessionAnswer.Answer.COMING, by=seats["bola"].person, now=now)
    client = client_of(amina)
    assert f"/desk/replies/call/{seats['bola'].pk}/" in client.get("/desk/replies/", {"q": "bola"}).content.decode()
    path = f"/desk/replies/call/{seats['bola'].pk}/"
    page = client.get(path).content.decode()
    assert "Yes, in person, online, on Tuesday 24 November." in page
    client.post(path, {"via": "phone", f"session_{session.pk}_choice": "not"})
    answer = SessionAnswer.objects.get()
    assert (answer.answer, answer.via, answer.entered_by) == ("not", "phone", amina)


@pytest.mark.parametrize(("typed", "found"), [("pary", True), ("gwenn", True), ("Pa", True), ("zzz", False)])
def test_a_name_that_was_misheard_is_found_all_the_same(
    client_of: Browser, seats: Seats, amina: Person, typed: str, found: bool
) -> None:
    page = client_of(amina).get("/desk/replies/", {"q": typed}).content.decode()
    assert (f"/desk/replies/call/{seats['gwen'].pk}/" in page) is found


def test_a_code_that_is_misread_or_of_another_project_finds_nobody(
    client_of: Browser, pack: Pack, elsewhere: Membership, amina: Person, eve: Person
) -> None:
    swapped = pack.code[1] + pack.code[0] + pack.code[2:]
    if swapped != pack.code:
        page = client_of(amina).get("/desk/replies/", {"q": swapped}).content.decode()
        assert "We found no slip and nobody" in page
    page = client_of(eve).get("/desk/replies/", {"q": pack.code}).content.decode()
    assert "We know no slip with the code" in page
    assert client_of(eve).get(f"/desk/replies/{pack.code}/").status_code == 404
    assert client_of(eve).post(f"/desk/replies/{pack.code}/", filled(pack)).status_code == 404


def test_nothing_is_entered_for_somebody_who_has_left(
    client_of: Browser, pack: Pack, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    Membership.objects.filter(pk=seats["gwen"].pk).update(left_at=now)
    page = client_of(amina).post(f"/desk/replies/{pack.code}/", filled(pack)).content.decode()
    assert "Gwen Parry does not take part any more" in page
    assert not Contribution.objects.exists()


def test_the_form_asks_the_same_number_of_queries_however_much_was_asked(
    client_of: Browser,
    seats: Seats,
    project: Project,
    amina: Person,
    now: dt.datetime,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(6):
        make_session(project, starts_at=now + (5 + number) * DAY, now=now)
        make_decision(seats["amina"], now=now, closes_at=now + 6 * DAY, number=number + 1)
    pack, _pdf = make_pack(seats["gwen"], large_print=False, by=amina, now=now)
    client = client_of(amina)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(f"/desk/replies/{pack.code}/")


def test_people_read_what_was_written_down_for_them_and_put_it_right(
    client_of: Browser, pack: Pack, seats: Seats, amina: Person, gwen: Person, bola: Person
) -> None:
    client_of(amina).post(f"/desk/replies/{pack.code}/", filled(pack))
    page = client_of(gwen).get("/account/written-down/").content.decode()
    assert "On paper, entered by Amina Yusuf on Tuesday 24 November" in page
    assert "Will the taxi wait?" in page
    assert "Rest is not all." in page
    said = Contribution.objects.get()
    path = f"/account/written-down/{said.pk}"
    assert client_of(bola).get(path).status_code == 404
    assert client_of(amina).post(path, {"words": "Nothing."}).status_code == 404
    assert "Write what you said." in client_of(gwen).post(path, {"words": " "}).content.decode()
    assert client_of(gwen).post(path, {"words": "Will the taxi come back?"}).status_code == 302
    said.refresh_from_db()
    assert said.words == "Will the taxi come back?"
    record = client_of(bola).get("/projects/short-breaks-for-carers/record/").content.decode()
    assert "Gwen Parry put right what was written down for them." in record


def test_what_one_wrote_oneself_is_not_among_what_was_written_down(
    client_of: Browser, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    said = make_contribution(seats["bola"], "My own words.", now=now)
    assert "My own words." not in client_of(bola).get("/account/written-down/").content.decode()
    assert client_of(bola).post(f"/account/written-down/{said.pk}", {"words": "x"}).status_code == 404


def test_whether_somebody_said_it_without_their_name_is_nobodys_to_find_out(
    seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    make_contribution(seats["gwen"], "I was left alone.", now=now, audience=Contribution.Audience.NAMELESS)
    for who in ("gwen", "bola"):
        reply = Reply(Ask(1, SAY, 0, "Say something"), "worry", "I was left alone.")
        assert enter_words(seats[who], reply, via=Via.PHONE, by=amina, now=now) is True, who
        assert enter_words(seats[who], reply, via=Via.PHONE, by=amina, now=now) is False, who
