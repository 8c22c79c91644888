"""Tests of this folder share one telling of the demo's story in each process of tests; it is undone afterwards."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from tests.fixtures.cast import NOW
from tests.story.world import ANONYMOUS, World, told


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The story as told at the tests' morning, with the clock standing still there. Use together with `db`."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        override_settings(DEMO=True),
        transaction.atomic(),
    ):
        world = told(NOW)
        connection.check_constraints()  # now, or each test would check the whole story anew when it ends
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def visitors(world: World) -> dict[str, Client]:
    """A browser for each member of the cast, signed in, and one for somebody who is not."""
    clients = {ANONYMOUS: Client()}
    for key, person in world.people.items():
        clients[key] = Client()
        clients[key].force_login(person)
    return clients
