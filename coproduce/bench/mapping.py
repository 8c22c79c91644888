"""The involvement map of a very large project: 1,000 partners in six groups, eight stages, 50,000 facts."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.test import Client

from coproduce.bench.seed import DAY, add
from coproduce.bench.timing import timed, visit
from participants.models import Person
from projects.involvement import involvement_map
from projects.models import Membership, Organisation, PartnerGroup, Project, Stage, StageClosure

PEOPLE, STAGES, FACTS = 1_000, 8, 50_000
SLUG = "mapped"
KEYS = ("use", "carers", "staff", "commissioners", "volunteers", "neighbours")

# In SQL, since models would take longer than all that is measured. Each partner has about as many facts in each stage.
WRITE_FACTS = """
INSERT INTO projects_involvement (project_id, stage_id, membership_id, group_id, kind, about, at, via, entered_by_id)
SELECT seat.project_id, stage.id, seat.id, seat.group_id,
    (ARRAY['attended', 'contributed', 'decided', 'told'])[1 + number %% 4], 'session:' || number,
    stage.began_at + interval '1 hour', 'online', seat.person_id
FROM generate_series(0, %(facts)s - 1) AS number
JOIN projects_membership AS seat ON seat.project_id = %(project)s AND seat.id = %(first)s + number %% %(people)s
JOIN projects_stage AS stage ON stage.project_id = %(project)s
    AND stage.position = 1 + number / %(people)s %% %(stages)s
"""


@transaction.atomic
def seed_map(organisation: Organisation, now: dt.datetime) -> Project:
    """The project with its partners, seven closed stages and an open one, and its facts."""
    people = add(Person(name=f"Partner {n}", email=f"mapped{n}@example.org") for n in range(PEOPLE))
    began = now - 400 * DAY
    project = Project.objects.create(
        organisation=organisation,
        name="A project of a thousand",
        slug=SLUG,
        purpose="Everything that a council does for carers, planned with them.",
        final_say="This group.",
        made_by=people[0],
        made_at=began,
    )
    groups = add(PartnerGroup(project=project, key=key, name=key, position=n) for n, key in enumerate(KEYS, start=1))
    stages = add(
        Stage(project=project, position=n, name=f"Stage {n}", began_at=began + n * 40 * DAY)
        for n in range(1, STAGES + 1)
    )
    add(
        StageClosure(stage=stage, closed_by=people[0], closed_at=stage.began_at + 40 * DAY)
        for stage in stages[:-1]
        if stage.began_at
    )
    seats = add(
        Membership(
            project=project,
            person=person,
            group=groups[n % len(groups)],
            added_by=people[0],
            added_at=began,
            joined_at=began + n % 300 * DAY,
        )
        for n, person in enumerate(people)
    )
    sizes = {"facts": FACTS, "people": PEOPLE, "stages": STAGES}
    with connection.cursor() as cursor:
        cursor.execute(WRITE_FACTS, {"project": project.pk, "first": seats[0].pk, **sizes})
    return project


def measure(project: Project) -> list[dict[str, Any]]:
    """Seconds (the median of some visits) and queries: of the map, of the pages that show it, and of a search."""
    client = Client()
    client.force_login(Person.objects.get(email="mapped1@example.org"))
    address = f"/projects/{SLUG}/involvement"
    pages = {"map page": address, "cell page": f"{address}/8/use", "map on paper": f"{address}/print"}
    pages["search page"] = f"/projects/{SLUG}/search/?q=partner+or+stage"
    size = f"{PEOPLE}x{STAGES}x{FACTS}"
    acts: dict[str, Callable[[], object]] = {"map alone": lambda: involvement_map(project)}
    acts |= {name: partial(visit, client, path) for name, path in pages.items()}
    return [row_of(name, size, act) for name, act in acts.items()]


def row_of(name: str, size: str, act: Callable[[], object]) -> dict[str, Any]:
    queries, seconds = timed(act)
    return {"page": name, "size": size, "queries": queries, "map_seconds": seconds}
