"""Looking again at what was decided, and a newer decision that takes the place of an older one."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import has_outcome, locked, partner_of
from decisions.actions.register import enter
from decisions.models import Decision, Outcome, RegisterEntry, Replacement, Review, ReviewPart
from decisions.register import replaced_body, review_body
from participants.models import Person
from participants.refusals import Refused
from projects.actions import write_history
from projects.models import PartnerGroup

HISTORY = {
    Review.Result.KEEP: "review_kept",
    Review.Result.AGAIN: "review_again",
    Review.Result.CHANGE: "review_change",
    Review.Result.ENDED: "review_ended",
}


@transaction.atomic
def review_decision(
    decision: Decision,
    *,
    result: str,
    words: str,
    parts: Mapping[PartnerGroup, int],
    seen: int,
    by: Person,
    now: dt.datetime,
    next_on: dt.date | None = None,
) -> Review:
    """Write down what partners found when they looked at it again, and how many of each group took part in that.

    `seen` is how many reviews there were when the form was opened: what is sent twice counts once, and nobody writes
    over what somebody else found meanwhile. From here on it is looked at again on `next_on`, or no more.
    """
    decision = locked(decision)
    before = list(decision.reviews.select_related("by"))
    if len(before) > seen and same(before[seen], result, words, by):
        return before[seen]
    refuse_review(decision)
    if len(before) != seen:
        raise Refused(_("Somebody has looked at it again since you opened this page. Read what they found first."))
    seat = partner_of(decision.project, by)
    next_on = next_on if result == Review.Result.AGAIN else None
    review = Review.objects.create(
        decision=decision, number=seen + 1, result=result, words=words, next_on=next_on, by=seat, at=now
    )
    took_part = {group: parts.get(group, 0) for group in decision.project.groups.all()}
    ReviewPart.objects.bulk_create(
        ReviewPart(review=review, group=group, people=number) for group, number in took_part.items()
    )
    decision.review_on, decision.review_when = next_on, ""
    decision.save(update_fields=["review_on", "review_when"])
    enter(decision, RegisterEntry.Kind.REVIEWED, review_body(review, by_name(took_part)), now=now)
    facts = {"question": decision.question, "words": words, "day": next_on.isoformat() if next_on else ""}
    verb = HISTORY[Review.Result(result)]
    write_history(decision.project, verb, f"decision:{decision.pk}", by=by, now=now, **facts)
    return review


def by_name(took_part: Mapping[PartnerGroup, int]) -> dict[str, int]:
    return {group.name: people for group, people in took_part.items()}


def same(review: Review, result: str, words: str, by: Person) -> bool:
    """Is it the form that was sent already?"""
    return (review.result, review.words, review.by.person_id) == (result, words, by.pk)


def refuse_review(decision: Decision) -> None:
    if not has_outcome(decision):
        raise Refused(_("This decision has no outcome yet, so there is nothing to look at again."))
    if Replacement.objects.filter(older=decision).exists():
        raise Refused(_("A newer decision has taken its place. Look at that one again."))
    if decision.reviews.filter(result=Review.Result.ENDED).exists():
        raise Refused(_("Partners found that this holds no more. Open a new decision instead."))


def refuse_replacing(older: Decision) -> None:
    """May somebody open a decision that replaces this one? `older` is of the same project."""
    if not has_outcome(older):
        raise Refused(_("The decision that you want to replace has no outcome yet. Change its wording instead."))
    if Replacement.objects.filter(older=older).exists():
        raise Refused(_("The decision that you want to replace has been replaced already. Replace the newer one."))
    if older.newer.filter(outcome=None).exists():
        raise Refused(_("A new decision about this is open already."))


def take_the_place(decision: Decision, outcome: Outcome, *, by: Person, now: dt.datetime) -> None:
    """Where the outcome stands as agreed, the decision that it was to replace is replaced. Once; the first that stands.

    Called after an entry in the register, which holds its head: no two do this at once in a project.
    """
    stands = outcome.result == Outcome.Result.AGREED and not outcome.is_provisional
    older = decision.replaces
    if older is None or not stands or Replacement.objects.filter(older=older).exists():
        return
    Replacement.objects.create(older=older, newer=decision, at=now)
    enter(older, RegisterEntry.Kind.REPLACED, replaced_body(decision), now=now)
    facts = {"question": older.question, "newer": decision.question}
    write_history(decision.project, "decision_replaced", f"decision:{older.pk}", by=by, now=now, **facts)
