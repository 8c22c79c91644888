"""Who could …? Whom it fits is asked first; a yes shows, and a no is nobody's business."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from participants.actions import offer
from participants.kinds import KINDS
from participants.matching import MOST_TERMS, terms_of
from participants.models import AssetKind, Audience, Message, Person
from participants.refusals import Refused
from projects.actions.help import answer_help, ask_for_help, stop_looking
from projects.models import HelpAnswer, HelpAsked, HistoryEntry, Membership, Via
from projects.reminders import waiting_for
from projects.sentences import sentence_for
from tests.factories import join, make_decision, make_person, make_session

ClientOf = Callable[[Person], Client]
ASK = "/projects/short-breaks-for-carers/help/new"
WEEK = dt.timedelta(days=7)
PASS = "I can show people how I use my travel pass."
QUESTION = "Who could show us how a travel pass works?"


def asks(seat: Membership, now: dt.datetime, words: str = QUESTION) -> HelpAsked:
    return ask_for_help(seat, words=words, until=(now + WEEK).date(), by=seat.person, now=now)


def offers(seat: Membership, now: dt.datetime, seen_by: str, words: str = PASS) -> None:
    offer(seat.person, kind=AssetKind.SKILL, words=words, seen_by=seen_by, by=seat.person, now=now)


def titles(person: Person, now: dt.datetime) -> list[str]:
    return [each.title for each in waiting_for(person, now)]


def page_of(client: Client, asked: HelpAsked) -> str:
    return client.get(asked.get_absolute_url()).content.decode()


def test_whom_it_fits_is_asked_on_their_own_home_and_nobody_else(
    seats: dict[str, Membership], now: dt.datetime
) -> None:
    offers(seats["bola"], now, Audience.ME)
    offers(seats["dev"], now, Audience.PARTNERS, "I bake bread.")
    asks(seats["amina"], now)
    assert {key for key, seat in seats.items() if QUESTION in titles(seat.person, now)} == {"bola"}


def test_what_is_kept_to_oneself_shows_to_nobody_until_the_yes(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime
) -> None:
    offers(seats["bola"], now, Audience.ME)
    asked = asks(seats["amina"], now)
    amina = client_of(seats["amina"].person)
    assert "Bola" not in page_of(amina, asked)
    client_of(seats["bola"].person).post(f"{asked.get_absolute_url()}answer", {"answer": "yes", "words": "Tuesdays."})
    page = page_of(amina, asked)
    assert "Bola Adeyemi" in page
    assert "Tuesdays." in page
    assert PASS not in page


def test_whose_offer_shows_is_suggested_to_whoever_may_read_it(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime
) -> None:
    offers(seats["bola"], now, Audience.FACILITATORS)
    offers(seats["idris"], now, Audience.PARTNERS, "I have a travel pass as well.")
    asked = asks(seats["dev"], now)
    assert "Bola" not in page_of(client_of(seats["dev"].person), asked)
    assert "Idris" in page_of(client_of(seats["dev"].person), asked)
    assert "Bola" in page_of(client_of(seats["amina"].person), asked)
    assert "Idris" not in page_of(client_of(seats["carys"].person), asked)


def test_a_no_changes_nothing_that_anybody_else_can_see(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime
) -> None:
    offers(seats["bola"], now, Audience.PARTNERS)
    asked = asks(seats["amina"], now)
    amina = client_of(seats["amina"].person)
    before, history = main_of(page_of(amina, asked)), HistoryEntry.objects.count()
    answer = client_of(seats["bola"].person).post(
        f"{asked.get_absolute_url()}answer", {"answer": "no", "words": "I am too tired."}
    )
    assert answer.status_code == 302
    assert main_of(page_of(amina, asked)) == before
    assert HelpAnswer.objects.get().words == ""
    assert HistoryEntry.objects.count() == history
    assert not Message.objects.filter(kind="help_offered").exists()
    assert QUESTION not in titles(seats["bola"].person, now)


def main_of(page: str) -> str:
    """The page without its tokens, which differ each time."""
    return "\n".join(line for line in page[page.index("<main") :].split("\n") if "csrfmiddlewaretoken" not in line)


def test_whoever_asked_is_told_of_a_yes_once(seats: dict[str, Membership], now: dt.datetime) -> None:
    asked = asks(seats["dev"], now)
    for words in ("Yes.", "Yes, on Tuesdays."):
        answer_help(asked, seats["bola"], yes=True, words=words, by=seats["bola"].person, now=now)
    message = Message.objects.get(kind="help_offered")
    assert (message.to, message.context["name"]) == (seats["dev"].person, "Bola Adeyemi")
    sentences = [sentence_for(entry) for entry in HistoryEntry.objects.filter(about=f"help:{asked.pk}")]
    assert len(sentences) == 2
    assert not any("Bola" in words for words in sentences)


def test_a_yes_that_is_taken_back_is_not_told(seats: dict[str, Membership], now: dt.datetime) -> None:
    asked = asks(seats["dev"], now)
    for yes in (True, False):
        answer_help(asked, seats["bola"], yes=yes, by=seats["bola"].person, now=now)
    assert KINDS["help_offered"].too_late(Message.objects.get(kind="help_offered"), now)


def test_a_facilitator_writes_down_a_yes_but_never_a_no(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime, amina: Person
) -> None:
    asked = asks(seats["dev"], now)
    with pytest.raises(Refused):
        answer_help(asked, seats["gwen"], yes=False, by=amina, now=now, via=Via.PHONE)
    client_of(amina).post(f"{asked.get_absolute_url()}answer/for", {"who": seats["gwen"].pk, "via": "phone"})
    assert "by phone, written down by Amina Yusuf" in page_of(client_of(amina), asked)


@pytest.mark.parametrize("who", ["bola", "elsewhere"])
def test_nobody_answers_for_another_or_from_outside(
    seats: dict[str, Membership], elsewhere: Membership, now: dt.datetime, who: str
) -> None:
    asked = asks(seats["amina"], now)
    member = elsewhere if who == "elsewhere" else seats["gwen"]
    by = elsewhere.person if who == "elsewhere" else seats["bola"].person
    with pytest.raises(Refused):
        answer_help(asked, member, yes=True, by=by, now=now, via=Via.PHONE)


def test_nobody_is_asked_once_it_is_over(seats: dict[str, Membership], now: dt.datetime) -> None:
    offers(seats["bola"], now, Audience.PARTNERS)
    asked = asks(seats["amina"], now)
    assert QUESTION not in titles(seats["bola"].person, now + 2 * WEEK)
    stop_looking(asked, by=seats["amina"].person, now=now)
    assert QUESTION not in titles(seats["bola"].person, now)
    with pytest.raises(Refused, match="Thank you"):
        answer_help(asked, seats["bola"], yes=True, by=seats["bola"].person, now=now)


def test_what_is_taken_away_fits_no_more(seats: dict[str, Membership], now: dt.datetime) -> None:
    offers(seats["bola"], now, Audience.PARTNERS)
    asks(seats["amina"], now)
    seats["bola"].person.assets.all().delete()
    assert QUESTION not in titles(seats["bola"].person, now)


def test_somebody_in_two_projects_is_asked_in_the_one_that_asks(
    seats: dict[str, Membership], elsewhere: Membership, now: dt.datetime
) -> None:
    theirs = join(elsewhere.project, seats["bola"].person, "carers", now=now)
    offers(theirs, now, Audience.PARTNERS)
    asked = asks(elsewhere, now)
    assert [each.project for each in waiting_for(seats["bola"].person, now)] == [asked.project]


def test_a_partner_asks_for_a_session_and_stops_looking(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime
) -> None:
    session = make_session(seats["dev"].project, starts_at=now + WEEK, now=now)
    client = client_of(seats["dev"].person)
    assert f'value="{session.pk}" selected' in client.get(f"{ASK}?session={session.pk}").content.decode()
    sent = {"words": "Who could take notes?", "session": session.pk, "until_0": 1, "until_1": 12, "until_2": 2026}
    assert client.post(ASK, sent).status_code == 302
    asked = HelpAsked.objects.get()
    assert (asked.session, asked.terms) == (session, "take notes")
    assert session.title in page_of(client, asked)
    assert client_of(seats["bola"].person).post(f"{asked.get_absolute_url()}end").status_code == 403
    client.post(f"{asked.get_absolute_url()}end")
    asked.refresh_from_db()
    assert asked.ended_by == seats["dev"].person


@pytest.mark.parametrize(
    "wrong",
    [{"words": ""}, {"until_2": 2020}, {"until_0": 32}, {"kind": "rant"}, {"session": "999999"}, {"words": "x" * 201}],
)
def test_what_cannot_be_asked_comes_back_filled_in(
    seats: dict[str, Membership], client_of: ClientOf, wrong: dict[str, object]
) -> None:
    sent = {"words": "Who could sing?", "until_0": 1, "until_1": 12, "until_2": 2026} | wrong
    page = client_of(seats["dev"].person).post(ASK, sent)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert not HelpAsked.objects.exists()


def test_a_decision_asks_for_help_too(seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime) -> None:
    decision = make_decision(seats["amina"], now=now)
    client = client_of(seats["amina"].person)
    path = f"{decision.get_absolute_url()}help"
    assert path in client.get(decision.get_absolute_url()).content.decode()
    client.post(path, {"words": "Who could explain it?", "until_0": 1, "until_1": 12, "until_2": 2026})
    asked = HelpAsked.objects.get()
    assert asked.about == f"decision:{decision.pk}"
    assert decision.question in page_of(client, asked)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_terms_of_any_question_are_few_plain_words(words: str) -> None:
    terms = terms_of(words)
    assert len(terms.split()) <= MOST_TERMS
    assert terms == " ".join(terms.split())


@pytest.mark.parametrize(
    "words", ["&|!():*<->", "'", "\\", "who can help", "🎶🎶", "字" * 200, "a-b c/d e.f@g.h", "²²²", "İ" * 200]
)
def test_any_question_can_be_matched(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime, words: str
) -> None:
    offers(seats["bola"], now, Audience.PARTNERS)
    asked = asks(seats["amina"], now, words)
    assert page_of(client_of(seats["amina"].person), asked)
    waiting_for(seats["bola"].person, now)


@pytest.mark.parametrize("path", ["offers/", "help/{}/", "help/{}/answer"])
def test_the_number_of_queries_stays_the_same(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime, path: str
) -> None:
    asked = asks(seats["amina"], now)
    client = client_of(seats["amina"].person)
    counts = []
    for times in (2, 20):
        for number in range(times):
            seat = join(asked.project, make_person(f"Partner {times} {number}"), "use", now=now)
            offers(seat, now, Audience.PARTNERS)
            answer_help(asked, seat, yes=True, by=seat.person, now=now)
            asks(seat, now)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/projects/short-breaks-for-carers/{path.format(asked.pk)}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
