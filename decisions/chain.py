"""The whole trail of one decision: contribution, session, decision, what is to be done, what changed for people.

The same steps stand in a picture and in a list. What was said without a name stays nameless, and what was taken back or
said to facilitators alone is not in it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from decisions.models import Decision, Influence
from decisions.state import State, outcome_of, response_of
from decisions.trail import Ended
from participants.sql import tuples
from participants.times import day
from projects.doing import Doing
from projects.models import Contribution
from projects.table import shape_of

TONES = {Influence.How.TAKEN_UP: "done", Influence.How.IN_PART: "part", Influence.How.NOT: "missing"}


@dataclass(frozen=True)
class Step:
    """One thing on the trail. `key` names it in the picture; `to` are the keys of what it led to.

    `note` says how it stands, and `tone` is that of a tag; `because` and `more` stand in the list alone.
    """

    key: str
    words: str
    url: str
    to: tuple[str, ...] = ()
    note: str = ""
    tone: str = ""
    because: str = ""
    more: str = ""
    shape: str = ""


@dataclass(frozen=True)
class Column:
    """All steps of one sort, in order. `nothing` says what it means that there are none."""

    key: str
    name: str
    steps: Sequence[Step]
    nothing: str


# As `Contribution.objects.quotable()`. Why something was taken up or not can name who said it: it shows beside words
# without a name only where it was written for these.
SAID = """
SELECT said.id, said.at, said.words, said.form, g.name, g.key, g.position, stage.name, session.id, session.title,
    session.starts_at, influence.how, CASE WHEN said.audience = 'everyone' OR EXISTS (
        SELECT FROM decisions_feedback AS feedback
        JOIN decisions_outcome AS outcome ON outcome.id = feedback.outcome_id
        WHERE feedback.nameless_id = said.id AND outcome.decision_id = came.decision_id
    ) THEN influence.because END
FROM decisions_decision_came_from AS came
JOIN projects_contribution AS said ON said.id = came.contribution_id
JOIN projects_stage AS stage ON stage.id = said.stage_id
LEFT JOIN projects_membership AS seat ON seat.id = said.membership_id AND said.audience = 'everyone'
LEFT JOIN projects_partnergroup AS g ON g.id = seat.group_id
LEFT JOIN projects_designsession AS session ON session.id = said.session_id AND said.audience = 'everyone'
LEFT JOIN decisions_influence AS influence
    ON influence.decision_id = came.decision_id AND influence.contribution_id = said.id
WHERE came.decision_id = %(decision)s AND said.audience <> 'facilitators' AND said.taken_back_at IS NULL
ORDER BY CASE WHEN said.audience = 'everyone' THEN said.at END, said.words, said.id
"""


class Brought(NamedTuple):
    """One thing that was said, and what came of it. Without a name it has neither group nor session."""

    pk: int
    at: dt.datetime
    said: str
    form: str
    group: str | None
    key: str | None
    position: int | None
    stage: str
    session_id: int | None
    session: str | None
    session_at: dt.datetime | None
    how: str | None
    because: str | None

    @property
    def words(self) -> str:
        return self.said or str(Contribution.Form(self.form).label)

    @property
    def when(self) -> str:
        """Without a name only the month: a day can be laid beside who was there that day."""
        return day(self.at) if self.group else date_format(timezone.localtime(self.at), "F Y")


def brought_to(decision: Decision) -> list[Brought]:
    """What people said that led to the question, as far as everyone may read it. One query.

    What was said without a name stands last: its place among the others would say on which day it was.
    """
    return [Brought(*row) for row in tuples(SAID, decision=decision.pk)]


def chain_of(
    decision: Decision, state: State, brought: Sequence[Brought], objections: Sequence[Ended], actions: Sequence[Doing]
) -> list[Column]:
    """The five columns. Asks nothing of the database."""
    slug = decision.project.slug
    return [
        Column(
            "said",
            _("What people said"),
            [*proposed(decision), *(said(each, slug) for each in brought), *objected(objections, decision)],
            _("Nothing that people said is noted as the start of this."),
        ),
        Column("sessions", _("Sessions"), sessions(brought, slug), _("None of it was said in a session.")),
        Column("decision", _("The decision"), decided(decision, state, actions), ""),
        Column("to-do", _("What is to be done"), [to_do(each) for each in actions], _("Nothing is written down yet.")),
        Column(
            "changed",
            _("What changed for people"),
            [changed(each) for each in actions if each.changed],
            _("Nobody has said yet that something is different now."),
        ),
    ]


def proposed(decision: Decision) -> list[Step]:
    """What it was opened from, if a partner proposed it."""
    found = vars(decision)["proposed"]
    if found is None:
        return []
    url = reverse("decisions:proposal", args=[decision.project.slug, found.number])
    other = _("opened in other words") if found.in_other_words else ""
    words = _("%(name)s proposed this") % {"name": found.name}
    return [Step("proposal", words, url, to=("decision",), note=other, more=f"{found.group} · {day(found.at)}")]


def said(each: Brought, slug: str) -> Step:
    how = Influence.How(each.how) if each.how else None
    return Step(
        f"said-{each.pk}",
        _("“%(words)s”") % {"words": each.words},
        reverse("projects:contribution", args=[slug, each.pk]),
        to=(f"session-{each.session_id}" if each.session_id else "decision",),
        note=str(how.label) if how else "",
        tone=TONES[how] if how else "",
        because=each.because or "",
        more=" · ".join(
            str(part) for part in (each.group or _("Somebody"), each.stage, each.session, each.when) if part
        ),
        shape=shape_of(each.key, each.position or 0) if each.key else "",
    )


def objected(objections: Sequence[Ended], decision: Decision) -> list[Step]:
    return [
        Step(
            f"objection-{number}",
            _("%(name)s objected: “%(words)s”") % {"name": each.name, "words": each.reason},
            f"{decision.get_absolute_url()}#objections",
            to=("decision",),
            note=each.end,
            tone=each.tone,
            because=each.answer,
        )
        for number, each in enumerate(objections, start=1)
    ]


def sessions(brought: Sequence[Brought], slug: str) -> list[Step]:
    """Each session in which something of it was said, the first one first."""
    found = sorted({(each.session_at, each.session_id, each.session) for each in brought if each.session_id})
    return [
        Step(
            f"session-{pk}",
            str(title),
            reverse("projects:session", args=[slug, pk]),
            to=("decision",),
            note=day(at) if at else "",
        )
        for at, pk, title in found
    ]


def decided(decision: Decision, state: State, actions: Sequence[Doing]) -> list[Step]:
    """The question with what was decided, and the commissioner's answer, once there is one."""
    outcome, response, url = outcome_of(decision), response_of(decision), decision.get_absolute_url()
    leads_to = tuple(f"do-{each.pk}" for each in actions)
    steps = [
        Step(
            "decision",
            decision.question,
            url,
            to=("answer", *leads_to) if response else leads_to,
            note=state.label,
            tone=state.tone,
            because=outcome.decided if outcome else "",
            more=_("Written down on %s") % day(outcome.recorded_at) if outcome else "",
        )
    ]
    if response is not None:
        words = _("The commissioner answered: %s") % response.get_answer_display()
        steps.append(Step("answer", words, f"{url}#answer", because=response.reasons, more=day(response.at)))
    return steps


def to_do(each: Doing) -> Step:
    because = each.said or "" if each.doubted else each.dropped_because
    if each.doubted:
        because = _("%(name)s says: “%(words)s”") % {"name": each.said_by, "words": because}
    return Step(
        f"do-{each.pk}",
        each.what,
        each.url,
        to=(f"changed-{each.pk}",) if each.changed else (),
        note=each.label,
        tone=each.tone,
        because=because,
        more=_("%(name)s, by %(day)s") % {"name": each.owner, "day": day(each.due_on)},
        shape=each.shape,
    )


def changed(each: Doing) -> Step:
    """In the owner's words; a partner who sees something else is heard beside them."""
    return Step(
        f"changed-{each.pk}",
        each.changed,
        each.url,
        note=_("Partners see something else") if each.doubted else "",
        tone="missing" if each.doubted else "",
        because=_("%(name)s says: “%(words)s”") % {"name": each.said_by, "words": each.said} if each.doubted else "",
        more=_("%(name)s says so") % {"name": each.owner},
    )
