"""The involvement map on paper: a sheet of A4 on its side."""

import re

import pytest
from playwright.sync_api import Browser

from tests.fixtures.app import App, Stop

pytestmark = pytest.mark.browser
ON_ITS_SIDE = re.compile(r"/MediaBox \[0 0 84[12][.\d]* 59[45][.\d]*\]")


@pytest.mark.parametrize("query", ["", "?print=large"])
def test_the_map_prints_on_one_sheet(app: App, tour: list[Stop], browser: Browser, query: str) -> None:
    stop = next(stop for stop in tour if stop.name == "projects:involvement_sheet")
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": stop.session or "", "url": app.url}])
    page = context.new_page()
    page.goto(app.at(stop.path + query))
    # What stands on the pages of a PDF is packed; how many there are and how large is not.
    printed = page.pdf(prefer_css_page_size=True, print_background=True).decode("latin-1")
    context.close()
    assert re.findall(r"/Count (\d+)", printed) == ["1"]
    assert len(ON_ITS_SIDE.findall(printed)) == 1
