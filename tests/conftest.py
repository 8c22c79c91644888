import gc
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

FIXTURES = Path(__file__).parent / "fixtures"

pytest_plugins = [f"tests.fixtures.{file.stem}" for file in sorted(FIXTURES.glob("[!_]*.py"))]


RULES, STORIES = "tests/test_page_quality.py", "tests/story/"


def together(nodeid: str) -> str:
    """Tests with the same answer share a process of tests, because they need much to be there: the running app and a
    browser, or the demo's story. "" where a test goes wherever there is time for it."""
    file, _colons, name = nodeid.partition("::")
    if "chromium" in name.rpartition("[")[2]:
        return RULES if file == RULES else "browser"
    return nodeid.partition("[")[0] if file.startswith(STORIES) else ""


class LongOnesTogether(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid) or nodeid


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes the longest begins first, so that no process is left alone with it at the end."""
    places = {group: place for place, group in enumerate((RULES, "browser"))}
    items.sort(key=lambda item: places.get(group := together(item.nodeid), 2 if group else 3))


def pytest_collection_finish() -> None:
    """What is there now stays: tidying memory need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return LongOnesTogether(config, log)
