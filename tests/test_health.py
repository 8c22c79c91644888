import uuid

import pytest
from django.db import connection
from django.test import Client


def test_healthz_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_says_that_every_part_works(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "queue": True, "migrations": True})


@pytest.mark.django_db
def test_readyz_names_a_missing_migration(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


def test_every_answer_carries_an_id_of_our_own_making(client: Client) -> None:
    answer = client.get("/healthz", headers={"x-request-id": "forged by a visitor"})
    assert uuid.UUID(answer["X-Request-ID"])
