"""For whoever watches the server: is the process alive, and can it do its work."""

import logging
from collections.abc import Callable

from celery import current_app
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing of the database on purpose: a restart would not mend that."""
    return HttpResponse("ok\n", content_type="text/plain")


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def queue() -> bool:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        return bool(broker.connected)


PARTS: dict[str, Callable[[], bool]] = {"database": database, "queue": queue, "migrations": migrations}


def works(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except Exception:
        log.warning("not_ready", exc_info=True)
        return False


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where every part works, else 503 with which does not. No reasons: they can hold addresses and names."""
    answers = {name: works(part) for name, part in PARTS.items()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)
