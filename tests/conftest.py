from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

FIXTURES = Path(__file__).parent / "fixtures"

pytest_plugins = [f"tests.fixtures.{file.stem}" for file in sorted(FIXTURES.glob("[!_]*.py"))]


class BrowserTogether(LoadScopeScheduling):  # type: ignore[misc]
    """Tests with a browser share one process of tests, with one Chromium and one running app, and begin first: they
    take the longest. Every other test goes wherever there is time for it."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if "chromium" in nodeid.rpartition("[")[2] else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return BrowserTogether(config, log)
