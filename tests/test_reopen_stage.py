"""A closed stage can be opened again while nothing has happened in the next one; all are told, nothing is lost."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import answer_if_done, ask_if_done, close_stage, contribute, note_involvement, reopen_stage
from projects.models import (
    Contribution,
    HistoryEntry,
    Involvement,
    Membership,
    Project,
    Stage,
    StageAnswer,
    StageClosure,
    StageGap,
)
from projects.selectors import projects_of
from projects.sentences import sentence_for
from tests.factories import make_decision, make_session

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
REASON = "We agreed it on the phone."
BECAUSE = "Two carers told us that they had not been heard."
REOPENING = "/projects/short-breaks-for-carers/stages/1/reopening"


@pytest.fixture
def closed(discover: Stage, seats: dict[str, Membership], amina: Person, now: dt.datetime) -> Stage:
    """Discover is closed, and Define has begun."""
    close_stage(discover, {group.pk: REASON for group in discover.project.groups.all()}, by=amina, now=now)
    return Stage.objects.get(pk=discover.pk)


def open_stages(project: Project) -> list[str]:
    return [stage.name for stage in project.stages.select_related("closure") if stage.is_open]


def test_it_is_open_again_and_the_next_one_has_not_begun_after_all(
    closed: Stage, project: Project, amina: Person, now: dt.datetime
) -> None:
    assert open_stages(project) == ["Define"]
    reopen_stage(closed, BECAUSE, by=amina, now=now + HOUR)
    assert open_stages(project) == ["Discover"]
    assert [mine.stage for mine in projects_of(amina, most=5)] == ["Discover"]


def test_it_can_be_closed_again_and_both_closures_stay(
    closed: Stage, project: Project, amina: Person, now: dt.datetime
) -> None:
    reopen_stage(closed, BECAUSE, by=amina, now=now + HOUR)
    ask_if_done(closed, by=amina, now=now + 2 * HOUR)
    reasons = {group.pk: "Second time." for group in project.groups.all()}
    close_stage(closed, reasons, by=amina, now=now + DAY)
    assert open_stages(project) == ["Define"]
    assert StageClosure.objects.filter(reopened_stage=closed).count() == 1
    assert set(StageGap.objects.values_list("reason", flat=True)) >= {REASON, "Second time."}


def test_what_people_said_when_it_was_closed_before_can_still_be_read(
    discover: Stage,
    project: Project,
    seats: dict[str, Membership],
    amina: Person,
    carys: Person,
    now: dt.datetime,
    client_of: Callable[[Person], Client],
) -> None:
    ask_if_done(discover, by=amina, now=now)
    not_yet = StageAnswer.Answer.NOT_YET
    answer_if_done(discover, seats["carys"], not_yet, "Nobody asked young carers.", by=carys, now=now)
    close_stage(discover, {group.pk: REASON for group in project.groups.all()}, by=amina, now=now)
    closed = Stage.objects.get(pk=discover.pk)
    reopen_stage(closed, BECAUSE, by=amina, now=now + HOUR)
    assert "Nobody asked young carers." in client_of(amina).get(closed.get_absolute_url()).content.decode()


def test_everybody_else_is_told_why(closed: Stage, amina: Person, now: dt.datetime) -> None:
    reopen_stage(closed, BECAUSE, by=amina, now=now + HOUR)
    told = Message.objects.filter(kind="stage_reopened")
    assert told.count() == 6
    assert all(message.context["because"] == BECAUSE for message in told)


def test_the_record_keeps_the_reason(closed: Stage, amina: Person, now: dt.datetime) -> None:
    reopen_stage(closed, BECAUSE, by=amina, now=now + HOUR)
    sentence = sentence_for(HistoryEntry.objects.get(verb="stage_reopened"))
    assert sentence == f"Amina Yusuf opened the stage Discover again. Why: “{BECAUSE}”"


def test_without_a_reason_it_stays_closed(closed: Stage, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="why"):
        reopen_stage(closed, " \n ", by=amina, now=now)


def test_a_stage_that_is_open_cannot_be_opened(discover: Stage, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="not closed"):
        reopen_stage(discover, BECAUSE, by=amina, now=now)


@pytest.mark.parametrize("what", ["said", "joined", "decision", "past session", "asked"])
def test_once_something_happened_in_the_next_stage_it_stays_closed(
    closed: Stage, project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime, what: str
) -> None:
    define = project.stages.get(position=2)
    if what == "said":
        contribute(seats["bola"], kind=Contribution.Kind.IDEA, words="Swim.", by=seats["bola"].person, now=now)
    elif what == "joined":
        note_involvement(seats["bola"], define, Involvement.Kind.ACCEPTED, "membership:1", by=amina, now=now)
    elif what == "decision":
        make_decision(seats["amina"], now=now, stage=define)
    elif what == "past session":
        make_session(project, starts_at=now, now=now, stage=define)
    else:
        ask_if_done(define, by=amina, now=now)
    with pytest.raises(Refused, match="something has happened"):
        reopen_stage(closed, BECAUSE, by=amina, now=now + HOUR)
    assert open_stages(project) == ["Define"]


def test_a_session_that_is_only_planned_there_waits(
    closed: Stage, project: Project, amina: Person, now: dt.datetime
) -> None:
    make_session(project, starts_at=now + 3 * DAY, now=now, stage=project.stages.get(position=2))
    reopen_stage(closed, BECAUSE, by=amina, now=now + HOUR)
    assert open_stages(project) == ["Discover"]


def test_only_the_stage_that_closed_last_can_be_opened(
    closed: Stage, project: Project, amina: Person, now: dt.datetime
) -> None:
    reasons = {group.pk: REASON for group in project.groups.all()}
    close_stage(project.stages.get(position=2), reasons, by=amina, now=now + HOUR)
    with pytest.raises(Refused):
        reopen_stage(closed, BECAUSE, by=amina, now=now + 2 * HOUR)
    reopen_stage(project.stages.get(position=2), BECAUSE, by=amina, now=now + 2 * HOUR)
    assert open_stages(project) == ["Define"]


def test_the_last_stage_of_a_finished_project_can_be_opened(
    closed: Stage, project: Project, amina: Person, now: dt.datetime
) -> None:
    reasons = {group.pk: REASON for group in project.groups.all()}
    for position in (2, 3, 4):
        close_stage(project.stages.get(position=position), reasons, by=amina, now=now + position * HOUR)
    assert open_stages(project) == []
    reopen_stage(project.stages.get(position=4), BECAUSE, by=amina, now=now + DAY)
    assert open_stages(project) == ["Deliver"]


def test_the_database_refuses_a_closure_that_neither_stands_nor_was_reopened(
    closed: Stage, amina: Person, now: dt.datetime
) -> None:
    for facts in ({"stage": None}, {"reopened_at": now, "reopened_by": amina}, {"reopened_because": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StageClosure.objects.update(**facts)


def test_every_partner_reads_on_the_stage_that_it_was_closed_before(
    closed: Stage, amina: Person, carys: Person, client_of: Callable[[Person], Client]
) -> None:
    page = client_of(amina).post(REOPENING, {"because": BECAUSE}, follow=True).content.decode()
    assert "Discover is open again." in page
    page = client_of(carys).get("/projects/short-breaks-for-carers/stages/1/").content.decode()
    assert BECAUSE in page
    assert REASON in page


def test_the_page_says_why_it_cannot_be_opened(
    closed: Stage, seats: dict[str, Membership], amina: Person, now: dt.datetime, client_of: Callable[[Person], Client]
) -> None:
    contribute(seats["bola"], kind=Contribution.Kind.IDEA, words="Swim.", by=seats["bola"].person, now=now)
    page = client_of(amina).get(REOPENING).content.decode()
    assert "something has happened in it" in page
    assert '<form method="post" class="narrow"' not in page
