"""Where a decision stands and what is next, in the same words on every page."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.aftermath import after, review_late
from decisions.models import Decision, Outcome, Response
from decisions.standing import Standing
from participants.times import day, moment


@dataclass(frozen=True)
class State:
    """`tone` is one of part, missing, done; `label` always says it in words too."""

    key: str
    label: str
    tone: str
    next: str


def outcome_of(decision: Decision) -> Outcome | None:
    """Its outcome, or None. Fetch it with the decision."""
    return getattr(decision, "outcome", None)


def response_of(decision: Decision) -> Response | None:
    return getattr(decision, "response", None)


def is_open(decision: Decision, now: dt.datetime) -> bool:
    return outcome_of(decision) is None and now < decision.closes_at


def state_of(decision: Decision, standing: Standing, *, now: dt.datetime) -> State:
    """Where it stands: the first of these that holds."""
    outcome = outcome_of(decision)
    if outcome is None:
        return unsettled(decision, now)
    if after(decision).replaced_by:
        return replaced(standing)
    return unfinished(decision, outcome, standing, now) or at_rest(decision, outcome, now)


def replaced(standing: Standing) -> State:
    """A newer one holds in its place. Whoever took part in the older one is still owed a word."""
    following = _("Nothing more to do") if standing.all_told else _("Tell the others")
    return State("replaced", _("Replaced"), "part", following)


def unfinished(decision: Decision, outcome: Outcome, standing: Standing, now: dt.datetime) -> State | None:
    """Somebody has yet to take part, to answer or to be told."""
    if standing.provisional:
        agreed = outcome.result == Outcome.Result.AGREED
        following = _("Groups that are missing can still answer") if agreed else review_words(decision)
        return State("provisional", _("Provisional"), "missing", following)
    if waits_for_answer(decision, outcome):
        return waiting(outcome, now)
    if not standing.all_told:
        count = {"told": standing.told, "owed": standing.owed}
        return State("untold", _("People not yet told (%(told)d of %(owed)d)") % count, "part", _("Tell the others"))
    return None


def at_rest(decision: Decision, outcome: Outcome, now: dt.datetime) -> State:
    """Nothing is owed, until it is to be looked at again."""
    if after(decision).ended:
        return State("ended", _("Holds no more"), "part", _("Nothing more to do"))
    if late := review_late(decision, now):
        return State("review_late", _("Review overdue"), "missing", late)
    if outcome.result == Outcome.Result.NOT_AGREED:
        return State("not_agreed", _("Not agreed"), "part", review_words(decision))
    return State("done", _("Done"), "done", review_words(decision))


def unsettled(decision: Decision, now: dt.datetime) -> State:
    if now < decision.closes_at:
        closes = moment(decision.closes_at)
        return State("open", _("Open until %s") % closes, "part", _("People are answering"))
    return State("closed", _("Closed, outcome to come"), "part", _("The outcome will be written down"))


def waits_for_answer(decision: Decision, outcome: Outcome) -> bool:
    """Nobody answers any more what a newer decision has replaced: that one asks anew."""
    agreed = outcome.result == Outcome.Result.AGREED and after(decision).replaced_by is None
    return agreed and decision.asks_for_answer and response_of(decision) is None


def waiting(outcome: Outcome, now: dt.datetime) -> State:
    due = outcome.answer_due_on
    if due is None:
        return State("waiting", _("Waiting for an answer"), "missing", _("Answer when you can"))
    late = (timezone.localdate(now) - due).days
    if late > 0:
        days = ngettext("%d day late", "%d days late", late) % late
        return State("overdue", _("Answer overdue"), "missing", _("Was due %s, %s") % (day(due), days))
    left = ngettext("%d day left", "%d days left", -late) % -late if late else _("today")
    return State("waiting", _("Waiting for an answer"), "part", _("Due %s, %s") % (day(due), left))


def review_words(decision: Decision) -> str:
    if decision.review_on:
        return _("Review %s") % day(decision.review_on)
    return _("Review when: %s") % decision.review_when if decision.review_when else _("Nothing more to do")
