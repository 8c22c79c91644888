"""What technical staff may do with projects on the admin pages: look, and give rights in organisations."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from participants.models import Person
from projects.actions import note_involvement, write_history
from projects.models import HistoryEntry, Involvement, Membership, Organisation, OrganisationRole, Stage
from tests.factories import make_person

LOOK = ["project", "membership", "involvement", "historyentry"]


@pytest.fixture
def staff(client: Client, db: None) -> Client:
    client.force_login(make_person("Tech Nician", is_staff=True))
    return client


@pytest.fixture(autouse=True)
def facts(seats: dict[str, Membership], discover: Stage, now: dt.datetime) -> None:
    bola = seats["bola"]
    note_involvement(bola, discover, Involvement.Kind.ATTENDED, "session:1", by=bola.person, now=now)
    write_history(bola.project, "stage_gap", "stage:1", by=bola.person, now=now, reason="Between ourselves")


@pytest.mark.parametrize("name", LOOK)
def test_projects_and_ledgers_can_be_looked_at_and_nothing_else(staff: Client, name: str) -> None:
    assert staff.get(reverse(f"admin:projects_{name}_changelist")).status_code == 200
    assert staff.get(reverse(f"admin:projects_{name}_add")).status_code == 403


@pytest.mark.parametrize("model", [Involvement, HistoryEntry])
def test_a_row_of_a_ledger_opens_and_cannot_be_saved_or_deleted(
    staff: Client, model: type[Involvement] | type[HistoryEntry]
) -> None:
    row, name = model._default_manager.get(), f"admin:projects_{model._meta.model_name}"
    assert staff.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    assert staff.post(reverse(f"{name}_change", args=[row.pk]), {"about": "x"}).status_code == 403
    assert staff.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_what_people_wrote_does_not_show(staff: Client) -> None:
    entry = HistoryEntry.objects.get()
    page = staff.get(reverse("admin:projects_historyentry_change", args=[entry.pk])).content.decode()
    assert "Between ourselves" not in page


def test_a_right_is_given_with_who_gave_it_and_when(
    staff: Client, northdale: Organisation, dev: Person, now: dt.datetime
) -> None:
    facts = {"organisation": northdale.pk, "person": dev.pk, "role": "facilitator"}
    assert staff.post(reverse("admin:projects_organisationrole_add"), facts).status_code == 302
    role = OrganisationRole.objects.get(person=dev)
    assert (role.given_at, role.given_by and role.given_by.name) == (now, "Tech Nician")


def test_a_right_is_ended_and_never_taken_out(staff: Client, northdale: Organisation, amina: Person) -> None:
    role = OrganisationRole.objects.get(person=amina)
    end = {"ended_at_0": "2026-11-24", "ended_at_1": "10:00:00"}
    assert staff.post(reverse("admin:projects_organisationrole_change", args=[role.pk]), end).status_code == 302
    role.refresh_from_db()
    assert role.ended_at
    assert staff.post(reverse("admin:projects_organisationrole_delete", args=[role.pk])).status_code == 403
