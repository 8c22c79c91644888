import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from coproduce.pressed import IN_WORK, LONGEST, PressedTwice, key_of
from participants.models import Person
from participants.refusals import Refused
from projects.actions import contribute
from projects.models import Contribution, HistoryEntry, Involvement, Membership, Stage, StageClosure, Via
from projects.sentences import sentence_for
from tests.factories import make_session

IDEA, WORRY = Contribution.Kind.IDEA, Contribution.Kind.WORRY
SAID = "/projects/short-breaks-for-carers/said/"
SAY = "/projects/short-breaks-for-carers/said/new"


def test_what_a_partner_says_is_kept_in_their_words(
    seats: dict[str, Membership], discover: Stage, now: dt.datetime
) -> None:
    said = contribute(seats["bola"], kind=IDEA, words="Book by text.", by=seats["bola"].person, now=now)
    assert (said.words, said.stage, said.via, said.at) == ("Book by text.", discover, Via.ONLINE, now)


def test_saying_something_counts_as_taking_part(seats: dict[str, Membership], now: dt.datetime) -> None:
    said = contribute(seats["bola"], kind=IDEA, words="Book by text.", by=seats["bola"].person, now=now)
    fact = Involvement.objects.get()
    assert (fact.membership, fact.kind, fact.about) == (seats["bola"], "contributed", f"contribution:{said.pk}")


def test_a_facilitator_writes_down_what_was_said_by_phone_and_everyone_can_see_that(
    seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    said = contribute(seats["gwen"], kind=WORRY, words="No.", by=amina, now=now, via=Via.PHONE)
    assert (said.membership, said.entered_by) == (seats["gwen"], amina)
    sentence = sentence_for(HistoryEntry.objects.get())
    assert sentence == "Gwen Parry shared a worry by phone. Amina Yusuf wrote it down."


def test_nothing_is_said_in_a_session_of_another_project(
    seats: dict[str, Membership], elsewhere: Membership, now: dt.datetime
) -> None:
    theirs = make_session(elsewhere.project, starts_at=now, now=now)
    with pytest.raises(Refused, match="not one of this project"):
        contribute(seats["bola"], kind=IDEA, words="No.", by=seats["bola"].person, now=now, session=theirs)


def test_a_partner_cannot_speak_for_another(seats: dict[str, Membership], bola: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        contribute(seats["gwen"], kind=IDEA, words="No.", by=bola, now=now, via=Via.PHONE)


def test_a_facilitator_cannot_pass_somebodys_words_off_as_typed_by_them(
    seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused):
        contribute(seats["gwen"], kind=IDEA, words="No.", by=amina, now=now)


def test_nothing_can_be_added_when_no_stage_is_open(
    seats: dict[str, Membership], amina: Person, discover: Stage, now: dt.datetime
) -> None:
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now)
    with pytest.raises(Refused, match="No stage"):
        contribute(seats["bola"], kind=IDEA, words="Late.", by=seats["bola"].person, now=now)


def test_a_partner_says_something_on_the_page_and_reads_it_there(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], bola: Person
) -> None:
    client = client_of(bola)
    answer = client.post(SAY, {"audience": "everyone", "kind": "idea", "words": "Ask <b>first</b>."})
    assert answer.headers["Location"] == SAID
    page = client.get(SAID).content.decode()
    assert "Ask &lt;b&gt;first&lt;/b&gt;." in page
    assert "Bola Adeyemi" in page


def test_the_page_says_by_which_way_and_by_whom_it_was_written_down(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], amina: Person
) -> None:
    client = client_of(amina)
    client.post(
        SAY, {"who": seats["gwen"].pk, "via": "phone", "audience": "everyone", "kind": "worry", "words": "It is far."}
    )
    assert "by phone, written down by Amina Yusuf" in client.get(SAID).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"words": " "}, {"kind": "rant"}, {"words": "a\x00b"}, {"words": "x" * 5001}, {"kind": ""}]
)
def test_what_cannot_be_kept_comes_back_with_a_reason(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], bola: Person, wrong: dict[str, str]
) -> None:
    page = client_of(bola).post(SAY, {"audience": "everyone", "kind": "idea", "words": "Book by text.", **wrong})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert not Contribution.objects.exists()


def test_a_partner_who_names_another_on_the_form_still_speaks_for_themself(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], bola: Person
) -> None:
    client_of(bola).post(
        SAY, {"who": seats["gwen"].pk, "via": "phone", "audience": "everyone", "kind": "idea", "words": "Mine."}
    )
    assert Contribution.objects.get().membership == seats["bola"]


def test_a_facilitator_cannot_write_down_words_of_somebody_outside(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], amina: Person
) -> None:
    client_of(amina).post(
        SAY, {"who": "999999", "via": "phone", "audience": "everyone", "kind": "idea", "words": "Whose?"}
    )
    assert not Contribution.objects.exists()


def test_words_that_nobody_can_see_say_nothing(seats: dict[str, Membership], bola: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="Write something"):
        contribute(seats["bola"], kind=IDEA, words="\u200b" * 30 + " \u2060", by=bola, now=now)
    assert contribute(seats["bola"], kind=IDEA, words="\u200b1", by=bola, now=now)


def test_the_list_can_be_narrowed_to_a_kind_and_a_stage(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], bola: Person, now: dt.datetime
) -> None:
    contribute(seats["bola"], kind=IDEA, words="An idea of mine.", by=bola, now=now)
    contribute(seats["bola"], kind=WORRY, words="A worry of mine.", by=bola, now=now)
    client = client_of(bola)
    ideas = client.get(SAID, {"kind": "idea", "stage": "1"}).content.decode()
    assert "An idea of mine." in ideas
    assert "A worry of mine." not in ideas
    assert "of mine" not in client.get(SAID, {"stage": "2"}).content.decode()


@pytest.mark.parametrize("query", ["?page=9999999999999999999999", "?page=x", "?stage=\x00&kind=\x00", "?stage=²"])
def test_odd_addresses_show_the_list(
    seats: dict[str, Membership], client_of: Callable[[Person], Client], bola: Person, query: str
) -> None:
    assert client_of(bola).get(SAID + query).status_code == 200


class TestPressedTwice:
    """A form that comes twice from one and the same showing of its page."""

    @pytest.fixture
    def bolas(self, client_of: Callable[[Person], Client], bola: Person, seats: dict[str, Membership]) -> Client:
        return client_of(bola)

    @staticmethod
    def form(client: Client, **facts: str) -> dict[str, str]:
        token = str(client.get(SAY).context["csrf_token"])
        return {"csrfmiddlewaretoken": token, "kind": "idea", "words": "Once.", "audience": "everyone", **facts}

    def test_it_counts_once_and_both_lead_to_the_thanks(self, bolas: Client) -> None:
        sent = self.form(bolas)
        first, second = bolas.post(SAY, sent), bolas.post(SAY, sent)
        assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, SAID)
        assert second.cookies["messages"].value == first.cookies["messages"].value
        assert "Thank you. Everyone in the project" in bolas.get(SAID).content.decode()
        assert Contribution.objects.count() == 1

    def test_the_same_words_from_the_page_shown_anew_count_again(self, bolas: Client) -> None:
        for _time in range(2):
            bolas.post(SAY, self.form(bolas))
        assert Contribution.objects.count() == 2

    def test_a_form_with_errors_can_be_sent_again_at_once(self, bolas: Client) -> None:
        sent = self.form(bolas, words="")
        for _time in range(2):
            assert "Write something" in bolas.post(SAY, sent).content.decode()

    def test_the_second_waits_for_the_first(self, bolas: Client, bola: Person) -> None:
        """The first is in work and then leads somewhere: its key is held as it would be, and set meanwhile."""
        sent = self.form(bolas)
        request = RequestFactory().post(SAY, sent)
        request.user, request.session = bola, bolas.session
        key = key_of(request)
        cache.set(key, IN_WORK, LONGEST)
        timer = threading.Timer(0.3, cache.set, (key, (SAID, None), LONGEST))
        timer.start()
        assert bolas.post(SAY, sent)["Location"] == SAID
        timer.join()
        assert not Contribution.objects.exists()

    def key_of(self, client: Client, person: Person, sent: dict[str, str]) -> str:
        request = RequestFactory().post(SAY, sent)
        request.user, request.session = person, client.session
        return key_of(request)

    def test_who_has_waited_long_enough_is_promised_nothing(
        self, bolas: Client, bola: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("coproduce.pressed.PATIENCE", 0.2)
        sent = self.form(bolas)
        cache.set(self.key_of(bolas, bola, sent), IN_WORK, LONGEST)
        page = bolas.post(SAY, sent)
        assert page.status_code == 409
        assert "your words are still on that page" in page.content.decode()
        assert not Contribution.objects.exists()

    def test_only_one_takes_over_from_a_first_that_came_to_nothing(self, bolas: Client, bola: Person) -> None:
        sent = self.form(bolas)
        key = self.key_of(bolas, bola, sent)
        cache.set(key, IN_WORK, LONGEST)
        timer = threading.Timer(0.3, cache.delete, (key,))
        timer.start()
        for _time in range(2):
            assert bolas.post(SAY, sent)["Location"] == SAID
        timer.join()
        assert Contribution.objects.count() == 1

    def test_a_worker_that_is_ended_in_the_middle_leaves_the_form_free(self) -> None:
        def ends(request: HttpRequest) -> HttpResponse:
            request.pressed_first = "pressed:test"  # type: ignore[attr-defined]
            raise SystemExit

        cache.set("pressed:test", IN_WORK, LONGEST)
        with pytest.raises(SystemExit):
            PressedTwice(ends)(RequestFactory().post(SAY))
        assert cache.get("pressed:test") is None

    def test_while_redis_is_away_each_press_counts(self, bolas: Client, settings: Settings) -> None:
        sent = self.form(bolas)
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
        for _time in range(2):
            assert bolas.post(SAY, sent).status_code == 302
        assert Contribution.objects.count() == 2
