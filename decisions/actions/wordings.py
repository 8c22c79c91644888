"""Changing what is proposed, so that it meets what people object to."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, asked, current_wording, locked, partner_of
from decisions.actions.positions import refuse_when_closed
from decisions.actions.register import enter
from decisions.actions.terms import propose_again
from decisions.models import Decision, Influence, Objection, RegisterEntry, Wording
from decisions.register import wording_body
from participants.actions import queue, queue_for_all
from participants.models import Person
from participants.refusals import Refused
from projects.actions import write_history
from projects.models import Membership


@transaction.atomic
def change_wording(
    decision: Decision,
    *,
    words: str,
    because: str,
    by: Person,
    now: dt.datetime,
    meets: Mapping[int, str] | None = None,
    closes_at: dt.datetime | None = None,
) -> Wording:
    """A new version of the proposal, with why. Whoever took a position on an older one is asked again.

    `meets`: how the new words meet each objection, by its id. `closes_at` gives people more time, never less.
    """
    decision = locked(decision)
    refuse_when_closed(decision, now)
    old = current_wording(decision)
    if decision.way.has_options:
        raise Refused(_("People choose between options here. You can withdraw one, and not change its words."))
    if words.split() == old.words.split():
        raise Refused(_("The words are the same as before. Change them, or leave the proposal as it is."))
    give_time(decision, closes_at)
    seat = partner_of(decision.project, by)
    new = Wording.objects.create(
        decision=decision, number=old.number + 1, words=words, because=because, written_by=seat, written_at=now
    )
    propose_again(old, new)
    met = meet(new, meets or {}, seat, now)
    enter(decision, RegisterEntry.Kind.WORDING, wording_body(new, met), now=now)
    owners = decision.positions.order_by().filter(membership__in=met)
    partners = sorted(set(owners.values_list("membership__person__name", flat=True)))
    write_history(
        decision.project,
        "wording_changed_to_meet" if partners else "wording_changed",
        f"decision:{decision.pk}",
        by=by,
        now=now,
        question=decision.question,
        number=new.number,
        because=because,
        partners=", ".join(partners),
    )
    ask_again(decision, new, met, by=by, now=now)
    return new


def give_time(decision: Decision, closes_at: dt.datetime | None) -> None:
    if closes_at is None or closes_at == decision.closes_at:
        return
    if closes_at < decision.closes_at:
        raise Refused(_("People were told that it is open for longer. You can only give them more time."))
    decision.closes_at = closes_at
    decision.save(update_fields=["closes_at"])


def meet(wording: Wording, meets: Mapping[int, str], seat: Membership, now: dt.datetime) -> dict[int, str]:
    """Settle these objections by the new wording. Returns how, by the membership of each owner."""
    standing = Objection.objects.filter(
        position__decision=wording.decision_id, met_by=None, withdrawn_at=None, pk__in=meets
    ).select_related("position")
    how = {}
    for objection in standing:
        objection.met_by, objection.answer = wording, meets[objection.pk]
        objection.settled_by, objection.settled_at = seat, now
        objection.save(update_fields=["met_by", "answer", "settled_by", "settled_at"])
        Influence.objects.create(
            decision_id=wording.decision_id,
            membership_id=objection.position.membership_id,
            objection=objection,
            how=Influence.How.TAKEN_UP,
            because=objection.answer[:1000],
            wording=wording,
            at=now,
        )
        how[objection.position.membership_id] = objection.answer
    return how


def ask_again(decision: Decision, wording: Wording, met: Mapping[int, str], *, by: Person, now: dt.datetime) -> None:
    """Tell those who had answered; each whose objection is met reads how."""
    people = asked(decision.project, now).exclude(pk=by.pk)
    answered = people.filter(memberships__positions__decision=decision).distinct()
    owners = dict(decision.positions.filter(membership__in=met).values_list("membership__person", "membership"))
    key, topic = f"decision:{decision.pk}:wording:{wording.number}", f"decision:{decision.pk}"
    facts = {
        "project": decision.project.name,
        "question": decision.question,
        "proposal": wording.words,
        "because": wording.because,
        "closes_at": decision.closes_at.isoformat(),
        "url": address_of(decision),
    }
    for person in answered.filter(pk__in=owners):
        queue(person, "wording_changed", key, {**facts, "met": met[owners[person.pk]]}, now=now, topic=topic)
    queue_for_all(answered.exclude(pk__in=owners), "wording_changed", key, facts, now=now, topic=topic)
