"""Finding words in a project: everything that one may read there, and nothing else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.search import marked
from coproduce.typos import meant
from participants.models import Asset, Person
from projects.actions.private import start_own_support
from projects.actions.terms import agree_terms, write_terms
from projects.models import Attachment, Contribution, Membership, Organisation, Project, Reply
from tests.factories import join, make_contribution, make_decision, make_person, make_session, make_supporter

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
PAGE = "/projects/short-breaks-for-carers/search/"


@pytest.fixture
def look(client_of: Browser) -> Callable[..., str]:
    def read(person: Person, words: str, **more: Any) -> str:
        response = client_of(person).get(PAGE, {"q": words, **more})
        assert response.status_code == 200
        return response.content.decode()

    return read


@pytest.fixture
def story(project: Project, seats: Seats, now: dt.datetime) -> Contribution:
    make_decision(seats["amina"], now=now, question="When should a break begin?")
    make_session(project, starts_at=now + dt.timedelta(days=3), now=now, title="Drawing a worn-out week")
    return make_contribution(seats["bola"], "The respite comes too late <b>always</b>.", now=now)


def test_words_are_found_in_all_their_forms_by_kind_with_what_fits_marked(
    look: Callable[..., str], story: Contribution, carys: Person
) -> None:
    page = look(carys, "breaks beginning")
    assert "Decisions <span" in page
    assert "<mark>break</mark>" in page
    assert "<mark>begin</mark>" in page
    assert "What people said <span" not in page
    page = look(carys, "late")
    assert "The respite comes too <mark>late</mark>" in page
    assert "<b>always" not in page
    assert story.get_absolute_url() in page


def test_typos_are_forgiven_and_it_says_so(look: Callable[..., str], story: Contribution, carys: Person) -> None:
    page = look(carys, "respyte")
    assert "Nothing has “respyte” in it. This is what has words like it: respite." in page
    assert "The <mark>respite</mark> comes too late" in page
    assert "This is what has words like it: break." in look(carys, "braek")
    assert "This is what has words like it: drawing." in look(carys, "quickly drawign")
    assert "Nothing here has “xylophone” in it" in look(carys, "xylophone")


@pytest.mark.parametrize("more", [{}, {"kind": "said"}])
def test_beyond_the_first_page_nobody_guesses_at_typos(
    look: Callable[..., str], story: Contribution, carys: Person, more: dict[str, str]
) -> None:
    assert "words like it" in look(carys, "respyte", **more)
    page = look(carys, "respyte", page=2, kind="said")
    assert "words like it" not in page
    assert "The respite comes too late" not in page


def test_a_word_that_is_there_means_itself() -> None:
    there = ["bus", "busy", "bust", "timetable"]
    assert meant(["bus", "timetabel"], there) == ["bus", "timetable"]
    assert meant(["bsu"], there) == ["bus"]


def test_the_pages_of_a_guess_go_on_with_the_words_that_were_meant(
    look: Callable[..., str], story: Contribution, carys: Person, seats: dict[str, Membership], now: dt.datetime
) -> None:
    for number in range(30):
        make_contribution(seats["carys"], f"A respite of {number} days.", now=now)
    page = look(carys, "respyte", kind="said")
    assert 'rel="next" href="?q=respite&amp;kind=said&amp;page=2"' in page
    assert "A <mark>respite</mark> of" in look(carys, "respite", kind="said", page=2)
    assert "?q=respite&amp;kind=said" in look(carys, "respyte")


def test_people_are_found_by_name(look: Callable[..., str], story: Contribution, carys: Person, bola: Person) -> None:
    page = look(carys, bola.name.split()[1])
    assert f"/people/?q={bola.name.split()[0]}" in page


@pytest.mark.parametrize("who", ["amina", "bola", "carys"])
def test_what_only_facilitators_may_read_is_found_by_them_and_by_whoever_said_it(
    look: Callable[..., str], seats: Seats, story: Contribution, who: str
) -> None:
    Contribution.objects.filter(pk=story.pk).update(audience=Contribution.Audience.FACILITATORS)
    assert ("comes too" in look(seats[who].person, "late")) is (who != "carys")


def test_no_name_is_said_where_somebody_spoke_without_it(
    look: Callable[..., str], story: Contribution, carys: Person, bola: Person
) -> None:
    assert bola.name in look(carys, "late")
    Contribution.objects.filter(pk=story.pk).update(audience=Contribution.Audience.NAMELESS)
    assert bola.name not in look(carys, "late")


def attach(said: Contribution, **facts: Any) -> None:
    Attachment.objects.create(
        project=said.project, contribution=said, path="a", content_type="image/jpeg", size=1, name="a.jpg", **facts
    )


def test_what_stands_on_a_photo_and_what_a_voice_note_says_is_found(
    look: Callable[..., str], seats: Seats, carys: Person, now: dt.datetime
) -> None:
    photo = make_contribution(seats["bola"], "", now=now, form="photo")
    attach(photo, form="photo", alt="A rota on a fridge")
    note = make_contribution(seats["bola"], "", now=now, form="recording")
    written = "She talks about the minibus"
    attach(note, form="recording", written=written, written_by=seats["amina"], written_at=now)
    assert "A rota on a <mark>fridge</mark>" in look(carys, "fridge")
    assert "<mark>minibus</mark>" in look(carys, "minibuses")
    Contribution.objects.update(audience=Contribution.Audience.FACILITATORS)
    assert "mark>" not in look(carys, "fridge") + look(carys, "minibus")
    Contribution.objects.update(audience=Contribution.Audience.EVERYONE, taken_back_at=now)
    assert "mark>" not in look(carys, "fridge") + look(carys, "minibus")


def test_a_reply_is_found_by_who_may_read_what_it_replies_to(
    look: Callable[..., str], seats: Seats, story: Contribution, carys: Person, amina: Person, now: dt.datetime
) -> None:
    Reply.objects.create(
        contribution=story, membership=seats["dev"], words="We could phone the evening before.", at=now
    )
    page = look(carys, "phoned")
    assert "Replies <span" in page
    assert "Dev Patel" in page
    assert story.get_absolute_url() in page
    Contribution.objects.filter(pk=story.pk).update(audience=Contribution.Audience.FACILITATORS)
    assert "evening" not in look(carys, "phoned")
    assert "evening" in look(amina, "phoned")
    Contribution.objects.filter(pk=story.pk).update(
        audience=Contribution.Audience.EVERYONE, taken_back_at=now, words=""
    )
    assert "evening" not in look(amina, "phoned")


def test_who_spoke_without_their_name_replies_without_it(
    look: Callable[..., str], seats: Seats, story: Contribution, carys: Person, now: dt.datetime
) -> None:
    Contribution.objects.filter(pk=story.pk).update(audience=Contribution.Audience.NAMELESS)
    for who, words in (("bola", "I meant the evenings."), ("dev", "Thank you for saying when: evenings.")):
        Reply.objects.create(contribution=story, membership=seats[who], words=words, at=now)
    page = look(carys, "evenings")
    assert "I meant the" in page
    assert "Dev Patel" in page
    assert "Bola Adeyemi" not in page


def test_the_terms_that_hold_and_their_draft_are_found(
    look: Callable[..., str], project: Project, seats: Seats, carys: Person, amina: Person, now: dt.datetime
) -> None:
    for number, words in enumerate(("We whisper.", "We whistle.", "We listen.", "We sing."), start=1):
        version = write_terms(
            project, {"behaviour": words, "final_say": "This group."}, because="Better.", by=amina, now=now
        )
        if number in (1, 3):
            agree_terms(version, about=f"decision:{number}", missing="", by=amina, now=now)
    for words, there in (("whisper", False), ("whistle", False), ("listening", True), ("sing", True)):
        assert ("How we work together <span" in look(carys, words, kind="terms")) is there, words
    assert f"{project.get_absolute_url()}terms/versions/3/" in look(carys, "listening")


def test_what_people_offer_is_found_by_those_who_may_see_it(
    look: Callable[..., str], project: Project, seats: Seats, bola: Person, carys: Person, amina: Person,
    farah: Person, now: dt.datetime,
) -> None:  # fmt: skip
    for words, seen_by in (("Baking bread", "partners"), ("Baking cake", "facilitators"), ("Baking pies", "me")):
        Asset.objects.create(person=bola, kind="skill", words=words, seen_by=seen_by, recorded_by=bola, recorded_at=now)
    found = [word in look(person, "bake") for person in (carys, amina) for word in ("bread", "cake", "pies")]
    assert found == [True, False, False, True, True, False]
    Membership.objects.filter(pk=seats["farah"].pk).update(role=Membership.Role.OBSERVER)
    assert "bread" not in look(farah, "bake")
    Membership.objects.filter(pk=seats["bola"].pk).update(left_at=now)
    assert "bread" not in look(carys, "bake")


def test_a_supporter_stays_with_the_partner_for_whom_they_act(
    look: Callable[..., str], seats: Seats, story: Contribution, huw: Person, now: dt.datetime
) -> None:
    make_supporter(seats["carys"], huw, now=now)
    Asset.objects.create(
        person=seats["bola"].person, kind="skill", words="Late bread", seen_by="partners", recorded_at=now,
        recorded_by=seats["bola"].person,
    )  # fmt: skip
    for number in range(6):
        make_contribution(seats["dev"], f"Late, part {number}", now=now)
    whom = seats["carys"].pk
    page = look(huw, "late", **{"for": whom})
    assert f'<input type="hidden" name="for" value="{whom}">' in page
    assert f'href="{story.get_absolute_url()}?for={whom}"' in page
    assert f"kind=said&amp;for={whom}" in page
    assert "bread" not in page  # what people offer is for partners
    assert f"&amp;for={whom}" in look(huw, "Bola", **{"for": whom}).partition("/people/?q=")[2][:80]
    assert f"for={whom}" in look(huw, "late", kind="said", **{"for": whom}).partition("Look in everything")[0][-60:]


def test_a_private_project_is_searched_by_those_alone_who_may_see_all_of_it(
    northdale: Organisation, seats: Seats, bola: Person, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    private = start_own_support(northdale, name="Mine", purpose="How I live.", by=bola, now=now)
    make_contribution(private.memberships.get(), "My mornings are late.", now=now)
    path = f"{private.get_absolute_url()}search/?q=late"
    friends = {
        sees: join(private, make_person(f"Sees {sees}"), "carers", now=now, sees=sees)
        for sees in ("all", "sessions", "decisions", "both")
    }
    assert "My mornings" in client_of(friends["all"].person).get(path).content.decode()
    for sees in ("sessions", "decisions", "both"):
        assert client_of(friends[sees].person).get(path).status_code == 403
    assert client_of(amina).get(path).status_code == 404
    assert "My mornings" not in client_of(amina).get(f"{PAGE}?q=late").content.decode()


def test_what_was_taken_back_is_gone(look: Callable[..., str], story: Contribution, carys: Person) -> None:
    Contribution.objects.filter(pk=story.pk).update(taken_back_at=story.at, words="")
    assert "comes too" not in look(carys, "late")


def test_one_kind_alone_comes_in_pages(look: Callable[..., str], seats: Seats, carys: Person, now: dt.datetime) -> None:
    for number in range(25):
        make_contribution(seats["bola"], f"Breaks, part {number}", now=now)
    assert "See all 25" in look(carys, "breaks")
    first, second = (look(carys, "breaks", kind="said", page=page) for page in (1, 2))
    assert (first.count("<li><h3>"), second.count("<li><h3>")) == (20, 5)
    assert "Next page" in first
    assert "Next page" not in second


def test_it_asks_the_same_few_questions_however_much_there_is(
    client_of: Browser, project: Project, seats: Seats, carys: Person, now: dt.datetime
) -> None:
    client, counts = client_of(carys), []
    for times in (1, 20):
        for number in range(times):
            make_contribution(seats["bola"], f"A break {number}", now=now)
            make_decision(seats["amina"], now=now, question="A break?")
            join(project, make_person(f"Break {times} {number}"), "use", now=now)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE, {"q": "break"})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_words_that_one_may_not_read_are_not_offered(
    look: Callable[..., str], seats: Seats, amina: Person, carys: Person, now: dt.datetime
) -> None:
    make_contribution(seats["bola"], "Ask the xylophonist.", now=now, audience=Contribution.Audience.FACILITATORS)
    assert "xylophonist" in look(amina, "xylophonsit")
    assert "xylophonist" not in look(carys, "xylophonsit")


WORDS = ["break", "breaks", "breakfast", "carer", "late", "transport"]


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("braek", ["break"]),
        ("braeks", ["breaks"]),
        ("transpot", ["transport"]),
        ("tran", ["transport"]),
        ("break", ["break"]),
        ("lt", []),
        ("piano", []),
        ("", []),
    ],
)
def test_what_somebody_may_have_meant(term: str, words: list[str]) -> None:
    found = meant([term], WORDS)
    assert found[:1] == words[:1]
    assert set(words) <= set(found)
    assert bool(words) is bool(found)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=80), kind=st.sampled_from(["", "said", "x"]), page=st.text(max_size=6))
def test_nothing_that_is_looked_for_breaks_it(
    look: Callable[..., str], story: Contribution, carys: Person, words: str, kind: str, page: str
) -> None:
    look(carys, words.encode("utf-8", "ignore").decode(), kind=kind, page=page.encode("utf-8", "ignore").decode())


@given(st.text(st.sampled_from("\ue000\ue001<>&ab ")))
def test_peoples_own_words_make_no_markup(words: str) -> None:
    shown = marked(words)
    plain = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert shown.count("<mark>") == shown.count("</mark>")
