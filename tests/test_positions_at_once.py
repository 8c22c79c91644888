"""Many answers at the same moment, around the closing instant and an outcome, over real connections."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from decisions.actions import record_outcome, take_position
from decisions.models import Decision, Position
from decisions.standing import standing
from participants.refusals import Refused
from projects.models import HistoryEntry, Involvement, Membership, Project
from tests.factories import join, make_decision, make_person

PEOPLE = 20
SECOND = dt.timedelta(seconds=1)


def say(decision: Decision, seat: Membership, now: dt.datetime, start: Barrier) -> bool:
    """Was it accepted?"""
    start.wait(timeout=30)
    try:
        take_position(decision, seat, stance="consent", wording=1, by=seat.person, now=now)
    except Refused:
        return False
    finally:
        connection.close()
    return True


def close(decision: Decision, amina: Membership, now: dt.datetime, start: Barrier) -> bool:
    start.wait(timeout=30)
    facts = {"decided": "We stop.", "reasons": "Enough.", "rejected": "Nothing."}
    try:
        record_outcome(decision, result="not_agreed", early=True, by=amina.person, now=now, **facts)  # type: ignore[arg-type]
    finally:
        connection.close()
    return True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_outcome", [False, True])
def test_what_is_accepted_is_counted_once_and_what_is_refused_is_not(
    project: Project, seats: dict[str, Membership], now: dt.datetime, with_outcome: bool
) -> None:
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=7), closes_at=now, minimums={"use": 1})
    people = [join(project, make_person(f"Partner {n}"), "use", now=now - dt.timedelta(days=3)) for n in range(PEOPLE)]
    # each clicks twice; every other one a moment too late
    tries = [(seat, now + (SECOND if n % 2 else -SECOND)) for n, seat in enumerate(people) for _twice in range(2)]
    start = Barrier(len(tries) + with_outcome)
    with ThreadPoolExecutor(len(tries) + 1) as pool:
        said = [pool.submit(say, decision, seat, at, start) for seat, at in tries]
        if with_outcome:
            pool.submit(close, decision, seats["amina"], now - SECOND / 2, start).result(timeout=60)
        accepted = {seat.pk for (seat, _at), done in zip(tries, said, strict=True) if done.result(timeout=60)}
    counted = list(Position.objects.values_list("membership", flat=True))
    assert sorted(counted) == sorted(accepted)
    assert accepted <= {seat.pk for n, seat in enumerate(people) if n % 2 == 0}
    assert with_outcome or len(accepted) == PEOPLE // 2
    assert decision.minimums.get().taken == standing(decision, now=now).taken == len(accepted)
    assert Involvement.objects.filter(kind="decided").count() == len(accepted)
    assert HistoryEntry.objects.filter(verb="consented").count() == len(accepted)
