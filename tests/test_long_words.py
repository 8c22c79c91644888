"""One word without end makes no page wider than the screen."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from participants.actions import add_need
from participants.models import AccessNeedKind, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_need_of_one_long_word_is_broken(
    page: Page, live_server: LiveServer, client_of: Callable[[Person], Client], bola: Person
) -> None:
    add_need(bola, AccessNeedKind.OTHER, "W" * 290, by=bola, now=timezone.now())
    session = client_of(bola).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/account/needs")
    assert "WWWW" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
