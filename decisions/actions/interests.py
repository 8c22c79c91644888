"""What a partner could gain or lose by a decision, declared beside what they say."""

import datetime as dt

from decisions.models import Decision, Interest
from participants.models import Person
from projects.actions import write_history
from projects.models import Membership


def declare(
    decision: Decision, membership: Membership, words: str | None, *, by: Person, now: dt.datetime, via: str
) -> None:
    """Part of taking a position. None says that it was not asked; empty words take back what was declared before."""
    if words is None:
        return
    theirs = Interest.objects.filter(decision=decision, membership__person=membership.person_id)
    before = theirs.order_by("-pk").values_list("words", flat=True).first() or ""
    if words.strip() == before:
        return
    Interest.objects.create(
        decision=decision, membership=membership, words=words.strip(), at=now, via=via, entered_by=by
    )
    facts = {"question": decision.question, "partner": membership.person.name, "words": words.strip()}
    verb = "interest_declared" if words.strip() else "interest_ended"
    write_history(decision.project, verb, f"decision:{decision.pk}", by=by, now=now, **facts)
