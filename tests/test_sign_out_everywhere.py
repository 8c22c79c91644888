from collections.abc import Callable

from django.test import Client

from participants.models import Person

Browsers = Callable[[Person], Client]


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_it_ends_every_other_session_and_keeps_this_one(client_of: Browsers, bola: Person) -> None:
    here, phone, library = client_of(bola), client_of(bola), client_of(bola)
    page = here.post("/account/sign-out-everywhere", follow=True).content.decode()
    assert "You are signed out everywhere else" in page
    assert is_in(here)
    assert not is_in(phone)
    assert not is_in(library)


def test_it_ends_nobody_elses(client_of: Browsers, bola: Person, dev: Person) -> None:
    other = client_of(dev)
    client_of(bola).post("/account/sign-out-everywhere")
    assert is_in(other)


def test_looking_at_the_page_ends_nothing(client_of: Browsers, bola: Person) -> None:
    here, phone = client_of(bola), client_of(bola)
    here.get("/account/sign-out-everywhere")
    assert is_in(phone)
