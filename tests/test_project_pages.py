"""The overview, the list of projects and the record as people read them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from decisions.models import Influence
from participants.models import Person
from projects.actions import note_involvement, write_history
from projects.models import (
    HistoryEntry,
    Involvement,
    Membership,
    Project,
    SessionAnswer,
    Stage,
    StageClosure,
    Supporter,
)
from projects.sentences import sentence_for
from tests.factories import (
    add_wording,
    join,
    make_contribution,
    make_decision,
    make_position,
    make_project,
    make_session,
)

PROJECT = "/projects/short-breaks-for-carers/"
DAY = dt.timedelta(days=1)
Read = Callable[..., str]


@pytest.fixture
def read(client_of: Callable[[Person], Client]) -> Read:
    """`read(bola, path)` is what Bola reads there."""

    def page(person: Person, path: str = PROJECT) -> str:
        answer = client_of(person).get(path)
        assert answer.status_code == 200, path
        return answer.content.decode()

    return page


def test_the_overview_says_what_the_project_is_for_and_where_it_stands(
    read: Read, seats: dict[str, Membership], discover: Stage, amina: Person, bola: Person, now: dt.datetime
) -> None:
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now - DAY)
    Stage.objects.filter(position=2).update(began_at=now - DAY, ends_on=dt.date(2026, 12, 18))
    Stage.objects.filter(position=3).update(starts_on=dt.date(2027, 1, 7))
    page = read(bola)
    assert "Redesigning how unpaid carers get a break" in page
    for words in ("closed 23 Nov", "now, until 18 Dec", "from 7 Jan"):
        assert words in page


def test_the_overview_names_the_groups_that_are_missing(
    read: Read, seats: dict[str, Membership], discover: Stage, bola: Person, now: dt.datetime
) -> None:
    for key in ("bola", "dev", "farah"):
        seat = seats[key]
        note_involvement(seat, discover, Involvement.Kind.ATTENDED, "session:1", by=seat.person, now=now)
    page = read(bola)
    assert "Missing from this stage" in page
    assert page.count("Nobody from this group has taken part in Discover yet.") == 1


def test_an_open_decision_needs_whoever_has_not_answered_it(
    read: Read, seats: dict[str, Membership], bola: Person, carys: Person, huw: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    make_position(decision, seats["carys"], "consent", now=now)
    assert "Needs you by Tuesday 1 December" in read(bola)
    assert "You have said what you think" in read(carys)
    assert "Needs Gwen Parry by Tuesday 1 December" in read(huw)


def test_new_wording_asks_again(
    read: Read, seats: dict[str, Membership], carys: Person, bola: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    make_position(decision, seats["carys"], "consent", now=now)
    add_wording(decision, "A short break is for more than rest.", now=now, because="Bola objected.")
    assert "The wording has changed since you answered." in read(carys)
    assert "The wording has changed since you answered." not in read(bola)


def test_the_next_session_shows_with_my_answer(
    read: Read, project: Project, seats: dict[str, Membership], bola: Person, carys: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now + 7 * DAY, now=now)
    make_session(project, starts_at=now + 8 * DAY, now=now, title="Later one")
    SessionAnswer.objects.create(
        session=session, membership=seats["bola"], answer="online", answered_at=now, entered_by=bola
    )
    assert "You are coming" in read(bola)
    assert "Can you come?" in read(carys)
    assert "Later one" not in read(bola)


def test_what_changed_because_of_what_people_said_leads_to_its_trail(
    read: Read, seats: dict[str, Membership], carys: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    Influence.objects.create(
        decision=decision,
        membership=seats["bola"],
        contribution=make_contribution(seats["bola"], "Breaks are not only at weekends.", now=now),
        how="taken_up",
        because="It is the first aim now.",
        at=now,
    )
    page = read(carys)
    assert "Breaks are not only at weekends." in page
    assert "It is the first aim now." in page
    assert f'href="{decision.get_absolute_url()}"' in page


def test_only_the_facilitator_is_offered_to_close_the_stage(
    read: Read, seats: dict[str, Membership], amina: Person, bola: Person
) -> None:
    assert "Close Discover" in read(amina)
    assert "Close Discover" not in read(bola)


def test_a_supporter_reads_every_page_and_is_told_in_whose_name(
    read: Read, seats: dict[str, Membership], huw: Person
) -> None:
    for path in (PROJECT, f"{PROJECT}said/", f"{PROJECT}record/", f"{PROJECT}involvement"):
        assert "You are here as <strong>Gwen Parry’s supporter</strong>." in read(huw, path)


def test_a_supporter_who_may_only_read_is_offered_nothing_to_write(
    read: Read, seats: dict[str, Membership], huw: Person
) -> None:
    Supporter.objects.update(things=[])
    for path in (PROJECT, f"{PROJECT}said/", f"{PROJECT}record/"):
        assert "Say something" not in read(huw, path)
        assert 'method="post"' not in read(huw, path)


def test_the_list_shows_my_projects_and_no_others(
    read: Read, project: Project, seats: dict[str, Membership], amina: Person, bola: Person, now: dt.datetime
) -> None:
    make_project(project.organisation, "Crisis café", "crisis-cafe", by=amina, now=now)
    page = read(bola, "/projects/")
    assert "Short breaks for carers" in page
    assert "Crisis café" not in page


def test_a_commissioner_sees_all_projects_of_their_organisation(
    read: Read, project: Project, amina: Person, farah: Person, now: dt.datetime
) -> None:
    make_project(project.organisation, "Crisis café", "crisis-cafe", by=amina, now=now)
    assert "Crisis café" in read(farah, "/projects/")


def test_a_supporter_sees_the_project_of_the_partner_whom_they_support(
    read: Read, seats: dict[str, Membership], huw: Person
) -> None:
    assert "Short breaks for carers" in read(huw, "/projects/")


def test_the_list_goes_on_over_pages(
    read: Read, project: Project, amina: Person, bola: Person, now: dt.datetime
) -> None:
    for number in range(26):
        other = make_project(project.organisation, f"Project {number:02}", f"project-{number}", by=amina, now=now)
        join(other, bola, "use", now=now)
    assert "Project 25" not in read(bola, "/projects/")
    assert "Project 25" in read(bola, "/projects/?page=2")


def test_only_those_who_may_start_projects_are_offered_it(
    read: Read, northdale: object, amina: Person, bola: Person
) -> None:
    assert "Start a project" in read(amina, "/projects/")
    assert "Start a project" not in read(bola, "/projects/")


def test_the_record_stands_under_days_the_newest_first(
    read: Read, project: Project, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    write_history(project, "said_idea", "contribution:1", by=bola, now=now - DAY)
    write_history(project, "said_worry", "contribution:2", by=bola, now=now)
    page = read(bola, f"{PROJECT}record/")
    order = ["Tuesday 24 November 2026", "shared a worry", "Monday 23 November 2026", "shared an idea"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("<ul") == page.count("</ul>")


def test_the_record_leads_to_what_it_is_about(
    read: Read, project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    write_history(project, "decision_opened", f"decision:{decision.pk}", by=amina, now=now, question=decision.question)
    link = f'<a href="{decision.get_absolute_url()}">What should a short break be for?</a>'
    assert f"Amina Yusuf asked everyone to decide: “{link}”" in read(amina, f"{PROJECT}record/")


def test_the_record_goes_on_over_pages_without_a_gap(
    read: Read, project: Project, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    for number in range(60):
        write_history(project, "stage_begun", "stage:1", by=bola, now=now, stage=f"number {number:02}")
    pages = [read(bola, f"{PROJECT}record/?page={page}") for page in (1, 2, 3)]
    for number in range(60):
        assert sum(f"number {number:02} " in page for page in pages) == 1, number
    assert "Older" not in pages[2]


@pytest.mark.parametrize("page", ["99", "0", "-1", "x", "²", "99999999999999999999", ""])
def test_an_odd_page_of_the_record_is_the_first(
    read: Read, project: Project, seats: dict[str, Membership], bola: Person, now: dt.datetime, page: str
) -> None:
    write_history(project, "said_idea", "contribution:1", by=bola, now=now)
    assert "shared an idea" in read(bola, f"{PROJECT}record/?page={page}")


def test_peoples_words_cannot_put_markup_into_the_record(
    project: Project, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    entry = write_history(project, "stage_begun", "stage:1", by=bola, now=now, stage="<script>{by}</script>")
    assert sentence_for(entry) == "The stage &lt;script&gt;{by}&lt;/script&gt; began."


def test_an_old_entry_that_lacks_a_fact_still_reads(
    project: Project, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    write_history(project, "stage_gap", "stage:1", by=bola, now=now)
    assert "went on without …" in sentence_for(HistoryEntry.objects.get())
