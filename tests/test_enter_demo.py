from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from coproduce.demo.cast import CAST
from coproduce.demo.people import make_member
from participants import outbox, post
from participants.models import Person


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("key", list(CAST))
def test_each_member_of_the_cast_can_be_entered_as(db: None, demo: None, client: Client, key: str) -> None:
    person = make_member(key)
    assert f'value="{key}"' in client.get("/").content.decode()
    assert client.post("/enter/", {"member": key})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("key", ["", "amina", "nobody", "\x00", "x" * 9000])
def test_nobody_else_can_be_entered_as(db: None, demo: None, client: Client, key: str) -> None:
    assert client.post("/enter/", {"member": key}).status_code == 404


@pytest.mark.parametrize(
    "change", [{"phone": ""}, {"email": "amina@example.org"}, {"name": "Amina Y"}, {"name": "A", "phone": ""}]
)
def test_a_member_can_still_be_entered_as_after_changing_their_details(
    db: None, demo: None, client: Client, change: dict[str, str]
) -> None:
    amina = make_member("amina")
    eve = make_member("eve")
    Person.objects.filter(pk=eve.pk).update(name="Amina Yusuf")
    Person.objects.filter(pk=amina.pk).update(**change)
    client.post("/enter/", {"member": "amina"})
    assert client.session["_auth_user_id"] == str(amina.pk)
    client.post("/enter/", {"member": "eve"})
    assert client.session["_auth_user_id"] == str(eve.pk)


def test_a_member_who_is_not_active_cannot_be_entered_as(demo: None, client: Client, bola: Person) -> None:
    Person.objects.filter(pk=bola.pk).update(is_active=False)
    assert client.post("/enter/", {"member": "bola"}).status_code == 404


def test_outside_the_demo_there_is_no_such_door(client: Client, bola: Person) -> None:
    post.send_text("+447700900103", "Hello")
    [name] = outbox.names()
    assert client.post("/enter/", {"member": "bola"}).status_code == 404
    assert client.get("/enter/").status_code == 404
    assert client.get("/outbox/").status_code == 404
    assert client.get(f"/outbox/{name}/").status_code == 404
    start = client.get("/").content.decode()
    assert "Enter as" not in start
    assert "Sign in" in start


def test_entering_as_another_leaves_nothing_of_the_first(
    demo: None, client_of: Callable[[Person], Client], bola: Person, dev: Person
) -> None:
    client = client_of(bola)
    client.post("/enter/", {"member": "dev"})
    assert client.session["_auth_user_id"] == str(dev.pk)


def test_the_outbox_lists_and_shows_email_and_texts(db: None, demo: None, client: Client, outbox_dir: Path) -> None:
    post.send_text("+447700900103", "Come on Tuesday: http://localhost:8000/projects/ <script>alert(1)</script>")
    [name] = outbox.names()
    assert "Text message to 07700 900103" in client.get("/outbox/").content.decode()
    page = client.get(f"/outbox/{name}/").content.decode()
    assert '<a href="http://localhost:8000/projects/"' in page
    assert "<script>alert" not in page
    assert client.get("/outbox/../../etc/").status_code == 404
    assert client.get("/outbox/20200101T000000000000-00000000/").status_code == 404


def test_a_designed_email_is_boxed_in(db: None, demo: None, client: Client) -> None:
    outbox.keep(
        b"Subject: Hello\nTo: bola@example.org\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
        b"<p style='color:red'>Hello</p><script>alert(1)</script>\n"
    )
    [name] = outbox.names()
    response = client.get(f"/outbox/{name}/?as=designed")
    policy = response["Content-Security-Policy"]
    assert "sandbox allow-top-navigation" in policy
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
