"""Telling people what came of it: "You said, we did", or "you said, we couldn't, because"."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, locked, number_in, partner_of
from decisions.actions.register import enter
from decisions.feedback import only_yes
from decisions.models import Decision, Feedback, Influence, Objection, Outcome, RegisterEntry
from participants.actions import queue
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import note_involvement, write_history
from projects.models import Contribution, Involvement, Via
from projects.privacy import private_about, private_at

VIA = {
    Message.Channel.EMAIL: Via.ONLINE,
    Message.Channel.TEXT: Via.ONLINE,
    Message.Channel.CALL: Via.PHONE,
    Message.Channel.LETTER: Via.PAPER,
}


@dataclass(frozen=True)
class Word:
    """What one person is told came of it. What they said themselves is repeated as it is: nobody writes it anew.

    `in_part`: of what was done, it was only a part.
    """

    feedback_id: int
    we_did: str
    did: bool = True
    in_part: bool = False

    @property
    def how(self) -> Influence.How:
        if not self.did:
            return Influence.How.NOT
        return Influence.How.IN_PART if self.in_part else Influence.How.TAKEN_UP


@transaction.atomic
def tell_people(decision: Decision, words: Iterable[Word], *, by: Person, now: dt.datetime) -> int:
    """Tell each of these people what came of what they said, in their own way. Returns how many are told by this.

    Nobody is told twice, and what was once written stays.
    """
    decision = locked(decision)
    outcome = Outcome.objects.filter(decision=decision).first()
    if outcome is None:
        raise Refused(_("First record the outcome. Then you can tell people what came of it."))
    seat = partner_of(decision.project, by)
    by_id = {word.feedback_id: word for word in words}
    found = outcome.feedback.filter(written_at=None, pk__in=by_id).select_for_update(no_key=True)
    owed = list(found.prefetch_related("membership__person", "quoted", "nameless"))  # read once the rows are held
    yes = set(only_yes(outcome.feedback.all()).values_list("pk", flat=True))
    for feedback in owed:
        word = by_id[feedback.pk]
        feedback.we_did, feedback.did = word.we_did, word.did
        feedback.written_by, feedback.written_at = seat, now
        feedback.save(update_fields=["we_did", "did", "written_by", "written_at"])
        note_influence(decision, feedback, word.how, now=now)
        send(decision, feedback, yes=feedback.pk in yes, by=by, now=now)
    if owed:
        write_history(
            decision.project,
            "people_told",
            f"decision:{decision.pk}",
            by=by,
            now=now,
            question=decision.question,
            people=len(owed),
        )
    return len(owed)


def note_influence(decision: Decision, feedback: Feedback, how: Influence.How, *, now: dt.datetime) -> None:
    """What they brought, and an objection that still stood, was taken up, in part or not: on the record, with why."""
    facts = {
        "membership_id": feedback.membership_id,
        "how": how,
        "because": feedback.we_did,
        "at": now,
    }
    if feedback.nameless_id:
        if feedback.was_taken_back:
            return
        Influence.objects.bulk_create(
            [Influence(decision=decision, contribution_id=feedback.nameless_id, **facts)], ignore_conflicts=True
        )
        return
    named = decision.came_from.filter(
        membership=feedback.membership_id, audience=Contribution.Audience.EVERYONE, taken_back_at=None
    )
    sources = [Influence(decision=decision, contribution=contribution, **facts) for contribution in named] + [
        Influence(decision=decision, objection=objection, **facts)
        for objection in Objection.objects.filter(
            position__decision=decision, position__membership=feedback.membership_id, met_by=None, withdrawn_at=None
        )
    ]
    Influence.objects.bulk_create(sources, ignore_conflicts=True)


def send(decision: Decision, feedback: Feedback, *, yes: bool, by: Person, now: dt.datetime) -> None:
    queue(
        feedback.membership.person,
        "feedback",
        f"feedback:{feedback.pk}",
        {
            "by": by.called,
            "project": decision.project.name,
            "question": decision.question,
            "you_said": feedback.you_said,
            "said_yes": yes,
            "we_did": feedback.we_did,
            "did": feedback.did,
            "provisional": feedback.outcome.is_provisional,
            "url": address_of(decision),
        },
        now=now,
        topic=f"feedback:{feedback.pk}",
        never_by_hand=feedback.nameless_id is not None,
    )


@transaction.atomic
def note_told(message: Message, now: dt.datetime) -> None:
    """The word reached them: a fact in the ledger. Called when the message was sent, read out or posted."""
    feedback = (
        Feedback.objects.filter(pk=number_in(message.topic), told_at=None)
        .select_related("outcome__decision__stage", "membership", "written_by__person")
        .first()
    )
    if feedback is None or feedback.written_by is None:
        return
    feedback.told_at, feedback.told_via = now, message.channel
    feedback.save(update_fields=["told_at", "told_via"])
    decision = feedback.outcome.decision
    about, at = f"decision:{decision.pk}", now
    if feedback.nameless_id is not None:
        about, at = private_about(), private_at(decision.stage, now)
    note_involvement(
        feedback.membership,
        decision.stage,
        Involvement.Kind.TOLD,
        about,
        by=feedback.written_by.person,
        now=at,
        via=VIA[Message.Channel(message.channel)],
    )
    enter_when_all_are_told(decision, now)


def enter_when_all_are_told(decision: Decision, now: dt.datetime) -> None:
    """The day of the feedback, once nobody waits for it any more. Whoever is told last holds the decision."""
    decision = locked(decision)
    told = Feedback.objects.filter(outcome__decision=decision)
    if not told.filter(told_at=None).exists():
        enter(decision, RegisterEntry.Kind.TOLD, {"people": told.count()}, now=now)
