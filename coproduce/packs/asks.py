"""What one partner is asked now, numbered as on their reply slip.

Sessions and decisions, whether the stage is done, what it felt like, the terms of reference, and a free line.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from decisions.late import not_met, that_wait
from decisions.models import Decision, Option, Position, Wording
from decisions.reminders.due import still_open
from decisions.state import outcome_of
from projects.models import (
    DesignSession,
    Membership,
    Pack,
    Project,
    SessionAnswer,
    Stage,
    StageAnswer,
    StageQuestion,
    TermsAcceptance,
    TermsQuestion,
    TermsVersion,
)
from projects.reminders.checkins import asking

MOST = 6  # decisions, and as many sessions, on one slip: more would be left lying
SESSION, DECISION, DONE, FELT, TERMS, SAY = "session", "decision", "done", "felt", "terms", "say"
ACCEPT, ASK_FIRST = "accept", "ask"  # what can be said to terms


@dataclass(frozen=True)
class Ask:
    """One numbered question. `wording` is the version of the proposal that was printed; 0 where there is none.

    Whether a stage is done and what it felt like are about the stage (`pk`); of the first `wording` is the question
    that stood then, since everybody can be asked anew. Terms are about one version.
    """

    number: int
    noun: str
    pk: int
    title: str
    words: str = ""
    wording: int = 0

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def asks_of(pack: Pack) -> list[Ask]:
    """What stands on a slip that was printed."""
    return [Ask(**each) for each in pack.asks]


def heading(ask: Ask) -> str:
    """What stands above a question, in the language of whoever reads it."""
    if ask.noun == DONE:
        return _("“%(stage)s”: are we done here?") % {"stage": ask.title}
    if ask.noun == FELT:
        return _("“%(stage)s”: what did it feel like?") % {"stage": ask.title}
    return _("How we work together") if ask.noun == TERMS else ask.title


@dataclass(frozen=True)
class StageOn:
    """A stage, the question that stands about it ("are we done?") or None, and whether people are asked what it felt
    like."""

    stage: Stage
    question: int | None
    felt: bool

    def was_there(self, membership: Membership) -> bool:
        """Whether a partner was there before it closed."""
        joined = membership.joined_at
        return not self.stage.is_closed or (joined is not None and joined < self.stage.closure.closed_at)


@dataclass(frozen=True)
class TermsOn:
    """A version of the terms: whether it holds, and who of some partners accepted it or has a question first."""

    version: TermsVersion
    holds: bool
    accepted: Collection[int]
    asking: Collection[int]


@dataclass
class Things:
    """What people can be asked about, by its id. `late`: the groups without enough of whom a decision was made, and
    who can still say what they think."""

    sessions: Mapping[int, DesignSession]
    decisions: Mapping[int, Decision]
    wordings: Mapping[int, Wording]
    stages: Mapping[int, StageOn]
    terms: Mapping[int, TermsOn]
    late: Mapping[int, Collection[int]]

    def decisions_for(self, membership: Membership) -> list[Decision]:
        """The open ones first, then those that were decided without enough people from their group."""
        still = [each for pk, each in self.decisions.items() if pk not in self.late]
        return still + [self.decisions[pk] for pk, groups in self.late.items() if membership.group_id in groups]

    def everything(self, membership: Membership) -> list[Ask]:
        """All that can be answered now, for a call: people may change what they said.

        Nothing is asked that they may not see, in a private project. Whether they said what a stage felt like before is
        nobody's to know, so that is always asked.
        """
        sight = membership.sees
        found: list[Ask] = []
        if sight != Membership.Sight.DECISIONS:
            found += [of_session(each) for each in list(self.sessions.values())[:MOST]]
        if sight != Membership.Sight.SESSIONS:
            found += [self.of_decision(each) for each in self.decisions_for(membership)[:MOST]]
        if sight != Membership.Sight.ALL:
            return numbered(found)
        found += [of_done(on) for on in self.stages.values() if on.question]
        found += [of_felt(on) for on in self.stages.values() if on.felt and on.was_there(membership)]
        found += [of_terms(on) for on in self.terms.values() if membership.pk not in on.accepted]
        return numbered([*found, Ask(0, SAY, 0, "")])

    def of_decision(self, decision: Decision) -> Ask:
        wording = self.wordings[decision.pk]
        return Ask(0, DECISION, decision.pk, decision.question, wording.words, wording.number)


def of_session(session: DesignSession) -> Ask:
    return Ask(0, SESSION, session.pk, session.title)


def of_done(on: StageOn) -> Ask:
    return Ask(0, DONE, on.stage.pk, on.stage.name, wording=on.question or 0)


def of_felt(on: StageOn) -> Ask:
    return Ask(0, FELT, on.stage.pk, on.stage.name)


def of_terms(on: TermsOn) -> Ask:
    return Ask(0, TERMS, on.version.pk, "", wording=on.version.number)


def numbered(asks: Sequence[Ask]) -> list[Ask]:
    return [replace(ask, number=number) for number, ask in enumerate(asks, start=1)]


@dataclass
class OnNow:
    """What is on in a project, and who of some partners has said what about it. Seven queries, however many."""

    things: Things
    answers: Mapping[tuple[int, int], SessionAnswer]
    positions: Mapping[tuple[int, int], Position]
    done: Mapping[tuple[int, int], StageAnswer]
    before: Collection[tuple[int, int]] = field(default_factory=set)

    def asks(self, membership: Membership) -> list[Ask]:
        """The questions for one partner: what they have answered already is not asked again.

        But for what a stage felt like: a slip without that question would say who has answered it.
        """
        seat, things = membership.pk, self.things
        found = [of_session(each) for pk, each in things.sessions.items() if (seat, pk) not in self.answers][:MOST]
        decisions = [each for each in things.decisions_for(membership) if (seat, each.pk) not in self.positions]
        found += [things.of_decision(each) for each in decisions[:MOST]]
        found += [of_done(on) for pk, on in things.stages.items() if on.question and (seat, pk) not in self.done]
        found += [of_felt(on) for on in things.stages.values() if on.felt and on.was_there(membership)]
        found += [of_terms(on) for on in things.terms.values() if seat not in {*on.accepted, *on.asking}]
        return numbered([*found, Ask(0, SAY, 0, "")])


def on_now(project: Project, memberships: Iterable[Membership], now: dt.datetime) -> OnNow:
    people = [membership.pk for membership in memberships]
    things = things_on(project, people, now)
    answers = SessionAnswer.objects.standing().filter(session__in=things.sessions, membership__in=people)
    positions = Position.objects.filter(decision__in=things.decisions, membership__in=people, replaced_at=None)
    current = {wording.pk for wording in things.wordings.values()}
    standing = [on.question for on in things.stages.values() if on.question]
    done = StageAnswer.objects.filter(question__in=standing, membership__in=people).select_related("question")
    found = OnNow(
        things,
        {(answer.membership_id, answer.session_id): answer for answer in answers},
        {},
        {(answer.membership_id, answer.question.stage_id): answer for answer in done},
    )
    by_seat = {(each.membership_id, each.decision_id): each for each in positions}
    found.positions = {key: each for key, each in by_seat.items() if each.wording_id in current}
    found.before = {(each.membership_id, each.decision_id) for each in positions if each.wording_id not in current}
    return found


def things_on(project: Project, people: Collection[int], now: dt.datetime) -> Things:
    """What is on now. Four queries."""
    decisions = (still_open(now) | that_wait()).filter(project=project).select_related("outcome")
    stages = stages_with_question(now).filter(project=project, began_at__isnull=False)
    return things(
        DesignSession.objects.coming_up(now).filter(project=project),
        decisions.order_by("closes_at", "pk"),
        stages.filter(Q(standing__isnull=False, closure=None) | Q(asks_felt=True)),
        terms_with_readers(people).filter(project=project, pk=F("newest")),
    )


def things_of(asks: Sequence[Ask], people: Collection[int], now: dt.datetime) -> Things:
    """What some questions are about, as it is now. Four queries."""
    ids = {noun: [ask.pk for ask in asks if ask.noun == noun] for noun in (SESSION, DECISION, DONE, FELT, TERMS)}
    return things(
        DesignSession.objects.filter(pk__in=ids[SESSION]),
        Decision.objects.filter(pk__in=ids[DECISION]).select_related("outcome"),
        stages_with_question(now).filter(pk__in={*ids[DONE], *ids[FELT]}),
        terms_with_readers(people).filter(pk__in=ids[TERMS]),
    )


def things(
    sessions: QuerySet[DesignSession], decisions: QuerySet[Any], stages: QuerySet[Any], terms: QuerySet[Any]
) -> Things:
    newest = Wording.objects.filter(decision=OuterRef("pk")).order_by("-number")
    current = newest.values(as_it_is=JSONObject(**{name: name for name in ("id", "number", "words", "because")}))
    missing = ArraySubquery(not_met().filter(decision=OuterRef("pk")).values("group"))
    left = Option.objects.filter(decision=OuterRef("pk"), withdrawn_at=None).order_by("number")
    choices = ArraySubquery(left.values(as_it_is=JSONObject(number="number", words="words")))
    annotated = decisions.annotate(current=Subquery(current[:1]), missing=missing, choices=choices)
    known = {each.pk: each for each in annotated}
    return Things(
        {each.pk: each for each in sessions},
        known,
        {pk: Wording(decision_id=pk, **each.current) for pk, each in known.items() if each.current},
        {each.pk: StageOn(each, each.standing, each.asks_felt) for each in stages},
        {each.pk: TermsOn(each, each.pk == each.newest, each.accepted_by, each.asked_by) for each in terms},
        {pk: each.missing for pk, each in known.items() if outcome_of(each)},
    )


def options_on(decision: Decision) -> list[Option]:
    """Between which people choose in a decision of `Things`."""
    return [Option(decision=decision, **each) for each in getattr(decision, "choices", ())]


def stages_with_question(now: dt.datetime) -> QuerySet[Any]:
    standing = StageQuestion.objects.filter(stage=OuterRef("pk"), ended_at=None).values("pk")
    return Stage.objects.select_related("closure").annotate(
        standing=Subquery(standing[:1]),
        asks_felt=Case(When(asking(now), then=True), default=False, output_field=BooleanField()),
    )


def terms_with_readers(people: Collection[int]) -> QuerySet[Any]:
    """Versions of terms, with the one that holds in their project, and who of some partners said what to them."""
    agreed = TermsVersion.objects.filter(project=OuterRef("project"), agreed__missing="").order_by("-number")
    accepted = TermsAcceptance.objects.filter(version=OuterRef("pk"), membership__in=people)
    questions = TermsQuestion.objects.filter(version=OuterRef("pk"), membership__in=people, answered_at=None)
    return TermsVersion.objects.annotate(
        newest=Subquery(agreed.values("pk")[:1]),
        accepted_by=ArraySubquery(accepted.order_by().values("membership_id")),
        asked_by=ArraySubquery(questions.order_by().values("membership_id")),
    )
