"""Entering what came back on a slip or in a call, by the same actions as everybody else's: all of it or nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduce.packs.asks import ACCEPT, DECISION, DONE, FELT, SAY, SESSION, TERMS, Ask
from decisions.actions import take_position
from decisions.models import Decision, Position
from participants.models import Person
from participants.refusals import Refused
from projects.actions import answer_if_done, answer_session, check_in, contribute
from projects.actions.terms import accept_terms, ask_about_terms
from projects.ladder import Rung
from projects.models import (
    Contribution,
    DesignSession,
    HowMuch,
    Membership,
    Pack,
    SessionAnswer,
    Stage,
    StageAnswer,
    StageQuestion,
    TermsAcceptance,
    TermsQuestion,
    TermsVersion,
    Via,
)


@dataclass(frozen=True)
class Reply:
    """What somebody said to one question. `choice` is an answer, a stance or a kind, as the question is.

    `wording` is the version that they were asked about; it differs from the ask's where they heard a newer one.
    `heard` and `knows` are the two other answers to what a stage felt like. `says` is what they chose between options.
    """

    ask: Ask
    choice: str
    words: str = ""
    wording: int = 0
    heard: int = 0
    knows: int = 0
    says: Any = None


class NotCounted(Refused):
    """One of the replies was refused, so none was written down. `number` is its question."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass
class Entered:
    """How many replies are new, and how many were there already in the same words."""

    new: int = 0
    known: int = 0
    numbers: list[int] = field(default_factory=list)


@transaction.atomic
def enter_replies(
    membership: Membership,
    replies: Sequence[Reply],
    *,
    via: Via,
    by: Person,
    now: dt.datetime,
    pack: Pack | None = None,
) -> Entered:
    """Write down each reply for this partner. What was written down before in the same words changes nothing.

    Raises NotCounted where one can't be counted; then none is.
    """
    seat = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "project")
        .get(pk=membership.pk)
    )
    if seat.joined_at is None or seat.left_at is not None:
        raise Refused(_("%(name)s does not take part any more, so nothing can be added.") % {"name": seat.person.name})
    entered = Entered()
    for reply in replies:
        try:
            is_new = ENTER[reply.ask.noun](seat, reply, via=via, by=by, now=now)
        except Refused as refusal:
            raise NotCounted(reply.ask.number, refusal.sentence) from refusal
        entered.new += is_new
        entered.known += not is_new
    if pack is not None and replies:
        Pack.objects.filter(pk=pack.pk).update(entered_at=now, entered_by=by)
    return entered


def enter_answer(seat: Membership, reply: Reply, *, via: Via, by: Person, now: dt.datetime) -> bool:
    session = DesignSession.objects.filter(pk=reply.ask.pk, project=seat.project_id).first()
    if session is None:
        raise Refused(_("This session is not there any more."))
    said = SessionAnswer.objects.standing().filter(session=session, membership=seat).first()
    if said is not None and (said.answer, said.needs) == (reply.choice, reply.words):
        return False
    answer = SessionAnswer.Answer(reply.choice)
    answer_session(session, seat, answer, needs=reply.words, by=by, now=now, via=via)
    return True


def enter_position(seat: Membership, reply: Reply, *, via: Via, by: Person, now: dt.datetime) -> bool:
    decision = Decision.objects.filter(pk=reply.ask.pk, project=seat.project_id).first()
    if decision is None:
        raise Refused(_("This decision is not there any more."))
    theirs = Position.objects.filter(decision=decision, membership=seat, wording__number=reply.wording)
    standing = theirs.filter(replaced_at=None).first()
    if (
        standing is not None
        and reply.says is None
        and (standing.stance, standing.reason) == (reply.choice, reply.words)
    ):
        return False
    taken = take_position(
        decision,
        seat,
        stance=reply.choice,
        wording=reply.wording,
        reason=reply.words,
        says=reply.says,
        by=by,
        now=now,
        via=via,
    )
    return standing is None or taken.pk != standing.pk


def enter_words(seat: Membership, reply: Reply, *, via: Via, by: Person, now: dt.datetime) -> bool:
    """Nobody says the same thing twice in the same words: the second time it is the same slip.

    Only what was written down for them counts: whether they said something without their name is nobody's to find out.
    """
    words = reply.words.strip()
    if seat.contributions.filter(words=words, audience=Contribution.Audience.EVERYONE).exists():
        return False
    contribute(seat, kind=Contribution.Kind(reply.choice), words=words, by=by, now=now, via=via)
    return True


def enter_done(seat: Membership, reply: Reply, *, via: Via, by: Person, now: dt.datetime) -> bool:
    asked = StageQuestion.objects.filter(pk=reply.ask.wording, stage__project=seat.project_id, ended_at=None)
    question = asked.select_related("stage").first()
    if question is None:
        raise Refused(_("Nobody is asked this any more."))
    said = StageAnswer.objects.filter(question=question, membership=seat).first()
    if said is not None and (said.answer, said.words) == (reply.choice, reply.words):
        return False
    answer = StageAnswer.Answer(reply.choice)
    answer_if_done(question.stage, seat, answer, reply.words, by=by, now=now, via=via)
    return True


def enter_felt(seat: Membership, reply: Reply, *, via: Via, by: Person, now: dt.datetime) -> bool:
    """Always as if it were new: whether they have answered before, and how, is nobody's to know."""
    stage = Stage.objects.filter(pk=reply.ask.pk, project=seat.project_id).first()
    if stage is None:
        raise Refused(_("This stage is not there any more."))
    degrees = {"heard": HowMuch(reply.heard), "knows": HowMuch(reply.knows)}
    check_in(seat, stage, rung=Rung(reply.choice), **degrees, line=reply.words, by=by, now=now, via=via)
    return True


def enter_terms(seat: Membership, reply: Reply, *, via: Via, by: Person, now: dt.datetime) -> bool:
    version = TermsVersion.objects.filter(pk=reply.ask.pk, project=seat.project_id).select_related("project").first()
    if version is None:
        raise Refused(_("The terms have changed since. Please read the new ones."))
    if reply.choice == ACCEPT:
        if TermsAcceptance.objects.filter(version=version, membership=seat).exists():
            return False
        accept_terms(version, seat, by=by, now=now, via=via)
        return True
    if TermsQuestion.objects.filter(version=version, membership=seat, words=reply.words).exists():
        return False
    ask_about_terms(version, seat, reply.words, by=by, now=now, via=via)
    return True


ENTER = {
    SESSION: enter_answer,
    DECISION: enter_position,
    DONE: enter_done,
    FELT: enter_felt,
    TERMS: enter_terms,
    SAY: enter_words,
}
