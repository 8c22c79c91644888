from collections.abc import Generator
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"

pytest_plugins = [f"tests.fixtures.{file.stem}" for file in sorted(FIXTURES.glob("[!_]*.py"))]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Tests with a browser share one process of tests, one Chromium and one running app, and begin first: they take
    the longest."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
