"""The questions of a slip or a call as they are now: what has changed since they were printed, what was said since."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coproduce.packs.asks import DECISION, SESSION, Ask
from decisions.models import Decision, Position, Wording
from decisions.state import is_open
from participants.times import day, span
from projects.models import DesignSession, Membership, SessionAnswer, Via


@dataclass(frozen=True)
class Question:
    """One of them. `gone` says why it can't be counted any more; `new_words` is the proposal where it has changed."""

    ask: Ask
    title: str
    words: str = ""
    when: str = ""
    wording: int = 0
    new_words: str = ""
    gone: str = ""
    stands: str = ""
    ways: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.ask.noun}_{self.ask.pk}"


def questions_of(seat: Membership, asks: Sequence[Ask], now: dt.datetime) -> list[Question]:
    """Each question with what is known of it now. Four queries, however many they are."""
    sessions = DesignSession.objects.in_bulk([ask.pk for ask in asks if ask.noun == SESSION])
    found = Decision.objects.filter(pk__in=[ask.pk for ask in asks if ask.noun == DECISION])
    decisions = {each.pk: each for each in found.select_related("outcome")}
    wordings = Wording.objects.filter(decision__in=decisions).order_by("decision_id", "-number").distinct("decision_id")
    current = {wording.decision_id: wording for wording in wordings}
    answers = SessionAnswer.objects.filter(session__in=sessions, membership=seat).select_related("entered_by")
    said = {answer.session_id: answer for answer in answers}
    positions = Position.objects.filter(decision__in=decisions, membership=seat, replaced_at=None)
    taken = {each.decision_id: each for each in positions.select_related("wording", "entered_by").order_by("at", "pk")}
    questions = []
    for ask in asks:
        if ask.noun == SESSION:
            questions.append(about_session(ask, sessions.get(ask.pk), said.get(ask.pk), now))
        elif ask.noun == DECISION:
            decision = decisions.get(ask.pk)
            questions.append(about_decision(ask, decision, current.get(ask.pk), taken.get(ask.pk), now))
        else:
            questions.append(Question(ask, _("What else they said")))
    return questions


def about_session(ask: Ask, session: DesignSession | None, said: SessionAnswer | None, now: dt.datetime) -> Question:
    if session is None:
        return Question(ask, ask.title, gone=_("This session is not there any more."))
    ways = SessionAnswer.Answer
    there = {ways.COMING: bool(session.place), ways.ONLINE: bool(session.online_link)}
    gone = stands = ""
    if said is not None:
        stands = said_words(str(said.get_answer_display()), said.via, said.entered_by.name, said.answered_at)
    if session.cancelled_at:
        gone = _("This session is cancelled.")
    elif session.has_begun(now):
        gone = _("This session has already begun.")
    return Question(
        ask,
        session.title,
        when=span(session.starts_at, session.ends_at),
        gone=gone,
        stands=stands,
        ways=tuple(way.value for way in ways if there.get(way, True)),
    )


def about_decision(
    ask: Ask, decision: Decision | None, current: Wording | None, taken: Position | None, now: dt.datetime
) -> Question:
    if decision is None or current is None:
        return Question(ask, ask.title, ask.words, gone=_("This decision is not there any more."))
    gone = ""
    if not is_open(decision, now):
        closed = _("This decision closed on %(day)s, so a reply can’t be counted any more. Tell them what was decided.")
        gone = closed % {"day": day(decision.closes_at)}
    stands = ""
    if taken is not None:
        stands = said_words(str(taken.get_stance_display()), taken.via, taken.entered_by.name, taken.at)
        if taken.wording_id != current.pk:
            stands = _("%(said)s That was about older words.") % {"said": stands}
    return Question(
        ask,
        decision.question,
        words=ask.words or current.words,
        wording=current.number,
        new_words=current.words if ask.wording and ask.wording != current.number and not gone else "",
        gone=gone,
        stands=stands,
    )


def said_words(answer: str, via: str, by: str, at: dt.datetime) -> str:
    """ "I consent, by phone, entered by Amina Yusuf on Monday 23 November." """
    facts = {"answer": answer, "via": Via(via).label, "name": by, "day": day(at)}
    if via == Via.ONLINE:
        return _("%(answer)s, online, on %(day)s.") % facts
    return _("%(answer)s, %(via)s, entered by %(name)s on %(day)s.") % facts
