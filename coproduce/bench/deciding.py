"""A decision of 2,000 people between 40 options, and a register of 5,000 entries."""

import datetime as dt
import random
import time
from typing import Any

from django.db import transaction
from django.test import Client

from coproduce.bench.seed import DAY, add
from coproduce.bench.timing import timed, visit
from decisions.models import Decision, Option, Position, RegisterEntry, RegisterHead, Wording
from decisions.register import members, seal_of
from decisions.register_check import wrong_in
from decisions.verify_record import FIRST, hash_of
from participants.models import Person
from projects.models import Membership, Organisation, PartnerGroup, Project, Stage

PEOPLE, OPTIONS, ENTRIES = 2_000, 40, 5_000
SLUG = "decided"
KEYS = ("use", "carers", "staff", "commissioners")
WORDS = "We meet again, since a group could not come and asked for another day on which the bus runs. " * 8


@transaction.atomic
def seed_decision(organisation: Organisation, now: dt.datetime) -> Decision:
    """A ranked choice that closed yesterday. Everybody ranked from one to all of the options, by chance."""
    chance = random.Random(4)
    people = add(Person(name=f"Voter {n}", email=f"decided{n}@example.org") for n in range(PEOPLE))
    began = now - 40 * DAY
    project = Project.objects.create(
        organisation=organisation,
        name="A choice of two thousand",
        slug=SLUG,
        purpose="What a town does first for people who care for somebody.",
        final_say="This group.",
        made_by=people[0],
        made_at=began,
    )
    groups = add(PartnerGroup(project=project, key=key, name=key, position=n) for n, key in enumerate(KEYS, start=1))
    stage = Stage.objects.create(project=project, position=1, name="Discover", began_at=began)
    seats = add(
        Membership(
            project=project,
            person=person,
            group=groups[n % len(groups)],
            added_by=people[0],
            added_at=began,
            joined_at=began,
        )
        for n, person in enumerate(people)
    )
    decision = Decision.objects.create(
        project=project,
        stage=stage,
        number=1,
        question="What do we do first?",
        method="ranked",
        opened_by=seats[0],
        opened_at=began,
        closes_at=now - DAY,
    )
    wording = Wording.objects.create(
        decision=decision, number=1, words="Forty options", written_by=seats[0], written_at=began
    )
    add(Option(decision=decision, number=n, words=f"Option {n}: {WORDS[:200]}") for n in range(1, OPTIONS + 1))
    add(
        Position(
            decision=decision,
            wording=wording,
            membership=seat,
            group=seat.group,
            stance=Position.OPTIONS,
            says=chance.sample(range(1, OPTIONS + 1), chance.randint(1, OPTIONS)),
            reason=WORDS[:300] if n % 3 else "",
            at=began + DAY,
            entered_by=seat.person,
        )
        for n, seat in enumerate(seats)
    )
    return decision


@transaction.atomic
def seed_register(decision: Decision, now: dt.datetime) -> None:
    previous, entries = FIRST, []
    for number in range(1, ENTRIES + 1):
        entry = RegisterEntry(
            project=decision.project,
            number=number,
            at=now,
            kind=RegisterEntry.Kind.CLOSING,
            decision=decision,
            body={"closes_at": "-", "because": WORDS},
            previous=previous,
        )
        previous = entry.hash = hash_of(members(entry, decision.number))
        entry.seal = seal_of(entry)
        entries.append(entry)
    add(entries)
    RegisterHead.objects.create(project=decision.project, number=ENTRIES, hash=previous)


def measure(decision: Decision) -> list[dict[str, Any]]:
    """Seconds (the median of some visits), queries and weight of pages; and how long a check of the register takes."""
    client = Client()
    client.force_login(Person.objects.get(email="decided1@example.org"))
    address = decision.get_absolute_url()
    pages = {
        "choice page": address,
        "count page": f"{address}count",
        "positions page": f"{address}positions",
        "register page": f"/projects/{SLUG}/register/",
    }
    size = f"{PEOPLE}x{OPTIONS}"
    found = [row_of(name, size, client, path) for name, path in pages.items()]
    began = time.perf_counter()
    wrong = wrong_in(decision.project)
    seconds = round(time.perf_counter() - began, 2)
    if wrong:
        raise RuntimeError(wrong[0])
    return [*found, {"page": "register check", "size": str(ENTRIES), "check_seconds": seconds}]


def row_of(name: str, size: str, client: Client, path: str) -> dict[str, Any]:
    queries, seconds = timed(lambda: visit(client, path))
    kilobytes = round(visit(client, path) / 1024)
    return {"page": name, "size": size, "queries": queries, "choice_seconds": seconds, "kilobytes": kilobytes}
