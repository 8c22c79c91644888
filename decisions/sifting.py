"""Finding decisions: by state, words, project, group missing and date. Everything is done in the database."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.models import Decision, Feedback, Minimum, Outcome, Review

DECIDED = Q(outcome__isnull=False)
PROVISIONAL = Q(outcome__provisional=True, outcome__stands_since=None)
UNTOLD = Exists(Feedback.objects.filter(outcome__decision=OuterRef("pk"), told_at=None))
REPLACED = Q(replacement__isnull=False)
ENDED = Exists(Review.objects.filter(decision=OuterRef("pk"), result=Review.Result.ENDED))
HOLDS = DECIDED & ~REPLACED
WAITING = Q(asks_for_answer=True, response=None, replacement=None, outcome__result=Outcome.Result.AGREED) & ~PROVISIONAL

STATE_NAMES = {
    "open": _("Open now"),
    "closed": _("Closed, outcome to come"),
    "provisional": _("Provisional: a group is missing"),
    "waiting": _("Waiting for an answer"),
    "overdue": _("Answer overdue"),
    "untold": _("Decided, people not yet told"),
    "review": _("To review this quarter"),
    "review_late": _("Review overdue"),
    "event": _("To review when something has happened"),
    "replaced": _("Replaced"),
    "ended": _("Holds no more"),
    "done": _("Decided"),
}


def quarter_end(day: dt.date) -> dt.date:
    """The last day of the quarter of the year that `day` is in."""
    month = (day.month - 1) // 3 * 3 + 3
    return dt.date(day.year, month, 31 if month in (3, 12) else 30)


def quarter_start(day: dt.date) -> dt.date:
    return dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def states(now: dt.datetime) -> dict[str, Q]:
    """Each state as a condition on decisions, at `now`. A decision can be in several."""
    today = timezone.localdate(now)
    return {
        "all": Q(),
        "open": Q(outcome=None, closes_at__gt=now),
        "closed": Q(outcome=None, closes_at__lte=now),
        "provisional": DECIDED & PROVISIONAL,
        "waiting": WAITING,
        "overdue": WAITING & Q(outcome__answer_due_on__lt=today),
        "untold": DECIDED & Q(UNTOLD),
        "review": HOLDS & Q(review_on__lte=quarter_end(today)),
        "review_late": HOLDS & Q(review_on__lt=today),
        "event": HOLDS & Q(review_on=None) & ~Q(review_when=""),
        "replaced": REPLACED,
        "ended": HOLDS & Q(ENDED),
        "done": DECIDED,
    }


def missing_group(key: str) -> Q:
    """Decisions in which this group is below its minimum."""
    return Q(Exists(Minimum.objects.filter(decision=OuterRef("pk"), group__key=key, taken__lt=F("people"))))


SORT_NAMES = {
    "newest": _("Newest first"),
    "due": _("Answer due first"),
    "project": _("By project"),
}
NEWEST_FIRST = (F("outcome__recorded_at").desc(nulls_first=True), "-opened_at", "-pk")

SORTS: dict[str, Callable[[], tuple[object, ...]]] = {
    "newest": lambda: NEWEST_FIRST,
    "due": lambda: (F("outcome__answer_due_on").asc(nulls_last=True), *NEWEST_FIRST),
    "project": lambda: ("project__name", *NEWEST_FIRST),
}


def in_order(decisions: QuerySet[Decision], sort: str = "newest") -> QuerySet[Decision]:
    """Those without an outcome first, then the newest outcome first, or as asked."""
    return decisions.order_by(*SORTS[sort]())  # type: ignore[arg-type]
