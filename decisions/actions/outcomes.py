"""Recording what was decided. From then on everyone who took part is owed to be told what came of it."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.actions.common import current_wording, has_outcome, locked, partner_of
from decisions.actions.register import enter
from decisions.actions.reviews import take_the_place
from decisions.actions.terms import settle_terms
from decisions.choosing import options_of
from decisions.counting import Counted, counted
from decisions.dates import working_days_after
from decisions.late import objections_that_stand
from decisions.models import Decision, Feedback, Objection, Outcome, Position, ProposalEnd, RegisterEntry
from decisions.private import BROKEN, FEW, TOO_FEW
from decisions.register import outcome_body
from decisions.standing import Standing, standing
from decisions.trail import not_looked_again
from decisions.voices import Said, positions_of
from participants.models import Person
from participants.refusals import Refused
from projects.actions import write_history
from projects.models import Contribution, Membership

MOST_WORDS = 1000  # letters of what somebody said that stand beside the answer


@transaction.atomic
def record_outcome(
    decision: Decision,
    *,
    result: str,
    decided: str,
    reasons: str,
    rejected: str,
    by: Person,
    now: dt.datetime,
    early: bool = False,
    review_on: dt.date | None = None,
    review_when: str = "",
    review_owner: Membership | None = None,
) -> Outcome:
    """Write down what was decided, why, and what was rejected and why.

    Before its closing time only when everybody has answered the current wording, or when `early` says so on purpose.
    Whether it was agreed is what its method counts (decisions/counting.py), and not what somebody says.
    """
    decision = locked(decision)
    if has_outcome(decision):
        raise Refused(_("The outcome of this decision is recorded already."))
    if now < decision.closes_at and not decision.way.meets_objections:
        raise Refused(_("It is still open, and what people said is counted once it is closed. Close it first."))
    if now < decision.closes_at and not early and not everybody_answered(decision, now):
        raise Refused(_("It is still open, and not everyone has answered. Wait, or say that you close it now."))
    table, positions = standing(decision, now=now), positions_of(decision)
    count, missing = count_now(decision, table, positions), table.missing
    refuse_other_result(decision, count, result)
    outcome = Outcome.objects.create(
        decision=decision,
        result=result,
        chosen=decision.options.filter(number=count.chosen).first() if count.chosen else None,
        decided=decided,
        reasons=reasons,
        rejected=rejected,
        recorded_by=partner_of(decision.project, by),
        recorded_at=now,
        answer_due_on=answer_due(decision, result, now, provisional=bool(missing)),
        provisional=bool(missing),
    )
    plan_review(decision, review_on, review_when, review_owner)
    owe_feedback(outcome)
    outcome.decision = decision
    enter(decision, RegisterEntry.Kind.OUTCOME, outcome_body(outcome, table, count, positions), now=now)
    settle_terms(outcome, missing, by=by, now=now)
    write_history(
        decision.project,
        verb_for(outcome, missing),
        f"decision:{decision.pk}",
        by=by,
        now=now,
        question=decision.question,
        decided=decided,
        missing=missing,
    )
    say_who_was_not_heard(decision, by=by, now=now)
    take_the_place(decision, outcome, by=by, now=now)
    return outcome


def plan_review(decision: Decision, on: dt.date | None, when: str, owner: Membership | None) -> None:
    """On which day or after what it is looked at again, and who sees to it: who opened it, unless somebody says so."""
    if owner is not None and owner.project_id != decision.project_id:
        raise Refused(_("Choose somebody of this project."))
    decision.review_on, decision.review_when = on or decision.review_on, when.strip()
    decision.review_owner_id = owner.pk if owner else decision.opened_by_id
    decision.save(update_fields=["review_on", "review_when", "review_owner"])


def say_who_was_not_heard(decision: Decision, *, by: Person, now: dt.datetime) -> None:
    """On the record: whose objection new words were meant to meet, without a word from them whether they do."""
    for name in dict.fromkeys(each.name for each in not_looked_again(positions_of(decision))):
        facts = {"question": decision.question, "partner": name}
        write_history(decision.project, "decided_unheard", f"decision:{decision.pk}", by=by, now=now, **facts)


def verb_for(outcome: Outcome, missing: str) -> str:
    if outcome.result == Outcome.Result.NOT_AGREED:
        return "outcome_not_agreed"
    return "outcome_provisional" if missing else "outcome_agreed"


def everybody_answered(decision: Decision, now: dt.datetime) -> bool:
    current = current_wording(decision)
    said = current.positions.filter(replaced_at=None).exclude(stance=Position.QUESTION)
    answered = said.values("membership").distinct().count()
    return answered > 0 and answered >= standing(decision, now=now).entitled


def standing_objections(decision: Decision) -> list[Objection]:
    """Objections that nothing has met and nobody has taken back, the oldest first."""
    return list(
        objections_that_stand(decision)
        .select_related("position__membership__person", "position__group")
        .order_by("position__at", "pk")
    )


def count_now(decision: Decision, table: Standing, positions: Sequence[Said]) -> Counted:
    """What it comes to at this moment. Three queries at most."""
    return counted(decision, table, positions, options_of(decision), current_wording(decision).number)


def refuse_other_result(decision: Decision, count: Counted, result: str) -> None:
    """The count decides. Where objections are met by words, people can also find that they don't agree after all."""
    agreed = result == Outcome.Result.AGREED
    if agreed and not count.agreed:
        raise Refused(why_not_agreed(decision, count))
    if not agreed and count.agreed and not decision.way.meets_objections:
        raise Refused(_("By the count it is agreed. Say “Agreed”, and write down what people have chosen."))


def why_not_agreed(decision: Decision, count: Counted) -> str:
    if decision.way.meets_objections and standing_objections(decision):
        return _(
            "An objection still stands, so this is not agreed. Change the wording to meet it, or say “Not agreed”."
        )
    if count.broken:
        return str(BROKEN)
    if count.too_few:
        return TOO_FEW % FEW
    if count.against:
        groups = ", ".join(group.name for group in count.against)
        return _("It is not agreed within each group with lived experience: %s. Say “Not agreed”.") % groups
    if decision.method == "consent":
        return _("Nobody has consented to this wording, so it is not agreed. Silence is not consent.")
    return _("By the count it is not agreed. Say “Not agreed”, and write down what happens instead.")


def answer_due(decision: Decision, result: str, now: dt.datetime, *, provisional: bool) -> dt.date | None:
    """When the commissioner's answer is due: not while the outcome is provisional, and not where nothing was agreed."""
    if not decision.asks_for_answer or result != Outcome.Result.AGREED or provisional:
        return None
    return working_days_after(timezone.localdate(now), decision.project.answer_days)


def owe_feedback(outcome: Outcome) -> None:
    """A row for everyone who took a position or said what led to the question, with the words we answer to.

    What was said without a name is answered apart, even where the same person took part by name as well.
    """
    named = [
        Feedback(outcome=outcome, membership_id=membership_id, quoted=said.quoted, you_said=said.words[:MOST_WORDS])
        for membership_id, said in words_of_everyone(outcome.decision).items()
    ]
    nameless = [
        Feedback(outcome=outcome, membership_id=said.membership_id, nameless=said, you_said=said.words[:MOST_WORDS])
        for said in quoted(outcome.decision).filter(audience=Contribution.Audience.NAMELESS)
    ]
    Feedback.objects.bulk_create([*named, *nameless])


def quoted(decision: Decision) -> "QuerySet[Contribution]":
    """What led to the question, as far as a page for everyone may quote it, the oldest first.

    It is held, so that what is taken back at this moment is not copied.
    """
    found = Contribution.objects.quotable().filter(decisions=decision).order_by("at", "pk")
    return found.select_for_update(of=("self",), no_key=True)


class Quote(NamedTuple):
    """What somebody said, and where it stands if it is no position."""

    words: str
    quoted: Contribution | None = None


def shaped_by(decision: Decision) -> dict[int, Quote]:
    """Who proposed what was opened, and who asked, reacted or suggested something about it, by membership."""
    end = ProposalEnd.objects.filter(decision=decision).select_related("proposal").first()
    if end is None:
        return {}
    proposal = end.proposal
    said = {remark.membership_id: Quote(remark.words) for remark in proposal.remarks.order_by("at", "pk")}
    return said | {proposal.membership_id: Quote(proposal.versions.get(number=1).words)}


def words_of_everyone(decision: Decision) -> dict[int, Quote]:
    """What each of them said, by membership: their last objection, else what they brought, else their last position.

    Who said yes and gave no reason has no words to repeat.
    """
    said: dict[int, Quote] = shaped_by(decision)
    for position in decision.positions.order_by("at", "pk"):
        said[position.membership_id] = Quote(position.reason)
    for contribution in quoted(decision).filter(audience=Contribution.Audience.EVERYONE):
        said[contribution.membership_id] = Quote(contribution.words, contribution)
    for position in decision.positions.filter(objection__isnull=False).order_by("at", "pk"):
        said[position.membership_id] = Quote(position.reason)
    return said
