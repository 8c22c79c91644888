from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client

from participants.models import Message, Person
from projects.models import HistoryEntry, Involvement

Browsers = Callable[[Person], Client]


@pytest.fixture
def technician(dev: Person) -> Person:
    dev.is_staff = True
    dev.save(update_fields=["is_staff"])
    return dev


def test_an_administrator_adds_a_person_who_can_then_sign_in(client_of: Browsers, technician: Person) -> None:
    facts = {"name": "Nia Roberts", "email": "Nia@Northdale.example", "phone": "7700900123", "language": "en-gb"}
    response = client_of(technician).post("/admin/participants/person/add/", facts | {"is_active": "on"})
    assert response.status_code == 302
    person = Person.objects.by_sign_in_email("nia@northdale.example")
    assert person
    assert (person.email, person.phone) == ("nia@northdale.example", "+447700900123")


def test_people_are_made_inactive_not_deleted(client_of: Browsers, technician: Person, bola: Person) -> None:
    client = client_of(technician)
    assert client.post(f"/admin/participants/person/{bola.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=bola.pk).exists()


def test_no_ledger_can_be_changed_there() -> None:
    for model, its_admin in admin.site._registry.items():
        if model in {HistoryEntry, Involvement, Message}:
            request = type("Request", (), {"user": Person(is_staff=True)})()
            assert not its_admin.has_add_permission(request)
            assert not its_admin.has_change_permission(request)
            assert not its_admin.has_delete_permission(request)


def test_nothing_of_allauth_stands_there(client_of: Browsers, technician: Person) -> None:
    assert "/admin/account/" not in client_of(technician).get("/admin/").content.decode()
    assert "/admin/mfa/" not in client_of(technician).get("/admin/").content.decode()
