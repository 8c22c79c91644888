"""What is measured in the process, on one database: `python -m coproduce.bench.inside S` prints it as JSON.

Instead of a size it takes "import", "map" and "decision" too.
"""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from coproduce.bench import deciding, importing, mapping  # noqa: E402
from coproduce.bench.pages import COMMISSIONER, FACILITATOR, PARTNER, pages, person  # noqa: E402
from coproduce.bench.seed import SIZES, SLUG, analyse, seed  # noqa: E402
from coproduce.bench.timing import visit  # noqa: E402
from projects.models import Organisation, Project  # noqa: E402


def queries(client: Client, path: str) -> int:
    """SQL queries of one page, the session's and the person's among them. The second visit counts: caches are warm."""
    visit(client, path)
    with CaptureQueriesContext(connection) as counted:
        visit(client, path)
    return len(counted)


def measure_import() -> dict[str, Any]:
    """The same database as for S, with the facilitator bringing in a spreadsheet."""
    call_command("migrate", verbosity=0)
    seed(SIZES["S"], timezone.now())
    client = Client()
    client.force_login(person(FACILITATOR))
    return importing.measure(client, Project.objects.get(slug=SLUG))


def measure_map() -> list[dict[str, Any]]:
    """The same database as for S, with one project that is very large."""
    call_command("migrate", verbosity=0)
    now = timezone.now()
    seed(SIZES["S"], now)
    project = mapping.seed_map(Organisation.objects.get(), now)
    analyse()
    return mapping.measure(project)


def measure_decision() -> list[dict[str, Any]]:
    """The same database as for S, with one very large decision and a long register."""
    call_command("migrate", verbosity=0)
    now = timezone.now()
    seed(SIZES["S"], now)
    decision = deciding.seed_decision(Organisation.objects.get(), now)
    deciding.seed_register(decision, now)
    analyse()
    return deciding.measure(decision)


def measure(size: str) -> dict[str, Any]:
    """Seed the database that DATABASE_URL names, sign three people in, count."""
    call_command("migrate", verbosity=0)
    seed(SIZES[size], timezone.now())
    analyse()
    clients = {email: Client() for email in (FACILITATOR, COMMISSIONER, PARTNER)}
    for email, client in clients.items():
        client.force_login(person(email))
    return {
        "cookies": {email: client.cookies["sessionid"].value for email, client in clients.items()},
        "pages": [
            {"page": page.name, "path": page.path, "who": page.who, "queries": queries(clients[page.who], page.path)}
            for page in pages()
        ],
    }


if __name__ == "__main__":
    apart = {"import": measure_import, "map": measure_map, "decision": measure_decision}.get(sys.argv[1])
    json.dump(apart() if apart else measure(sys.argv[1]), sys.stdout)
