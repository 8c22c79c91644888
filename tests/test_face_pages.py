"""What every page has in common, and what people read when something went wrong."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error
from pytest_django import Settings

from coproduce.environment import Mode
from coproduce.face import Face
from participants.models import Person
from projects.models import Organisation

pytestmark = pytest.mark.django_db
PAGES = ["/accessibility", "/privacy", "/display", "/gallery", "/gallery/overview", "/gallery/decision"]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_styles_or_scripts_inside_it(client: Client, address: str) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script>", page)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_a_title_a_language_one_heading_and_a_way_past_the_links(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert re.search(r"<title>(Error: )?\S.* – Coproduce</title>", page)
    assert '<html lang="en-gb"' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert '<a href="#main" class="govuk-skip-link"' in page
    assert '<main id="main">' in page


@pytest.mark.parametrize("address", PAGES)
def test_no_page_says_an_id_twice(client: Client, address: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(address).content.decode())
    assert len(ids) == len(set(ids))


def test_a_page_weighs_little(client: Client) -> None:
    answer = client.get("/gallery/decision", headers={"accept-encoding": "gzip"})
    assert len(answer.content) <= 12_000


def test_a_page_that_is_not_there_says_what_to_do(client: Client) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "We can't find this page" in answer.content.decode()


def test_a_form_without_its_token_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/display", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Please send it again" in answer.content.decode()


def test_what_can_not_be_read_says_what_to_do(rf: RequestFactory) -> None:
    answer = bad_request(rf.get("/"), ValueError())
    assert answer.status_code == 400
    assert "We could not read what was sent" in answer.content.decode()


def test_a_fault_says_what_to_do_without_database_or_settings(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/"))
    page = answer.content.decode()
    assert "Something went wrong on our side" in page
    assert page == render_to_string("500.html")
    assert "{" not in page


def test_the_gallery_is_not_there_in_production(client: Client, settings: Settings) -> None:
    settings.MODE = Mode.PRODUCTION
    for address in PAGES[-3:]:
        assert client.get(address).status_code == 404


def test_people_are_offered_the_pages_that_are_theirs(
    rf: RequestFactory, northdale: Organisation, amina: Person, bola: Person, farah: Person
) -> None:
    def offered(person: Person | AnonymousUser) -> list[str]:
        request = rf.get("/privacy")
        request.user = person
        return [label for label, _name in Face(request).pages()]

    assert offered(AnonymousUser()) == ["Sign in"]
    assert offered(bola) == ["Home", "Projects", "Account"]
    assert offered(amina) == ["Home", "Projects", "Desk", "Account"]
    assert offered(farah) == ["Home", "Projects", "Decisions", "Account"]


def test_the_page_one_is_on_is_marked_among_the_links(client: Client) -> None:
    assert 'href="/accounts/login/" aria-current="page"' in client.get("/accounts/login/").content.decode()
