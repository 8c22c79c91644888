"""Printed packs: what is in them, making many, posting them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.packs.content import contents_of
from coproduce.packs.making import AT_ONCE, go_on, make_batch, make_pack, make_some
from coproduce.packs.posting import mark_posted, to_post
from coproduce.packs.printable import printable
from coproduce.packs.typeset import pdf_of
from decisions.actions import take_position
from decisions.easy import of_decision
from participants.actions import add_need, queue_for_all
from participants.models import Message, Person
from projects.actions import answer_session, leave, take_a_break
from projects.actions.easy import choose_pictures, write_easy_read
from projects.actions.packs import forget_packs, start_pack, start_packs
from projects.easy import of_session, of_stage
from projects.models import HistoryEntry, Membership, Pack, PackPart, Project, SessionAnswer, Via
from projects.models.pack import KEPT_FOR
from projects.slips import LETTERS, is_sound, new_slip_code, read_slip_code, spaced
from tests.factories import add_wording, join, make_decision, make_person, make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)


def content_for(seat: Membership, now: dt.datetime) -> dict[str, Any]:
    pack = start_pack(seat, by=seat.project.made_by, now=now)
    return contents_of(seat.project, [pack], now)[0]


def test_a_pack_asks_what_is_on_and_has_not_been_answered(project: Project, seats: Seats, now: dt.datetime) -> None:
    session = make_session(project, starts_at=now + 5 * DAY, now=now)
    other = make_session(project, starts_at=now + 9 * DAY, now=now, title="The one after")
    make_decision(seats["amina"], closes_at=now + 4 * DAY, now=now)
    answer_session(other, seats["gwen"], SessionAnswer.Answer.COMING, by=project.made_by, now=now, via=Via.PHONE)
    content = content_for(seats["gwen"], now)
    assert [ask["kind"] for ask in content["asks"]] == ["session", "decision", "say"]
    assert [ask["number"] for ask in content["asks"]] == [1, 2, 3]
    assert content["asks"][0]["title"] == session.title
    assert "The one after" in content["answered"][0]
    assert content["helper"] == "Huw Parry"
    assert content["address"] == ["12 Mill Road", "Northdale", "ND1 2AB"]
    assert content["written"][0]["how"].startswith("By phone, entered by Amina Yusuf")


def test_a_pack_is_a_pdf_that_comes_at_once(client_of: Browser, seats: Seats, amina: Person) -> None:
    page = client_of(amina).post(f"/projects/short-breaks-for-carers/people/{seats['gwen'].pk}/pack")
    assert page["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF")
    assert b"pdfuaid" in page.content
    pack = Pack.objects.get()
    assert pack.code in page["Content-Disposition"]
    assert is_sound(pack.code)


def test_somebody_who_answered_older_words_reads_what_changed_and_is_asked_again(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now - 2 * DAY, closes_at=now + 4 * DAY)
    take_position(decision, seats["gwen"], stance="consent", wording=1, by=amina, now=now - DAY, via=Via.PHONE)
    assert [ask["kind"] for ask in content_for(seats["gwen"], now)["asks"]] == ["say"]
    add_wording(decision, "Rest, and more.", because="Bola objected.", now=now)
    [asked, _say] = content_for(seats["gwen"], now)["asks"]
    assert (asked["proposal"], asked["because"]) == ("Rest, and more.", "Bola objected.")


@pytest.mark.parametrize(("days", "words"), [(4, "A letter may come too late for that"), (9, "If a letter would come")])
def test_who_would_answer_too_late_by_post_is_asked_to_ring(
    project: Project, seats: Seats, now: dt.datetime, days: int, words: str
) -> None:
    make_decision(seats["amina"], now=now, closes_at=now + days * DAY)
    content = content_for(seats["gwen"], now)
    assert words in content["words"]["too_slow"]
    assert content["reply_by"]


def test_large_print_comes_by_itself_for_who_needs_it(project: Project, seats: Seats, now: dt.datetime) -> None:
    add_need(seats["bola"].person, "large_print", by=project.made_by, now=now)
    assert content_for(seats["bola"], now)["large"]
    assert not content_for(seats["gwen"], now)["large"]


def test_pictures_stand_on_the_left_of_easy_read_words_in_print_too(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now + 5 * DAY, now=now, purpose="Draw one week.")
    row = write_easy_read(project, of_session(session), "We draw a week. You can help.", by=amina, now=now)
    add_need(seats["bola"].person, "easy_read", by=amina, now=now)
    plain = pdf_of([content_for(seats["bola"], now)])
    choose_pictures(project, of_session(session), ["", "help-others"], twin=row.pk, by=amina, now=now)
    content = content_for(seats["bola"], now)
    none, picture = content["asks"][0]["pictures"]
    assert (none, picture[:4]) == ("", "<svg")
    assert len(pdf_of([content])) > len(plain)


def test_easy_read_words_come_first_for_who_needs_them(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now + 5 * DAY, now=now, purpose="Draw one week.")
    decision = make_decision(seats["amina"], now=now, closes_at=now + 4 * DAY)
    stage = project.stages.get(position=1)
    for original in (of_session(session), of_stage(stage), of_decision(decision, decision.wordings.get())):
        write_easy_read(project, original, "We draw a week. You can help.", by=amina, now=now)
    add_need(seats["bola"].person, "easy_read", by=amina, now=now)
    add_wording(decision, "Rest, and more.", because="Bola objected.", now=now)
    content = content_for(seats["bola"], now)
    asked, decided, _say = content["asks"]
    assert asked["easy"] == decided["easy"] == content["stage"]["easy"] == ["We draw a week.", "You can help."]
    assert (asked["easy_old"], decided["easy_old"][:26]) == ("", "The full words have change")
    assert decided["proposal"] == "Rest, and more."
    assert decided["options"][0] == "Yes. It is OK for me."
    assert pdf_of([content]).startswith(b"%PDF")
    others = content_for(seats["gwen"], now)["asks"]
    assert (others[0]["easy"], others[1]["options"][0]) == ([], "I consent")


def test_a_pack_carries_the_phone_number_and_the_address_that_a_facilitator_sets(
    client_of: Browser, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    path = "/projects/short-breaks-for-carers/packs/post"
    seven_lines = client_of(amina).post(path, {"freephone": "0808 157 0106", "post_to": "a\n" * 7})
    assert "Use 6 lines at most" in seven_lines.content.decode()
    assert (
        client_of(amina).post(path, {"freephone": "0808 157 0106", "post_to": "FREEPOST X\n\nNorthdale"}).status_code
        == 302
    )
    client_of(amina).post(path, {"freephone": "0808 157 0106", "post_to": "FREEPOST X\n\nNorthdale"})
    assert HistoryEntry.objects.get(verb="post_set").by == amina
    project.refresh_from_db()
    for seat in seats.values():
        seat.project = project
    content = content_for(seats["gwen"], now)
    assert content["post_to"] == ["FREEPOST X", "Northdale"]
    assert "0808 157 0106" in content["words"]["by_phone"]


def test_many_packs_are_made_in_parts_and_can_be_downloaded(
    client_of: Browser, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    for number in range(AT_ONCE + 2):
        join(project, make_person(f"P {number}", email=None, reach_by="post"), "use", now=now)
    client = client_of(amina)
    started = client.post("/projects/short-breaks-for-carers/packs/", {"who": "post"})
    page = client.get(started["Location"])
    assert "0 of 28 are made" in page.content.decode()
    assert client.get(f"{started['Location']}file").status_code == 404
    batch = project.pack_batches.get()
    assert make_some(batch.pk, now)
    part = client.get(started["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "25 of 28 are made" in part
    assert "<html" not in part
    make_batch(batch.pk)
    make_batch(batch.pk)
    assert "They are made" in client.get(started["Location"]).content.decode()
    file = client.get(f"{started['Location']}file")
    assert file["Content-Disposition"].endswith('.zip"')
    assert batch.parts.count() == 2
    assert HistoryEntry.objects.get(verb="packs_made").facts == {"count": 28}


def test_what_a_killed_worker_left_is_gone_on_with_and_made_once(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    batch = start_packs(project, list(seats.values()), by=amina, now=now)
    go_on()
    go_on()
    batch.refresh_from_db()
    assert (batch.done, batch.parts.count()) == (7, 1)


def test_the_pages_are_forgotten_after_a_while_and_the_codes_stay(
    client_of: Browser, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    batch = start_packs(project, [seats["gwen"]], by=amina, now=now)
    make_batch(batch.pk, lambda: now)
    assert forget_packs(now + KEPT_FOR - DAY) == 0
    assert forget_packs(now + KEPT_FOR) == 1
    assert not PackPart.objects.exists()
    path = f"/projects/{project.slug}/packs/{batch.pk}/"
    assert client_of(amina).get(f"{path}file").status_code == 404
    assert "not kept any more" in client_of(amina).get(path).content.decode()
    assert client_of(amina).get(f"/desk/replies/{Pack.objects.get().code}/").status_code == 200


def test_packs_for_nobody_are_refused_with_a_sentence(client_of: Browser, seats: Seats, amina: Person) -> None:
    Person.objects.filter(pk=seats["gwen"].person_id).update(reach_by="phone")
    page = client_of(amina).post("/projects/short-breaks-for-carers/packs/", {"who": "post"})
    assert "Nobody in this project is waiting for a pack of this kind." in page.content.decode()


def test_posting_a_pack_is_telling_what_it_says_and_nothing_else(
    client_of: Browser, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now + 5 * DAY, now=now)
    gwen = seats["gwen"].person
    queue_for_all([gwen], "session_asked", "asked", {}, now=now, topic=f"session:{session.pk}")
    queue_for_all([gwen], "invitation", "invited", {}, now=now, topic=f"membership:{seats['gwen'].pk}")
    Message.objects.filter(kind="session_asked").update(
        context={"project": "P", "starts_at": now.isoformat(), "ends_at": now.isoformat(), "link": "-"}
    )
    pack, _pdf = make_pack(seats["gwen"], large_print=False, by=amina, now=now)
    page = client_of(amina).get("/desk/post/").content.decode()
    assert "12 Mill Road" in page
    answer = client_of(amina).post("/desk/post/", {"pack": [pack.pk, "nonsense"]}, follow=True).content.decode()
    assert "1 pack is marked as posted. It stands for 1 letter on your list, which is done as well." in answer
    assert Message.objects.get(kind="session_asked").told_by == amina
    assert Message.objects.get(kind="invitation").sent_at is None
    assert mark_posted([pack], by=amina, now=now) == 0


def test_no_pack_waits_for_the_post_of_who_is_on_a_break_or_has_left(
    client_of: Browser, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    packs = {key: make_pack(seats[key], large_print=False, by=amina, now=now)[0] for key in ("gwen", "idris", "carys")}
    take_a_break(seats["gwen"], until=now + 9 * DAY, by=amina, now=now, via=Via.PHONE)
    leave(seats["idris"], by=seats["idris"].person, now=now)
    client = client_of(amina)
    assert "1 pack to post" in client.get("/desk/").content.decode()
    page = client.get("/desk/post/").content.decode()
    assert "Carys Llewellyn" in page
    assert not any(name in page for name in ("Gwen Parry", "Idris Hughes"))
    mark_posted(packs.values(), by=amina, now=now)
    assert list(Pack.objects.filter(posted_at__isnull=False)) == [packs["carys"]]
    assert list(to_post([seats["gwen"].project], now + 9 * DAY)) == [packs["gwen"]]


def test_nobody_posts_or_reads_packs_of_another_project(
    client_of: Browser, seats: Seats, elsewhere: Membership, amina: Person, eve: Person, now: dt.datetime
) -> None:
    pack, _pdf = make_pack(seats["gwen"], large_print=False, by=amina, now=now)
    client_of(eve).post("/desk/post/", {"pack": [pack.pk]})
    pack.refresh_from_db()
    assert pack.posted_at is None
    assert "Gwen" not in client_of(eve).get("/desk/post/").content.decode()
    assert client_of(eve).get(f"/slips/{pack.code}").status_code == 404


def test_the_square_picture_leads_each_to_their_own_page(
    client_of: Browser, seats: Seats, amina: Person, gwen: Person, huw: Person, bola: Person, now: dt.datetime
) -> None:
    pack, _pdf = make_pack(seats["gwen"], large_print=False, by=amina, now=now)
    assert client_of(amina).get(f"/slips/{pack.code}")["Location"] == f"/desk/replies/{pack.code}/"
    assert client_of(gwen).get(f"/slips/{pack.code}")["Location"] == "/projects/short-breaks-for-carers/"
    assert client_of(huw).get(f"/slips/{pack.code}")["Location"] == "/projects/short-breaks-for-carers/"
    assert client_of(bola).get(f"/slips/{pack.code}").status_code == 404


@given(st.integers(0, 5), st.sampled_from(LETTERS), st.integers(0, 5))
def test_a_misread_code_is_never_another_code(place: int, sign: str, other: int) -> None:
    code = new_slip_code()
    wrong = code[:place] + sign + code[place + 1 :]
    assert is_sound(code)
    assert is_sound(wrong) == (wrong == code)
    signs = list(code)
    signs[place], signs[other] = signs[other], signs[place]
    assert is_sound("".join(signs)) == ("".join(signs) == code)
    assert read_slip_code(spaced(code).lower()) == code


NONSENSE = [
    "x" * 300,
    "مرحبا بكم في المشروع",
    "שלום עולם",
    "🙂🇬🇧👩‍👩‍👧",
    "#set text(red) $x^2$ *bold* _it_ @ref <label> \\ // /* ` = -",
    "\u202eevil\u202c",
    "\x00\x07\ufffe\ue000",
    "你好 नमस्ते ᚠᛇᚻ",
    "W\u0301" * 50,
    "\n" * 40,
    "",
]


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    """A whole pack, without a database."""
    from coproduce.packs.words import words

    session = {"number": 1, "kind": "session"} | dict.fromkeys(
        ["title", "when", "where", "ring", "purpose", "access"], "S"
    )
    parts = ["title", "background", "proposal", "because", "until", "stand", "reason"]
    decision = {"number": 2, "kind": "decision", "late": "", "rows": []} | dict.fromkeys(parts, "D")
    choice = decision | {"number": 4, "rows": ["1. One", "2. Two"]}
    say = {"number": 3, "kind": "say"}
    easy = {"easy": ["E", "E"], "easy_old": "O"}
    return {
        "language": "en-gb", "large": False, "code": "K7M 2PX", "name": "N", "address": ["A"], "organisation": "O",
        "qr": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>',
        "project": "P", "purpose": "P", "stage": {"name": "S", "purpose": "P", "open": "O", "fixed": "F"} | easy,
        "today": "T", "phone": "0", "post_to": ["A"], "facilitator": "F", "helper": "H", "reply_by": "R",
        "asks": [each | easy | {"options": ["A", "B"]} for each in (session, decision, say, choice)],
        "answered": ["A"], "changed": [{"said": "S", "label": "L", "came": "C", "question": "Q"}],
        "written": [{"about": "A", "words": "W", "how": "H"}], "words": words("N", "0"),
    }  # fmt: skip


def with_words(content: Any, words: str) -> Any:
    """The content with these words wherever a person's own can stand."""
    if isinstance(content, dict):
        return {key: each if key in FIXED else with_words(each, words) for key, each in content.items()}
    if isinstance(content, list):
        return [with_words(each, words) for each in content]
    return words if isinstance(content, str) else content


FIXED = {"language", "code", "qr", "kind", "words", "number"}


@pytest.mark.parametrize("words", NONSENSE)
def test_whatever_people_write_a_pack_is_made(plain: dict[str, Any], words: str) -> None:
    for large in (False, True):
        content = printable(with_words(plain, words) | {"large": large})
        assert pdf_of([content, content]).startswith(b"%PDF")


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_signs_there_are_a_pack_is_made(plain: dict[str, Any], words: str) -> None:
    assert pdf_of([printable(with_words(plain, words))]).startswith(b"%PDF")
