"""What somebody wrote down for a partner: there to check, for who is in the project, as long as it can be put right."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from coproduce.written_down import written_for_person
from participants.models import Person
from participants.refusals import Refused
from projects.actions import check_in, contribute, leave
from projects.actions.help import answer_help, ask_for_help, write_down_offer
from projects.actions.said import correct
from projects.actions.stages import answer_if_done, ask_if_done
from projects.actions.terms import accept_terms, agree_terms, write_terms
from projects.ladder import Rung
from projects.models import Contribution, HowMuch, Membership, Project, Stage, StageAnswer, Via
from projects.terms import starting_text

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
PAGE = "/account/written-down/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def said(seats: Seats, amina: Person, now: dt.datetime) -> Contribution:
    kind = Contribution.Kind.WORRY
    return contribute(seats["gwen"], kind=kind, words="Will the taxi wait?", by=amina, now=now, via=Via.PHONE)


@pytest.fixture
def everything(project: Project, seats: Seats, amina: Person, now: dt.datetime) -> None:
    """All that Amina can write down for Gwen besides replies."""
    gwen, stage = seats["gwen"], project.stages.get(position=1)
    ask_if_done(stage, by=amina, now=now)
    answer_if_done(stage, gwen, StageAnswer.Answer.CONCERN, "Nobody asked me.", by=amina, now=now, via=Via.PHONE)
    felt = {"rung": Rung.CONSULTATION, "heard": HowMuch.A_LITTLE, "knows": HowMuch.MOSTLY, "line": "It was cold."}
    check_in(gwen, stage, **felt, by=amina, now=now, via=Via.PAPER)  # type: ignore[arg-type]
    version = write_terms(project, starting_text(project), by=amina, now=now)
    agree_terms(version, about="decision:1", missing="", by=amina, now=now)
    accept_terms(version, gwen, by=amina, now=now, via=Via.PHONE)
    asked = ask_for_help(seats["amina"], words="Who could bring a cake?", until=(now + DAY).date(), by=amina, now=now)
    answer_help(asked, gwen, yes=True, words="A lemon one.", by=amina, now=now, via=Via.PHONE)
    write_down_offer(gwen, kind="skill", words="I can sew.", seen_by="partners", by=amina, now=now, via=Via.SESSION)


@pytest.mark.usefixtures("everything")
def test_everything_that_was_written_down_for_them_is_there_to_check(client_of: Browser, gwen: Person) -> None:
    page = client_of(gwen).get(PAGE).content.decode()
    for words in (
        "Is “Discover” done?",
        "Yes, with a concern: Nobody asked me.",
        "What “Discover” was like for you",
        "I was heard: A little",
        "It was cold.",
        "You accept version 1.",
        "Who could bring a cake?",
        "Yes: A lemon one.",
        "I can sew.",
        "In a session, entered by Amina Yusuf",
        "/projects/short-breaks-for-carers/stages/1/check-in",
    ):
        assert words in page, words


@pytest.mark.usefixtures("everything", "said")
def test_each_leads_to_a_page_where_it_can_be_seen_or_corrected(
    client_of: Browser, gwen: Person, now: dt.datetime
) -> None:
    found = written_for_person(gwen, now)
    assert len(found) == 6
    for each in found:
        assert client_of(gwen).get(each.url).status_code == 200, each


@pytest.mark.usefixtures("everything", "said")
def test_the_page_asks_few_questions(
    client_of: Browser, gwen: Person, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_of(gwen)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(PAGE)


@pytest.mark.usefixtures("everything", "said")
def test_nobody_else_finds_it_on_their_page(client_of: Browser, bola: Person, amina: Person) -> None:
    for person in (bola, amina):
        assert "Nothing was written down for you." in client_of(person).get(PAGE).content.decode()


def test_what_one_answered_oneself_since_is_ones_own(
    project: Project, seats: Seats, gwen: Person, amina: Person, now: dt.datetime
) -> None:
    stage: Stage = project.stages.get(position=1)
    ask_if_done(stage, by=amina, now=now)
    answer_if_done(stage, seats["gwen"], StageAnswer.Answer.YES, by=amina, now=now, via=Via.PHONE)
    assert len(written_for_person(gwen, now)) == 1
    answer_if_done(stage, seats["gwen"], StageAnswer.Answer.YES, by=gwen, now=now)
    assert written_for_person(gwen, now) == []


def test_what_was_written_down_can_be_put_right_for_sixty_days(
    said: Contribution, gwen: Person, now: dt.datetime
) -> None:
    correct(said, "Will it come back?", by=gwen, now=now + 59 * DAY)
    [written] = written_for_person(gwen, now + 59 * DAY)
    assert (written.words, written.stands) == ("Will it come back?", True)
    with pytest.raises(Refused, match="too late to correct this"):
        correct(said, "No.", by=gwen, now=now + 60 * DAY)
    [late] = written_for_person(gwen, now + 60 * DAY)
    assert (late.stands, late.url) == (False, said.get_absolute_url())


def test_nobody_puts_right_what_they_said_or_wrote_down_for_another(
    client_of: Browser, said: Contribution, seats: Seats, bola: Person, amina: Person, now: dt.datetime
) -> None:
    for person in (bola, amina):
        with pytest.raises(Refused, match="Only the person who said this"):
            correct(said, "No.", by=person, now=now)
    own = contribute(seats["bola"], kind=Contribution.Kind.IDEA, words="Mine.", by=bola, now=now)
    assert client_of(bola).get(f"{PAGE}{own.pk}").status_code == 404


@pytest.mark.usefixtures("everything")
def test_who_has_left_finds_only_what_they_offer_and_puts_nothing_right(
    client_of: Browser, said: Contribution, seats: Seats, gwen: Person, now: dt.datetime
) -> None:
    leave(seats["gwen"], by=gwen, now=now)
    assert [each.words for each in written_for_person(gwen, now)] == ["I can sew."]
    assert client_of(gwen).get(f"{PAGE}{said.pk}").status_code == 404
    assert client_of(gwen).post(f"{PAGE}{said.pk}", {"words": "No."}).status_code == 404
    with pytest.raises(Refused, match="not a partner in this project any more"):
        correct(said, "No.", by=gwen, now=now)


def test_nothing_of_a_project_that_was_closed_is_corrected(
    client_of: Browser, said: Contribution, project: Project, gwen: Person, now: dt.datetime
) -> None:
    Project.objects.filter(pk=project.pk).update(closed_at=now, closed_by=project.made_by)
    assert written_for_person(gwen, now) == []
    assert client_of(gwen).post(f"{PAGE}{said.pk}", {"words": "No."}).status_code == 404
    with pytest.raises(Refused, match="project is closed"):
        correct(said, "No.", by=gwen, now=now)
