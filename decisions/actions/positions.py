"""Taking a position, changing one's mind, and taking back an objection."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, current_wording, has_outcome, locked
from decisions.actions.interests import declare
from decisions.actions.late import after_late_position
from decisions.actions.private import keep
from decisions.choosing import checked, options_of
from decisions.late import may_come_late
from decisions.methods import Method
from decisions.models import Decision, Objection, Position
from decisions.voices import label_of
from participants.actions import queue
from participants.models import Person, ReachBy
from participants.refusals import Refused
from participants.times import moment
from projects.actions import note_help, note_involvement, who_enters, write_history
from projects.models import Involvement, Membership, Support, Supporter, Via

HISTORY = {"consent": "consented", "object": "objected", Position.QUESTION: "asked_first"}


@transaction.atomic
def take_position(
    decision: Decision,
    membership: Membership,
    *,
    stance: str,
    wording: int,
    by: Person,
    now: dt.datetime,
    reason: str = "",
    says: Any = None,
    interest: str | None = None,
    via: str = Via.ONLINE,
) -> Position:
    """What a partner says on the current wording; `wording` is the number of the one they read.

    `says` is what they chose between options (decisions/choosing.py). The same thing said twice counts once. A change
    of mind is a new row, and the old one is kept; in private there is none, since nobody can find what they said. `by`
    is the partner, a supporter whom they chose for it, or the facilitator who writes down what they said by phone or on
    paper. `interest` is what they could gain or lose by it; None where it was not asked.
    """
    decision = locked(decision)
    membership = seat_of(membership, decision)
    if not may_come_late(decision, membership):
        refuse_when_closed(decision, now)
    supporter = who_enters(membership, Support.DECIDE, by=by, via=via, now=now)
    current = current_wording(decision)
    if current.number != wording:
        raise Refused(_("The wording has changed while you were reading. Please read it again, then answer."))
    refuse_unsaid(decision, stance, reason)
    says = checked(decision, options_of(decision), says)
    standing = of_the_same_person(current.positions.filter(replaced_at=None), membership).first()
    declare(decision, membership, interest, by=by, now=now, via=via)
    if standing is not None and is_same(standing, stance, reason, says):
        return standing
    position = Position(
        decision=decision,
        wording=current,
        membership=membership,
        group_id=membership.group_id,
        at=now,
        via=via,
        entered_by=by,
        **in_private(decision, stance) or {"stance": stance, "reason": reason, "says": says},
    )
    replace(standing, position)
    if position.stance == Position.PRIVATE:
        keep(position, stance if says is None else says, reason)
    about, part = f"decision:{decision.pk}", part_of(position.stance)
    note_involvement(membership, decision.stage, part, about, by=by, now=now, via=via)
    record(position, decision, by=by, now=now)
    note_help(supporter, Support.DECIDE, about, now=now, stance=position.stance)
    after_late_position(position, decision, by=by, now=now)
    if supporter is None and membership.person_id != by.pk:
        tell_whose_it_is(position, decision, by=by, now=now)
    return position


def tell_whose_it_is(position: Position, decision: Decision, *, by: Person, now: dt.datetime) -> None:
    """What was written down for them, at once, so that they can say if it is wrong. Who uses neither email nor text
    messages has just told it, and reads it in their next pack."""
    person = position.membership.person
    if person.reach_by not in (ReachBy.EMAIL, ReachBy.TEXT):
        return
    private = position.stance == Position.PRIVATE
    context = {
        "by": by.called,
        "project": decision.project.name,
        "question": decision.question,
        "said": "" if private else label_of(decision, position.stance, position.says),
        "reason": position.reason,
        "url": address_of(decision),
    }
    key, topic = f"position:{position.pk}:written-down", f"decision:{decision.pk}"
    queue(person, "position_written_down", key, context, now=now, topic=topic)


def is_same(standing: Position, stance: str, reason: str, says: Any) -> bool:
    """Said already; what was said in private stands as it was said."""
    if standing.stance == Position.PRIVATE:
        return True
    return (standing.stance, standing.reason, standing.says) == (stance, reason, says)


def in_private(decision: Decision, stance: str) -> dict[str, Any]:
    """All that a position says where it is private; nothing where it is not. A question is asked in the open."""
    if not decision.private or stance == Position.QUESTION:
        return {}
    return {"stance": Position.PRIVATE}


def refuse_unsaid(decision: Decision, stance: str, reason: str) -> None:
    """A stance that the method knows, with a reason where it asks for one."""
    method = decision.way
    if method.has_options and stance == Position.OPTIONS:
        return
    if stance not in method.stances:
        raise Refused(_("Choose one of the answers on the page."))
    if method.stances[stance].why and not reason.strip():
        raise Refused(str(method.stances[stance].why))


def part_of(stance: str) -> Involvement.Kind:
    """Who asks a question has said something, and has not decided anything yet."""
    asks = stance == Position.QUESTION
    return Involvement.Kind.CONTRIBUTED if asks else Involvement.Kind.DECIDED


def refuse_when_closed(decision: Decision, now: dt.datetime) -> None:
    """A kind refusal that says what happens next."""
    if has_outcome(decision):
        raise Refused(_("This decision is closed: what was decided is written below."))
    if now >= decision.closes_at:
        raise Refused(
            _(
                "This decision closed on %(moment)s, so this could not be counted any more. "
                "What happens next: the facilitator writes down what was decided and why, and everyone is told."
            )
            % {"moment": moment(decision.closes_at)}
        )


def seat_of(membership: Membership, decision: Decision) -> Membership:
    """The seat as it is now: somebody may have left or moved since the page was opened."""
    seat = Membership.objects.partners().filter(pk=membership.pk, project=decision.project_id).first()
    if seat is None or seat.role == Membership.Role.OBSERVER:
        raise Refused(_("Only partners in this project can take part in this decision."))
    return seat


def of_the_same_person(positions: QuerySet[Position], membership: Membership) -> QuerySet[Position]:
    """Who left and came back has two memberships and one say."""
    return positions.filter(membership__person=membership.person_id)


def replace(old: Position | None, new: Position) -> None:
    """Keep the new one beside the old one, which stands no more; what was objected to before is settled by it."""
    if old is not None:
        old.replaced_at = new.at
        old.save(update_fields=["replaced_at"])
    method = new.decision.way
    if method.meets_objections:
        settle_earlier(old, new, method)
    new.save()
    if new.stance in method.objecting:
        Objection.objects.create(position=new)


def settle_earlier(old: Position | None, new: Position, method: Method) -> None:
    """Who goes along takes back what they objected to; who objects in new words replaces the old ones.

    A question takes nothing back: an objection stands until it is met, or its owner goes along or withdraws it.
    """
    positions = of_the_same_person(Position.objects.filter(decision=new.decision_id), new.membership)
    theirs = Objection.objects.filter(position__in=positions, met_by=None, withdrawn_at=None)
    if new.stance in method.objecting:
        theirs.filter(position=old).update(withdrawn_at=new.at)
    elif not method.stances[new.stance].says_nothing:
        theirs.update(withdrawn_at=new.at)


def record(position: Position, decision: Decision, *, by: Person, now: dt.datetime) -> None:
    verb = HISTORY.get(position.stance) or ("answered" if decision.way.meets_objections else "took_part")
    if position.membership.person_id != by.pk:
        verb += "_with" if position.via == Via.ONLINE else "_through"
    write_history(
        decision.project,
        verb,
        f"decision:{decision.pk}",
        by=by,
        now=now,
        question=decision.question,
        partner=position.membership.person.name,
        via=str(Via(position.via).label),
        **said_openly(position, decision),
    )


def said_openly(position: Position, decision: Decision) -> dict[str, str]:
    """What the record repeats at once. Where answers are counted, nobody reads them before it closes."""
    if position.stance == Position.OPTIONS:
        return {}
    stance = decision.way.stance(position.stance)
    if not (stance.says_nothing or decision.way.meets_objections):
        return {}
    return {"reason": position.reason, "said": str(stance.they)}


@transaction.atomic
def withdraw_objection(objection: Objection, *, by: Person, now: dt.datetime) -> None:
    """Its owner, or a supporter whom they chose for it, takes an objection back.

    They still have to say where they stand: silence is not consent.
    """
    decision = locked(objection.position.decision)
    if not may_come_late(decision, objection.position.membership):
        refuse_when_closed(decision, now)
    owner, about = objection.position.membership, f"decision:{decision.pk}"
    supporter = who_takes_back(owner, by=by, now=now)
    if not Objection.objects.filter(pk=objection.pk, met_by=None, withdrawn_at=None).update(withdrawn_at=now):
        return
    verb = "objection_withdrawn" if supporter is None else "objection_withdrawn_with"
    facts = {"question": decision.question, "partner": owner.person.name}
    write_history(decision.project, verb, about, by=by, now=now, **facts)
    note_help(supporter, Support.DECIDE, about, now=now, stance="withdrawn")


def who_takes_back(owner: Membership, *, by: Person, now: dt.datetime) -> Supporter | None:
    try:
        return who_enters(owner, Support.DECIDE, by=by, via=Via.ONLINE, now=now)
    except Refused:
        raise Refused(_("Only the person who objected can take it back.")) from None
