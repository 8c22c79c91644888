"""How many queries something takes, and how long."""

import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 7


def timed(act: Callable[[], object]) -> tuple[int, float]:
    """Queries, and seconds as the median of some rounds. Counted at once: a later request empties Django's list."""
    with CaptureQueriesContext(connection) as captured:
        act()
        queries = len(captured)
    seconds = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    return queries, round(statistics.median(seconds), 4)


def visit(client: Client, path: str) -> int:
    """A page, which has to be there. Its bytes before they are packed."""
    page = client.get(path)
    if page.status_code != 200:
        raise RuntimeError(f"{path} answered {page.status_code}")
    return len(page.content)
