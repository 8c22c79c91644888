"""Two hundred people answer around the instant at which a decision closes, and somebody writes down its outcome then.

Every answer that was accepted is counted, none that was refused is, and counting again comes to the same.
"""

import datetime as dt
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from coproduce.boot.drilling import add_partners, elsewhere, start_project

STORMS = 20
PEOPLE = 200
AT_ONCE = 50  # connections
AFTER = 1.0  # seconds from the first answer to the closing instant, and from that to the last


def run() -> list[dict[str, Any]]:
    """All storms in a process of its own, on a database of its own beside the given one."""
    rows: list[dict[str, Any]] = elsewhere("closing")
    return rows


def storms() -> list[dict[str, Any]]:
    seats, by = fill()
    return [storm(number, seats, by) for number in range(1, STORMS + 1)]


def storm(number: int, seats: list[Any], by: Any) -> dict[str, Any]:
    """One decision. Each person sends twice, as by a double press; the facilitator records as soon as it is closed."""
    from django.db import connections
    from django.utils import timezone

    from decisions.actions import open_decision

    now = timezone.now()
    decision = open_decision(
        seats[0].project,
        question=f"Storm {number}?",
        proposal="We go on.",
        method="majority",
        closes_at=now + dt.timedelta(seconds=AFTER + 1.5),
        by=by,
        now=now,
    )
    order = random.Random(number).sample(seats, len(seats))
    with ThreadPoolExecutor(AT_ONCE + 1) as pool:
        answers = [pool.submit(answer, decision, seat, place) for place, seat in enumerate(order)]
        outcome = pool.submit(record, decision, by)
        said = [each.result() for each in answers]
        recorded = outcome.result()
    connections.close_all()
    accepted = {seat.pk for seat, good in zip(order, said, strict=True) if good}
    return row(number, decision, accepted, recorded)


def answer(decision: Any, seat: Any, place: int) -> bool:
    """Was it accepted? By a connection of the thread's own."""
    from django.db import connection
    from django.utils import timezone

    from decisions.actions import take_position
    from participants.refusals import Refused

    connection.ensure_connection()
    due = decision.closes_at + dt.timedelta(seconds=(place / PEOPLE * 2 - 1) * AFTER)
    time.sleep(max(0.0, (due - timezone.now()).total_seconds()))
    good = False
    try:
        for _press in range(2):
            try:
                take_position(
                    decision, seat, stance="yes" if place % 3 else "no", wording=1, by=seat.person, now=timezone.now()
                )
                good = True
            except Refused:
                pass
    finally:
        connection.close()
    return good


def record(decision: Any, by: Any) -> dict[str, Any]:
    """The outcome, at the first moment at which it can be written down. What its entry in the register counted."""
    from django.db import connection
    from django.utils import timezone

    from decisions.actions import record_outcome
    from decisions.models import RegisterEntry
    from participants.refusals import Refused

    try:
        while True:
            words: dict[str, Any] = {"decided": "We go on.", "reasons": "-", "rejected": "-"}
            try:
                record_outcome(decision, result="agreed", by=by, now=timezone.now(), **words)
            except Refused:
                time.sleep(0.005)
            else:
                entry = RegisterEntry.objects.get(decision=decision, kind=RegisterEntry.Kind.OUTCOME)
                body: dict[str, Any] = entry.body
                return body
    finally:
        connection.close()


def row(number: int, decision: Any, accepted: set[int], body: dict[str, Any]) -> dict[str, Any]:
    """What the database really holds beside what people were told."""
    from django.utils import timezone

    from decisions.actions.outcomes import count_now
    from decisions.models import Decision, Position
    from decisions.standing import standing
    from decisions.voices import positions_of

    decision = Decision.objects.get(pk=decision.pk)
    held = list(Position.objects.filter(decision=decision).values_list("membership_id", flat=True))
    again = count_now(decision, standing(decision, now=timezone.now()), positions_of(decision)).whole
    entered = {each["partner"] for each in body["positions"]}
    found: dict[str, Any] = {
        "case": f"storm {number}",
        "sent": PEOPLE,
        "accepted": len(accepted),
        "refused": PEOPLE - len(accepted),
        "counted": again.counted,
        "lost": len(accepted - set(held)),
        "uninvited": len(set(held) - accepted),
        "twice": len(held) - len(set(held)),
    }
    same = sum(body["count"][0].values()) == again.counted and entered == accepted
    good = same and found["counted"] == len(accepted) and not found["lost"] + found["uninvited"] + found["twice"]
    return found | {"ok": good}


def fill() -> tuple[list[Any], Any]:
    """A project with two hundred partners."""
    from participants.models import Person

    project, by = start_project("See that nobody's answer is lost.")
    people = [Person(name=f"Partner {number}", email=f"partner{number}@example.org") for number in range(PEOPLE)]
    return add_partners(project, people, by), by


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(storms()), flush=True)
