"""Signs that nobody sees and that turn the writing around are taken out of whatever people send."""

import pytest
from django.test import Client

from participants.models import Person
from projects.models import Contribution, Membership

OVERRIDE, ISOLATE = "\u202e", "\u2066"


@pytest.fixture
def bolas(seats: dict[str, Membership], bola: Person) -> Client:
    client = Client()
    client.force_login(bola)
    return client


def test_a_contribution_is_kept_without_them(bolas: Client) -> None:
    said = {"kind": "worry", "words": f"It is {OVERRIDE}desrever{ISOLATE} here", "audience": "everyone"}
    bolas.post("/projects/short-breaks-for-carers/said/new", said)
    assert Contribution.objects.get().words == "It is desrever here"


def test_a_name_is_kept_without_them(bolas: Client, bola: Person) -> None:
    details = {"name": f"Bola {OVERRIDE}Adeyemi", "preferred_name": "", "address": "", "reach_by": "email"}
    bolas.post("/account/details", {**details, "language": "en-gb", "time_zone": "Europe/London"})
    bola.refresh_from_db()
    assert bola.name == "Bola Adeyemi"


@pytest.mark.parametrize(
    "words", ["plain", "مرحبا", "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", "a\u200db\u200f"]
)
def test_everything_else_stays_as_it_was_sent(words: str, bolas: Client) -> None:
    bolas.post("/projects/short-breaks-for-carers/said/new", {"kind": "worry", "words": words, "audience": "everyone"})
    assert Contribution.objects.get().words == words
