from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.fixtures.app import App
from tests.journeys.walk import Walk


@pytest.fixture(params=["with-scripts", "without-scripts"])
def walk(app: App, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Walk]:
    """A walk with scripts and one without. A module's TAG keeps its people apart from those of other modules."""
    tag = getattr(request.module, "TAG", "") + request.param
    one = Walk(app, browser, scripts=request.param == "with-scripts", tag=tag)
    yield one
    one.close()
