"""How long 2,000 people from a spreadsheet take: the preview and the import, as requests with their SQL queries."""

import csv
import io
import time
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from projects.actions.imports import group_words
from projects.models import PartnerImport, Project

PEOPLE = 2000
FIRST = ("Siân", "Omar", "Zoë", "Nia", "Tomos", "Łukasz", "Priya", "Wren")
LAST = ("O'Neill", "Griffiths", "Smith-Jones", "Nwosu", "d'Souza", "Morgan", "Zaman")
GROUPS = ("Carer", "Family carer", "service user ", "Expert by experience", "Staff", "Social worker")
NEEDS = ("", "BSL interpreter", "hearing loop; captions", "large print", "needs breaks")
WAYS = ("", "email", "text", "phone", "post", "Email or text")


def spreadsheet() -> bytes:
    """A list as people keep it: many words for a group, some needs, every way to be reached."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["Name", "E-mail address", "Mobile", "Group", "Access requirements", "Best way to contact"])
    for n in range(PEOPLE):
        name = f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]}"
        phone = f"07700 900{n % 1000:03}"
        email = f"partner{n}@spreadsheet.example"
        rows.writerow([name, email, phone, GROUPS[n % len(GROUPS)], NEEDS[n % len(NEEDS)], WAYS[n % len(WAYS)]])
    return file.getvalue().encode()


def measure(facilitator: Client, project: Project) -> dict[str, Any]:
    """Take the file through its steps as the facilitator. Seconds and queries of the two that matter."""
    start = f"/projects/{project.slug}/people/import/"
    facilitator.post(start, {"file": SimpleUploadedFile("people.csv", spreadsheet())})
    table = PartnerImport.objects.latest("pk")
    steps = f"{start}{table.pk}/"
    facilitator.post(f"{steps}columns", {"heading": table.heading, **table.columns})
    table.refresh_from_db()
    chosen = {f"group_{number}": table.groups[word] for number, word in enumerate(group_words(table))}
    facilitator.post(f"{steps}groups", chosen)
    preview = timed(lambda: facilitator.get(f"{steps}preview"))
    commit = timed(lambda: facilitator.post(f"{steps}commit", {"invite": "now"}))
    table.refresh_from_db()
    if table.result.get("invited") != PEOPLE:
        raise RuntimeError(f"The import brought in {table.result}.")
    return {
        "page": "import",
        "size": str(PEOPLE),
        "preview_seconds": preview[0],
        "preview_queries": preview[1],
        "commit_seconds": commit[0],
        "commit_queries": commit[1],
    }


def timed(request: Callable[[], object]) -> tuple[float, int]:
    """Seconds and SQL queries. They are counted only: keeping the words of such large ones would take its own time."""
    queries = 0

    def count(execute: Callable[..., Any], *call: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*call)

    with connection.execute_wrapper(count):
        began = time.monotonic()
        request()
        return round(time.monotonic() - began, 2), queries
