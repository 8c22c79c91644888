"""A new decision can take the place of an older one, which then says so wherever it is shown."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from decisions.actions import open_decision, record_outcome, respond, take_position
from decisions.models import Decision, RegisterEntry, Replacement
from decisions.register_check import wrong_in
from decisions.reminders.waiting import waiting_for
from decisions.sifting import states
from participants.models import Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Membership, Project
from tests.factories import make_decision, make_project

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
WORDS: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting: too late."}

pytestmark = pytest.mark.django_db


def opened(project: Project, seats: Seats, now: dt.datetime, question: str, **facts: Any) -> Decision:
    facts = {"minimums": {project.groups.get(key="use"): 1}, "closes_at": now + 7 * DAY, **facts}
    return open_decision(project, question=question, proposal="To rest.", by=seats["amina"].person, now=now, **facts)


def settle(decision: Decision, seats: Seats, now: dt.datetime, who: str = "bola", result: str = "agreed") -> None:
    said = "consent" if result == "agreed" else "object"
    seat = seats[who]
    take_position(decision, seat, stance=said, reason="Because.", wording=1, by=seat.person, now=now)
    record_outcome(decision, result=result, by=seats["amina"].person, now=now + DAY, early=True, **WORDS)


@pytest.fixture
def older(project: Project, seats: Seats, now: dt.datetime) -> Decision:
    decision = opened(project, seats, now - 20 * DAY, "Old question?")
    settle(decision, seats, now - 19 * DAY)
    return decision


def page(client_of: ClientOf, seats: Seats, path: str) -> str:
    return client_of(seats["farah"].person).get(path).content.decode()


def everywhere(decision: Decision) -> list[str]:
    return [decision.get_absolute_url(), f"/projects/{decision.project.slug}/decisions/", "/decisions/"]


def test_while_the_new_one_is_open_the_old_one_says_so_and_holds(
    older: Decision, project: Project, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    newer = opened(project, seats, now, "New question?", replaces=older)
    for path in everywhere(older):
        found = page(client_of, seats, path)
        assert "A new decision about this is open:" in found
        assert f'<a href="{newer.get_absolute_url()}">New question?</a>' in found
        assert "Replaced by" not in found
    assert "If it stands as agreed, it replaces" in page(client_of, seats, newer.get_absolute_url())
    assert HistoryEntry.objects.filter(verb="decision_opened_to_replace").exists()


def test_once_the_new_one_stands_both_say_so_everywhere(
    older: Decision, project: Project, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    newer = opened(project, seats, now, "New question?", replaces=older)
    settle(newer, seats, now + DAY)
    for path in everywhere(older):
        found = page(client_of, seats, path)
        assert "Replaced by" in found
        assert f'<a href="{newer.get_absolute_url()}">New question?</a>' in found
    assert f'Replaces</strong> <a href="{older.get_absolute_url()}">' in page(
        client_of, seats, newer.get_absolute_url()
    )
    entry = RegisterEntry.objects.get(kind="replaced")
    assert (entry.decision, entry.body) == (older, {"newer": newer.number, "question": "New question?"})
    assert RegisterEntry.objects.get(kind="opened", decision=newer).body["replaces"] == older.number
    assert "Replaced by decision 2" in page(client_of, seats, f"/projects/{project.slug}/register/")
    assert list(Decision.objects.filter(states(now)["replaced"])) == [older]
    assert wrong_in(project) == []


def test_nobody_is_asked_to_answer_what_has_been_replaced(
    older: Decision, project: Project, seats: Seats, now: dt.datetime
) -> None:
    farah = seats["farah"].person
    newer = opened(project, seats, now, "New question?", replaces=older)
    take_position(newer, seats["farah"], stance="consent", wording=1, by=farah, now=now)
    assert [waits.title for waits in waiting_for(farah, now)] == ["Old question?"]
    settle(newer, seats, now + DAY)
    assert [waits.title for waits in waiting_for(farah, now + 3 * DAY)] == ["New question?"]
    respond(newer, answer="accepted", reasons="Yes.", by=farah, now=now + 3 * DAY)


def test_a_provisional_one_replaces_only_once_it_stands(
    older: Decision, project: Project, seats: Seats, now: dt.datetime
) -> None:
    carers = project.groups.get(key="carers")
    newer = opened(project, seats, now, "New question?", replaces=older, minimums={carers: 1})
    settle(newer, seats, now + DAY)
    assert not Replacement.objects.exists()
    carys = seats["carys"]
    take_position(newer, carys, stance="consent", wording=1, by=carys.person, now=now + 4 * DAY)
    assert Replacement.objects.get().older == older


def test_what_is_not_agreed_replaces_nothing(
    older: Decision, project: Project, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    newer = opened(project, seats, now, "New question?", replaces=older)
    settle(newer, seats, now + DAY, result="not_agreed")
    assert not Replacement.objects.exists()
    assert "Replaced by" not in page(client_of, seats, older.get_absolute_url())
    assert opened(project, seats, now + 3 * DAY, "Once more?", replaces=older)


def test_one_new_decision_at_a_time_and_the_newest_is_the_one_to_replace(
    older: Decision, project: Project, seats: Seats, now: dt.datetime
) -> None:
    newer = opened(project, seats, now, "New question?", replaces=older)
    with pytest.raises(Refused, match="open already"):
        opened(project, seats, now, "Another?", replaces=older)
    settle(newer, seats, now + DAY)
    with pytest.raises(Refused, match="replaced already"):
        opened(project, seats, now + 3 * DAY, "Another?", replaces=older)
    assert opened(project, seats, now + 3 * DAY, "Another?", replaces=newer)


def test_the_first_that_stands_takes_the_place(
    older: Decision, project: Project, seats: Seats, now: dt.datetime
) -> None:
    carers = project.groups.get(key="carers")
    waits = opened(project, seats, now, "Provisional?", replaces=older, minimums={carers: 1})
    settle(waits, seats, now + DAY)
    second = opened(project, seats, now + 3 * DAY, "Second?", replaces=older)
    settle(second, seats, now + 4 * DAY)
    carys = seats["carys"]
    take_position(waits, carys, stance="consent", wording=1, by=carys.person, now=now + 6 * DAY)
    assert Replacement.objects.get().newer == second


def test_only_an_older_decision_of_the_same_project_that_has_an_outcome(
    project: Project, seats: Seats, now: dt.datetime
) -> None:
    still_open = make_decision(seats["amina"], now=now)
    with pytest.raises(Refused, match="no outcome yet"):
        opened(project, seats, now, "New?", replaces=still_open)
    elsewhere = make_project(project.organisation, "Else", "else", by=project.made_by, now=now)
    other = Decision(project=elsewhere)
    with pytest.raises(Refused, match="of this project"):
        opened(project, seats, now, "New?", replaces=other)


def test_the_database_refuses_circles_other_projects_and_what_does_not_stand(
    older: Decision, project: Project, seats: Seats, now: dt.datetime
) -> None:
    newer = opened(project, seats, now, "New question?", replaces=older)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Decision.objects.filter(pk=older.pk).update(replaces=newer)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Decision.objects.filter(pk=newer.pk).update(replaces=None)
    with pytest.raises(IntegrityError, match="older one of its project"), transaction.atomic():
        make_decision(seats["amina"], now=now, number=0, replaces=older)
    with pytest.raises(IntegrityError, match="only what stands"), transaction.atomic():
        Replacement.objects.create(older=older, newer=newer, at=now)


@pytest.mark.parametrize("number", ["", "0", "99999999999999999999", "1%00", "older", "-1"])
def test_an_address_that_names_no_decision_opens_the_plain_form(
    older: Decision, seats: Seats, client_of: ClientOf, number: str
) -> None:
    answer = client_of(seats["amina"].person).get(f"{older.project.get_absolute_url()}decisions/new?replaces={number}")
    assert answer.status_code == 200
    assert f'<option value="{older.pk}" selected>' not in answer.content.decode()


def test_the_form_opens_it_in_place_of_the_older_one(
    older: Decision, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    client = client_of(seats["amina"].person)
    path = f"{older.project.get_absolute_url()}decisions/new?replaces={older.number}"
    assert f'<option value="{older.pk}" selected>' in client.get(path).content.decode()
    later = now.date() + dt.timedelta(days=400)
    facts = {"question": "New?", "proposal": "So.", "closes_time": "5pm", "replaces": str(older.pk)}
    facts |= {"closes_on_0": str(later.day), "closes_on_1": str(later.month), "closes_on_2": str(later.year)}
    facts |= {f"minimum_{group.pk}": "0" for group in older.project.groups.all()}
    assert client.post(path, facts | {"replaces": "999999999"}).status_code == 200
    assert client.post(path, facts).status_code == 302
    assert Decision.objects.latest("pk").replaces == older


def test_whoever_took_part_in_the_older_one_is_still_to_be_told(
    older: Decision, project: Project, seats: Seats, client_of: ClientOf, now: dt.datetime
) -> None:
    newer = opened(project, seats, now, "New question?", replaces=older)
    settle(newer, seats, now + DAY)
    shown = page(client_of, seats, "/decisions/?state=replaced")
    assert "Replaced" in shown
    assert "Tell the others" in shown
