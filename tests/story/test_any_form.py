"""Whatever somebody sends to any form, nobody gets a 500: each form of the access table, filled in at random."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access import OK, TABLE
from tests.addresses import address, names
from tests.story.test_access_matrix import undone
from tests.story.world import ROLES, World

pytestmark = pytest.mark.django_db
FORMS = sorted(name for name, row in TABLE.items() if row.post and name in names())
STRANGE = [
    "\x00",
    "0",
    "-1",
    "1" * 40,
    "1e309",
    "NaN",
    "٣",
    "31",
    "2026-02-30",
    "99:99",
    "http://[",
    "a@b",
    "+",
    "%00",
    "<b>",
    "'; --",
    "\r\n" * 3,
    "\u202e",
    "𝕬" * 50,
    "x" * 10_000,
]
FIELD = re.compile(r'<(?:input|textarea|select|button)[^>]*\bname="([^"]+)"')
VALUE = re.compile(r'<(?:input|option|button)[^>]*\bvalue="([^"]+)"')
FILE = re.compile(r'<input[^>]*type="file"')
values = st.one_of(st.sampled_from(STRANGE), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))


@dataclass(frozen=True)
class Form:
    """One form as the person who may use it finds it."""

    client: Client
    path: str
    page: str


@pytest.fixture
def form(world: World, visitors: dict[str, Client], name: str) -> Form:
    path = address(world, name, TABLE[name].where)
    client = visitors[writer(name)]
    with undone(client):
        return Form(client, path, client.get(path).content.decode())


@pytest.mark.parametrize("name", FORMS)
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_form_breaks_on_what_is_sent(form: Form, name: str, data: st.DataObject) -> None:
    with undone(form.client):
        sent: dict[str, Any] = data.draw(filled_in(form.page))
        if FILE.search(form.page):
            sent["file"] = SimpleUploadedFile("people.csv", data.draw(st.binary(max_size=300)))
        assert form.client.post(form.path, sent).status_code < 500, sent


def writer(name: str) -> str:
    """The first of the cast who may use the form; where nobody gets more than an answer, Bola."""
    post = TABLE[name].post or {}
    return next((role for role in (*ROLES[1:], ROLES[0]) if post.get(role) == OK), "bola")


def filled_in(page: str) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of a page, each left out or with something that fits or something strange in it."""
    fields = sorted(set(FIELD.findall(page)) - {"csrfmiddlewaretoken"}) or ["anything"]
    fitting = sorted(set(VALUE.findall(page)))
    known = st.sampled_from(fitting) if fitting else values
    several = st.lists(st.one_of(known, values), max_size=3)
    return st.fixed_dictionaries({}, optional={field: st.one_of(known, values, several) for field in fields})
