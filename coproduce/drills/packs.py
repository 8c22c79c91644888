"""A thousand packs in the background, in under a minute; and a worker that is killed while it makes them.

However often it dies, each person's pack is in the result once, and what was made before is not made again.
"""

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

from coproduce.boot.drilling import add_partners, elsewhere, start_project

PACKS = 1000
FEWER = 200  # where a worker is killed
KILLS = 2
ALLOWED = 60.0  # seconds for a thousand packs
LONGEST = 240  # seconds for any one wait
WORKER = ["-m", "celery", "-A", "coproduce", "worker", "-c", "2", "--without-gossip", "--without-mingle", "-l", "error"]


def run() -> list[dict[str, Any]]:
    """Each case in a process of its own, on a database of its own beside the given one."""
    return [elsewhere("packs", case) for case in CASES]


def a_thousand_packs() -> dict[str, Any]:
    """From the button to the finished file, by one worker."""
    project, seats, by = fill(PACKS)
    worker = start_worker()
    try:
        began = time.monotonic()
        batch = ask(project, seats, by)
        wait_until(lambda: finished(batch))
        seconds = round(time.monotonic() - began, 1)
    finally:
        end(worker)
    found = row("a thousand packs", batch, PACKS, seconds=seconds)
    return found | {"ok": found["ok"] and seconds < ALLOWED}


def worker_killed() -> dict[str, Any]:
    """A worker dies at its work; the clock's sweep goes on with what is left."""
    from celery import current_app

    from coproduce.packs.making import go_on

    project, seats, by = fill(FEWER)
    batch = ask(project, seats, by)
    for kill in range(1, KILLS + 1):
        current_app.send_task("coproduce.tasks.go_on_with_packs")  # as beat does each minute
        worker = start_worker()
        wait_until(lambda kill=kill: made(batch) >= kill * FEWER // (KILLS + 2))
        end(worker)
    left = FEWER - made(batch)

    def swept() -> bool:
        """PostgreSQL takes a moment to see that the worker is gone."""
        go_on()
        return finished(batch)

    wait_until(swept)
    return row("worker killed", batch, FEWER, killed=KILLS, left_for_the_next=left)


CASES = {"a thousand packs": a_thousand_packs, "worker killed": worker_killed}


def fill(people: int) -> tuple[Any, list[Any], Any]:
    """A project in which so many take part by post, with six open decisions, a session, and what they said before."""
    import datetime as dt

    from django.utils import timezone

    from decisions.actions import open_decision
    from participants.models import Person
    from projects.actions import contribute
    from projects.actions.sessions import Plan, schedule_session
    from projects.models import Contribution, Via

    project, by = start_project("See how fast a thousand packs are made.")
    now, stage = timezone.now(), project.stages.get(position=1)
    days = dt.timedelta(days=1)
    plan = Plan(stage, "A session", "We meet.", now + 9 * days, now + 9 * days + days / 12, "Here", "", "", "-", "-")
    schedule_session(project, plan, by=by, now=now)
    for number in range(6):
        question, words = f"Question {number + 1}?", "We propose what we talked about last time. " * 4
        open_decision(project, question=question, proposal=words, closes_at=now + 9 * days, by=by, now=now)
    persons = [
        Person(name=f"Partner {number}", reach_by="post", address=f"{number} Mill Road\nNorthdale")
        for number in range(people)
    ]
    seats = add_partners(project, persons, by)
    for seat in seats[::4]:
        contribute(seat, kind=Contribution.Kind.IDEA, words="An idea. " * 20, by=by, now=now, via=Via.PHONE)
    return project, seats, by


def ask(project: Any, seats: list[Any], by: Any) -> int:
    from django.utils import timezone

    from projects.actions.packs import start_packs

    return start_packs(project, seats, by=by, now=timezone.now()).pk


def start_worker() -> "subprocess.Popen[bytes]":
    words = [sys.executable, *WORKER, "-n", f"drill-packs-{os.getpid()}@here"]
    return subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL)


def end(worker: "subprocess.Popen[bytes]") -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def finished(batch: int) -> bool:
    from projects.models import PackBatch

    return PackBatch.objects.filter(pk=batch, finished_at__isnull=False).exists()


def made(batch: int) -> int:
    from projects.models import PackBatch

    return PackBatch.objects.values_list("done", flat=True).get(pk=batch)


def wait_until(come: Any) -> None:
    deadline = time.monotonic() + LONGEST
    while not come():
        if time.monotonic() > deadline:
            raise TimeoutError("The packs were not made.")
        time.sleep(0.05)


def row(case: str, batch: int, wanted: int, **figures: Any) -> dict[str, Any]:
    """What the database really holds: packs that say what they ask, and the people in the parts of the file."""
    from projects.models import Pack, PackPart

    parts = list(PackPart.objects.filter(batch=batch))
    counts = {
        "wanted": wanted,
        "filled": Pack.objects.filter(batch=batch).exclude(asks=[]).count(),
        "printed": sum(part.people for part in parts),
        "parts": len(parts),
        "megabytes": round(sum(len(part.pdf) for part in parts) / 1e6, 1),
    }
    good = counts["filled"] == wanted == counts["printed"] and finished(batch)
    return {"case": case, **counts, **figures, "ok": good}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(CASES[sys.argv[1]]()), flush=True)
