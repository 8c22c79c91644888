import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from decisions.actions import open_decision
from decisions.models import Decision
from participants.models import Message, Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Membership, PartnerGroup, Project
from tests.factories import join, make_contribution, make_person

WEEK = dt.timedelta(days=7)
Seats = dict[str, Membership]


def opened(project: Project, by: Person, now: dt.datetime, **facts: object) -> Decision:
    return open_decision(
        project,
        **{
            "question": "What should a short break be for?",
            "proposal": "For the carer to rest.",
            "closes_at": now + WEEK,
            "by": by,
            "now": now,
            **facts,
        },  # type: ignore[arg-type]
    )


def test_it_asks_in_the_open_stage_with_a_first_wording(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    carers = PartnerGroup.objects.get(project=project, key="carers")
    staff = PartnerGroup.objects.get(project=project, key="staff")
    said = make_contribution(seats["carys"], "It comes too late.", now=now)
    decision = opened(project, amina, now, minimums={carers: 2, staff: 0}, came_from=[said])
    assert (decision.number, decision.stage.name) == (1, "Discover")
    assert [wording.words for wording in decision.wordings.all()] == ["For the carer to rest."]
    assert [(minimum.group.key, minimum.people) for minimum in decision.minimums.all()] == [("carers", 2)]
    assert list(decision.came_from.all()) == [said]
    assert HistoryEntry.objects.get(verb="decision_opened").facts == {"question": decision.question}
    assert opened(project, amina, now).number == 2


def test_every_partner_is_told_once_and_nobody_else(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    join(project, make_person("Olu Watcher"), "staff", now=now, role=Membership.Role.OBSERVER)
    join(project, make_person("Ines Invited"), "carers", now=now, joined_at=None)
    opened(project, amina, now)
    told = Message.objects.filter(kind="decision_opened")
    assert {message.to.name.split()[0] for message in told} == {"Bola", "Carys", "Dev", "Farah", "Gwen", "Idris"}
    assert {message.channel for message in told.filter(to__name__startswith="Gwen")} == {"letter"}


def test_it_comes_from_what_was_said_in_this_project_alone(
    project: Project, seats: Seats, amina: Person, elsewhere: Membership, now: dt.datetime
) -> None:
    for facts in ({"came_from": [make_contribution(elsewhere, "No.", now=now)]}, {"minimums": {elsewhere.group: 1}}):
        with pytest.raises(Refused, match="in this project"):
            opened(project, amina, now, **facts)


def test_it_cannot_close_before_it_opens(project: Project, seats: Seats, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="still to come"):
        opened(project, amina, now, closes_at=now)
    assert not Decision.objects.exists()


def test_without_an_open_stage_nothing_is_asked(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    project.stages.update(began_at=None)
    with pytest.raises(Refused, match="no open stage"):
        opened(project, amina, now)


def test_the_facilitator_opens_one_in_the_browser(
    client_of: Callable[[Person], Client], project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    carers = PartnerGroup.objects.get(project=project, key="carers")
    closes = now + WEEK
    answer = client_of(amina).post(
        f"/projects/{project.slug}/decisions/new",
        {
            "question": "Where do we start?",
            "proposal": "In Mill Road.",
            "closes_on_0": closes.day,
            "closes_on_1": closes.month,
            "closes_on_2": closes.year,
            "closes_time": "5pm",
            "asks_for_answer": "on",
            **{f"minimum_{group.pk}": 0 for group in project.groups.all()},
            f"minimum_{carers.pk}": 2,
        },
    )
    decision = Decision.objects.get()
    assert answer.headers["Location"] == f"/projects/{project.slug}/decisions/1/"
    assert decision.closes_at == closes.replace(hour=17, minute=0)
    assert [(minimum.group, minimum.people) for minimum in decision.minimums.all()] == [(carers, 2)]


def test_a_form_with_errors_comes_back_filled_in(
    client_of: Callable[[Person], Client], project: Project, seats: Seats, amina: Person
) -> None:
    page = client_of(amina).post(
        f"/projects/{project.slug}/decisions/new", {"question": "Where do we start?", "closes_time": "soon"}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="Where do we start?"' in text
    assert 'href="#id_proposal"' in text
    assert not Decision.objects.exists()


@pytest.mark.parametrize("people", ["-1", "501", "two", ""])
def test_an_error_in_a_minimum_names_its_group_and_leads_to_its_box(
    client_of: Callable[[Person], Client], project: Project, seats: dict[str, Membership], amina: Person, people: str
) -> None:
    carers = seats["carys"].group
    sent = {f"minimum_{group.pk}": 0 for group in project.groups.all()} | {f"minimum_{carers.pk}": people}
    page = client_of(amina).post(f"/projects/{project.slug}/decisions/new", sent).content.decode()
    assert f'<a href="#id_minimum_{carers.pk}">Carers: enter a whole number from 0 to 500.</a>' in page
