"""Kill workers with -9 while they send, let many race, take Redis away: no message may be lost.

A duplicate is allowed only for a worker that died between handing a message over and writing that down: at most one
for each process that was killed. It carries the same Message-ID.
"""

import email
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from coproduce.boot.drilling import elsewhere

MESSAGES = 400
WORKERS = 2  # each with two processes
KILLS = 3
LONGEST = 120  # seconds for any one wait
NOBODY_HERE = "redis://127.0.0.1:1/0"  # a port on which nothing listens
WORKER = ["-m", "celery", "-A", "coproduce", "worker", "-c", "2", "--without-gossip", "--without-mingle", "-l", "error"]


def run() -> list[dict[str, Any]]:
    """Each case in a process of its own, on a database of its own beside the given one."""
    return [in_a_place_of_its_own(case) for case in CASES]


def in_a_place_of_its_own(case: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="drill-outbox-", ignore_cleanup_errors=True) as outbox:
        redis = {"REDIS_URL": NOBODY_HERE} if case == "redis away" else {}
        row: dict[str, Any] = elsewhere("outbox", case, OUTBOX_DIR=outbox, **redis)
        return row


class Workers:
    """Celery workers, which can be killed with all their processes."""

    def __init__(self) -> None:
        self.running: list[subprocess.Popen[bytes]] = []
        self.killed = 0

    def start(self) -> None:
        for number in range(WORKERS):
            words = [sys.executable, *WORKER, "-n", f"drill-{os.getpid()}-{number}@here"]
            self.running.append(subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL))

    def kill(self) -> None:
        for worker in self.running:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            self.killed += 2
        self.running = []


def workers_killed() -> dict[str, Any]:
    """Workers die three times while they send; afterwards one goes on, on a clock on which the leases have ended."""
    from django.utils import timezone

    from participants import delivery

    fill()
    workers = Workers()
    try:
        for _kill in range(KILLS):
            before = sent()
            workers.start()
            wait_until(lambda before=before: sent() >= min(before + MESSAGES // (KILLS + 2), MESSAGES))
            workers.kill()
        held = unsettled()
        while delivery.sweep(lambda: timezone.now() + 2 * delivery.LEASE):
            pass
    finally:
        workers.kill()
    return row("workers killed", killed=workers.killed, left_for_the_next=held)


def workers_race() -> dict[str, Any]:
    """Every message is handed to four processes many times over."""
    from celery import current_app

    from participants.models import Message

    fill()
    workers = Workers()
    try:
        for _again in range(3):
            for pk in Message.objects.values_list("pk", flat=True):
                current_app.send_task("participants.tasks.deliver", [pk])
            current_app.send_task("participants.tasks.sweep_outbox")
        workers.start()
        wait_until(lambda: sent() == MESSAGES)
    finally:
        workers.kill()
    return row("workers race", killed=0)


def redis_away() -> dict[str, Any]:
    """Queuing goes on without Redis, at once; the sweep finds everything later."""
    from django.utils import timezone

    from participants import delivery

    seconds = fill()
    while delivery.sweep(timezone.now):
        pass
    found = row("redis away", killed=0, ms_to_queue_one=round(seconds / MESSAGES * 1000, 1))
    return found | {"ok": found["ok"] and found["ms_to_queue_one"] < 100}


CASES = {"workers killed": workers_killed, "workers race": workers_race, "redis away": redis_away}


def fill() -> float:
    """Many people, each with one message that waits. The seconds that queuing took."""
    import datetime as dt

    from django.core.management import call_command
    from django.utils import timezone

    from participants.actions import queue
    from participants.models import Person
    from projects.models import DesignSession, Organisation, Project, Stage

    call_command("migrate", verbosity=0)
    now = timezone.now()
    people = [Person(email=f"p{number}@example.org", name=f"Partner {number}") for number in range(MESSAGES)]
    people = Person.objects.bulk_create(people)
    maker = people[0]
    organisation = Organisation.objects.create(name="Drill", slug="drill")
    project = Project.objects.create(
        organisation=organisation, name="Drill", slug="drill", purpose="-", final_say="-", made_by=maker, made_at=now
    )
    stage = Stage.objects.create(project=project, position=1, name="Discover", began_at=now)
    begins = now + dt.timedelta(days=30)
    session = DesignSession.objects.create(
        project=project,
        stage=stage,
        title="Drill",
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=1),
        place="Here",
        safeguarding_contact="-",
        safeguarding_deputy="-",
        scheduled_by=maker,
        scheduled_at=now,
    )
    facts = {"project": "Drill", "title": "Drill", "starts_at": begins.isoformat(), "because": "-", "link": "-"}
    began = time.monotonic()
    for person in people:
        queue(person, "session_cancelled", "drill", facts, now=now, topic=f"session:{session.pk}")
    return time.monotonic() - began


def sent() -> int:
    from participants.models import Message

    return Message.objects.filter(sent_at__isnull=False).count()


def unsettled() -> int:
    from participants.models import Message

    return Message.objects.unsettled().count()


def wait_until(come: Any) -> None:
    deadline = time.monotonic() + LONGEST
    while not come():
        if time.monotonic() > deadline:
            raise TimeoutError("The workers did not get on.")
        time.sleep(0.02)


def row(case: str, *, killed: int, **figures: Any) -> dict[str, Any]:
    """What the outbox folder really holds, beside what the database says."""
    arrived = Counter(
        email.message_from_bytes(path.read_bytes())["Message-ID"]
        for path in Path(os.environ["OUTBOX_DIR"]).glob("*.eml")
    )
    counts = {
        "queued": MESSAGES,
        "arrived": len(arrived),
        "lost": MESSAGES - len(arrived),
        "duplicated": sum(arrived.values()) - len(arrived),
        "unsettled": unsettled(),
        "killed": killed,
    }
    good = counts["lost"] == 0 and counts["unsettled"] == 0 and counts["duplicated"] <= killed
    return {"case": case, **counts, **figures, "ok": good}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(CASES[sys.argv[1]]()), flush=True)
