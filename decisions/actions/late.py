"""What follows when somebody whose group was missing says what they think after the outcome."""

import datetime as dt

from decisions.actions.outcomes import MOST_WORDS, answer_due, count_now
from decisions.actions.register import enter
from decisions.actions.reviews import take_the_place
from decisions.actions.terms import settle_terms
from decisions.counting import Counted
from decisions.late import missing_groups, outcome_that_waits
from decisions.models import Decision, Feedback, Outcome, Position, RegisterEntry
from decisions.register import stands_body
from decisions.standing import standing
from decisions.voices import positions_of
from participants.models import Person
from projects.actions import write_history


def after_late_position(position: Position, decision: Decision, *, by: Person, now: dt.datetime) -> None:
    """They are owed an answer like everybody else, and it may be the voice that was missing."""
    outcome = outcome_that_waits(decision)
    if outcome is not None:
        owe(outcome, position)
        stand_if_it_can(outcome, decision, by=by, now=now)


def owe(outcome: Outcome, position: Position) -> None:
    """A row for them; while nobody has answered it, it repeats what they said last."""
    feedback, is_new = Feedback.objects.get_or_create(
        outcome=outcome,
        membership_id=position.membership_id,
        nameless=None,
        defaults={"you_said": position.reason[:MOST_WORDS]},
    )
    if not is_new and feedback.written_at is None and feedback.quoted_id is None:
        feedback.you_said = position.reason[:MOST_WORDS]
        feedback.save(update_fields=["you_said"])


def stand_if_it_can(outcome: Outcome, decision: Decision, *, by: Person, now: dt.datetime) -> None:
    """From the moment when no group is missing and the count comes to it, it stands, and the answer is due.

    `by` is whose word made it so; nobody has to record it anew. An objection that is taken back does not do it: whoever
    took it back has yet to say where they stand.
    """
    if missing_groups(decision).exists():
        return
    table, positions = standing(decision, now=now), positions_of(decision)
    count = count_now(decision, table, positions)
    if not still_comes_to_it(outcome, count):
        return
    outcome.stands_since, outcome.answer_due_on = now, answer_due(decision, outcome.result, now, provisional=False)
    outcome.save(update_fields=["stands_since", "answer_due_on"])
    settle_terms(outcome, "", by=by, now=now)
    enter(decision, RegisterEntry.Kind.STANDS, stands_body(outcome, table, count, positions), now=now)
    facts = {"question": decision.question, "decided": outcome.decided}
    write_history(decision.project, "outcome_stands", f"decision:{decision.pk}", by=by, now=now, **facts)
    take_the_place(decision, outcome, by=by, now=now)


def still_comes_to_it(outcome: Outcome, count: Counted) -> bool:
    """With those who were missing, does the count come to the same as what was written down?"""
    return count.agreed and count.chosen == (outcome.chosen.number if outcome.chosen else None)
