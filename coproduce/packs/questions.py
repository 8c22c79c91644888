"""The questions of a slip or a call as they are now: what has changed since they were printed, what was said since."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coproduce.packs.asks import (
    DECISION,
    DONE,
    FELT,
    SAY,
    SESSION,
    TERMS,
    Ask,
    StageOn,
    TermsOn,
    Things,
    heading,
    options_on,
)
from decisions.late import may_come_late
from decisions.models import Decision, Option, Position, Wording
from decisions.state import is_open
from decisions.voices import label_of
from participants.times import day, span
from projects.checkins import answering_ends
from projects.models import DesignSession, Membership, SessionAnswer, StageAnswer, Via
from projects.terms import parts_of


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
    decision: Decision | None = None
    options: tuple[Option, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.ask.noun}_{self.ask.pk}"


def questions_of(seat: Membership, asks: Sequence[Ask], things: Things, now: dt.datetime) -> list[Question]:
    """Each question with what is known of it now (`things`). Three queries, however many they are."""
    answers = SessionAnswer.objects.filter(session__in=things.sessions, membership=seat).select_related("entered_by")
    said = {answer.session_id: answer for answer in answers}
    positions = Position.objects.filter(decision__in=things.decisions, membership=seat, replaced_at=None)
    taken = {each.decision_id: each for each in positions.select_related("wording", "entered_by").order_by("at", "pk")}
    standing = [on.question for on in things.stages.values() if on.question]
    finished = StageAnswer.objects.filter(question__in=standing, membership=seat).select_related("entered_by")
    done = {answer.question_id: answer for answer in finished}
    about: dict[str, Callable[[Ask], Question]] = {
        SESSION: lambda ask: about_session(ask, things.sessions.get(ask.pk), said.get(ask.pk), now),
        DECISION: lambda ask: about_decision(
            ask, things.decisions.get(ask.pk), things.wordings.get(ask.pk), taken.get(ask.pk), seat=seat, now=now
        ),
        DONE: lambda ask: about_done(ask, things.stages.get(ask.pk), done.get(ask.wording)),
        FELT: lambda ask: about_felt(ask, things.stages.get(ask.pk), now),
        TERMS: lambda ask: about_terms(ask, things.terms.get(ask.pk)),
        SAY: lambda ask: Question(ask, _("What else they said")),
    }
    return [about[ask.noun](ask) for ask in asks]


def about_done(ask: Ask, on: StageOn | None, said: StageAnswer | None) -> Question:
    gone = stands = words = ""
    if on is None or on.stage.is_closed:
        gone = _("This stage is closed, so a reply can’t be counted any more.")
    elif on.question != ask.wording:
        gone = _("Everyone was asked anew since this was printed. Ring them, and ask what they say now.")
    else:
        words = on.stage.purpose
    if said is not None:
        stands = said_words(str(said.get_answer_display()), said.via, said.entered_by.name, said.answered_at)
    return Question(ask, heading(ask), words=words, gone=gone, stands=stands)


def about_felt(ask: Ask, on: StageOn | None, now: dt.datetime) -> Question:
    """What they said before is not shown: nobody who writes for them reads it."""
    ends = answering_ends(on.stage) if on else now
    over = ends is not None and now >= ends
    return Question(ask, heading(ask), gone=_("The time for answering is over.") if over else "")


def about_terms(ask: Ask, on: TermsOn | None) -> Question:
    if on is None or not on.holds:
        gone = _("The terms have changed since this was printed. Send or read them the new ones.")
        return Question(ask, heading(ask), gone=gone)
    parts = "\n".join(f"{part.label}: {words}" for part, words, _old in parts_of(on.version))
    stands = _("They have accepted this.") if on.accepted else ""
    return Question(ask, heading(ask), words=parts, stands=stands)


def about_session(ask: Ask, session: DesignSession | None, said: SessionAnswer | None, now: dt.datetime) -> Question:
    if session is None:
        return Question(ask, ask.title, gone=_("This session is not there any more."))
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
        ways=tuple(way.value for way in session.ways),
    )


def about_decision(
    ask: Ask,
    decision: Decision | None,
    current: Wording | None,
    taken: Position | None,
    *,
    seat: Membership,
    now: dt.datetime,
) -> Question:
    if decision is None or current is None:
        return Question(ask, ask.title, ask.words, gone=_("This decision is not there any more."))
    gone = ""
    if not is_open(decision, now) and not may_come_late(decision, seat):
        closed = _("This decision closed on %(day)s, so a reply can’t be counted any more. Tell them what was decided.")
        gone = closed % {"day": day(decision.closes_at)}
    stands = ""
    if taken is not None and taken.stance == Position.PRIVATE and taken.wording_id == current.pk:
        gone = _("They have answered already, in private. It counts once, and nobody can change it any more.")
    if taken is not None:
        answer = label_of(decision, taken.stance, taken.says)
        if is_open(decision, now) and not decision.way.meets_objections and taken.via == Via.ONLINE:
            answer = _("They have answered")
        stands = said_words(answer, taken.via, taken.entered_by.name, taken.at)
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
        decision=decision,
        options=tuple(options_on(decision)),
    )


def said_words(answer: str, via: str, by: str, at: dt.datetime) -> str:
    """ "I consent, by phone, entered by Amina Yusuf on Monday 23 November." """
    facts = {"answer": answer, "via": Via(via).label, "name": by, "day": day(at)}
    if via == Via.ONLINE:
        return _("%(answer)s, online, on %(day)s.") % facts
    return _("%(answer)s, %(via)s, entered by %(name)s on %(day)s.") % facts
