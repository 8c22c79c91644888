"""Every address × the cast × every method. The expected answers stand in `access.py`."""

import copy
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from participants.models import Person
from tests.access import FORBIDDEN, MISSING, MOVED, NOT_ALLOWED, OK, TABLE, Answers, public
from tests.addresses import address, admin_addresses, names, sample, shape
from tests.story.world import ANONYMOUS, ROLES, World

pytestmark = pytest.mark.django_db

SOME = (ANONYMOUS, "amina", "bola", "eve")  # where the same view answers everybody by the same rule

NONSENSE = ["0", "-1", "99999999999999999999", "%00", "a%00b", "%FF", "%F0%9F%AB%A0", "..", "%2e%2e%2f", "'\"<b>"]
SENT_TOO = ("0", "99999999999999999999", "a%00b")


@contextmanager
def undone(*clients: Client) -> Iterator[None]:
    """What happens here to the database and the cookies is taken back: each visit finds the same story."""
    kept = [copy.deepcopy(client.cookies) for client in clients]
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for client, cookies in zip(clients, kept, strict=True):
        client.cookies = cookies


def answers(clients: dict[str, Client], method: str, path: str, roles: Iterable[str] = ROLES) -> Answers:
    """The status that each member of the cast gets."""
    found = {}
    for role in roles:
        with undone(clients[role]):
            found[role] = clients[role].generic(method, path).status_code
    return found


def leads_somewhere(path: str) -> bool:
    """Whether the address has a view; for the others one visit shows what all of them get."""
    try:
        resolve(unquote(path, errors="replace"))
    except Resolver404:
        return False
    return True


@pytest.fixture(scope="module")
def strict_visitors(visitors: dict[str, Client]) -> dict[str, Client]:
    """Some of the visitors in browsers that must send the token of a form."""
    clients = {key: Client(enforce_csrf_checks=True) for key in (ANONYMOUS, "amina", "eve")}
    for key, client in clients.items():
        client.cookies = copy.deepcopy(visitors[key].cookies)
    return clients


def test_every_address_is_in_the_table() -> None:
    assert set(names()) == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
class TestAddress:
    """One address as everybody finds it."""

    @pytest.fixture
    def path(self, world: World, name: str) -> str:
        return address(world, name, TABLE[name].where)

    def test_reading(self, visitors: dict[str, Client], name: str, path: str) -> None:
        expected = TABLE[name].get or public(NOT_ALLOWED)
        assert answers(visitors, "GET", path) == expected
        assert answers(visitors, "HEAD", path, SOME) == {role: expected[role] for role in SOME}

    def test_writing(self, visitors: dict[str, Client], name: str, path: str) -> None:
        assert answers(visitors, "POST", path) == (TABLE[name].post or public(NOT_ALLOWED))

    def test_other_methods(self, visitors: dict[str, Client], path: str) -> None:
        for method in ("PUT", "PATCH", "DELETE"):
            found = answers(visitors, method, path, SOME)
            assert set(found.values()) <= {NOT_ALLOWED, MOVED, FORBIDDEN, MISSING}, found
            assert NOT_ALLOWED in found.values() or set(found.values()) == {MOVED}

    def test_writing_without_the_token_is_refused(
        self, strict_visitors: dict[str, Client], name: str, path: str
    ) -> None:
        if TABLE[name].post is None:
            return
        assert answers(strict_visitors, "POST", path, strict_visitors) == dict.fromkeys(strict_visitors, FORBIDDEN)

    def test_nonsense_in_the_address_never_breaks_it(
        self, world: World, visitors: dict[str, Client], name: str, path: str
    ) -> None:
        template, parts = shape(name)
        known = sample(world, name, TABLE[name].where)
        for part in parts:
            for word in NONSENSE:
                strange = template % {**known, part: word}
                if word != NONSENSE[0] and not leads_somewhere(strange):
                    continue
                for method in ("GET", "POST") if word in SENT_TOO else ("GET",):
                    with undone(visitors["amina"]):
                        status = visitors["amina"].generic(method, strange).status_code
                    assert status < 500, (method, strange)


def test_the_admin_opens_for_nobody_but_technical_staff(
    visitors: dict[str, Client],
) -> None:
    for path in admin_addresses():
        found = answers(visitors, "GET", path)
        assert OK not in found.values(), (path, found)


def test_the_admin_opens_for_technical_staff(visitors: dict[str, Client], world: World) -> None:
    with undone():
        Person.objects.filter(pk=world.people["dev"].pk).update(is_staff=True)
        assert visitors["dev"].get("/admin/").status_code == OK
