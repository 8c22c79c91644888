"""What everybody loads stays small. Reads what `npm run build` made."""

import os
from pathlib import Path

import brotli
import pytest

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"


@pytest.fixture(autouse=True)
def built() -> None:
    if not (DIST / "app.css").is_file():
        missing = "static/dist is not built: run `npm run build`"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


def weight(name: str) -> int:
    """Bytes over the wire; the font is compressed already."""
    content = (DIST / name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(brotli.compress(content))


@pytest.mark.parametrize(
    ("name", "most"),
    [("app.css", 20_000), ("app.js", 5_000), ("fonts/atkinson.woff2", 36_000), ("images/favicon.svg", 1_000)],
)
def test_each_file_stays_small(name: str, most: int) -> None:
    assert weight(name) <= most


def test_nothing_of_govs_own_identity_is_in_the_stylesheet() -> None:
    css = (DIST / "app.css").read_text()
    for word in ("GDS Transport", "crown", "#1d70b8", "#005ea5"):
        assert word not in css


def test_the_stylesheet_loads_nothing_from_elsewhere() -> None:
    css = (DIST / "app.css").read_text()
    assert css.count("url(") == 1
    assert "fonts/atkinson.woff2" in css
    assert "@import" not in css
