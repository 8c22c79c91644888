"""What waits for somebody in the decisions of their projects, derived from facts at `now`."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from decisions.dates import working_days_after
from decisions.late import CAN_STILL_SAY
from decisions.models import Decision, Position, Wording
from decisions.shaping import DAYS_TO_ANSWER, SINCE
from participants.models import Person
from participants.sql import columns, rows, taken, taken_if_there
from projects.models import Membership, Project, Support
from projects.reminders import Waiting
from projects.reminders.most import MOST
from projects.reminders.waiting import SEATS, for_whom
from projects.resting import on_a_break

REVIEW_NOTICE = dt.timedelta(days=14)  # so long before its day, somebody is asked to look at a decision again
END_OF_DAY = dt.time(17, 0)  # an answer due on a day is due when the office closes


def unanswered(person: Person, now: dt.datetime) -> QuerySet[Decision]:
    """Open decisions that this person is asked in and whose current wording they have not answered."""
    seats = Membership.objects.active(now).seeing_decisions().filter(person=person)
    seats = seats.without_observers()
    current = Wording.objects.filter(decision=OuterRef("decision")).order_by("-number").values("pk")[:1]
    theirs = Position.objects.filter(decision=OuterRef("pk"), membership__person=person, replaced_at=None)
    theirs = theirs.exclude(stance=Position.QUESTION, answer__isnull=False)  # they can say now where they stand
    return Decision.objects.filter(
        project__in=seats.values("project"), project__closed_at=None, closes_at__gt=now, outcome=None
    ).exclude(Exists(theirs.filter(wording=Subquery(current))))


# As SQL, since Home asks it each time: the same as `unanswered`, with whether they answered an older wording. Also what
# was decided without enough people from their group, and does not stand yet (decisions/late.py). `places` are all that
# this person ever had, as a list, so that an index finds their positions and not those of everybody.
ASKED = f"""
WITH seat AS MATERIALIZED (
    SELECT *, (SELECT array_agg(id) FROM projects_membership WHERE person_id = one.person_id) AS places
    FROM {SEATS} AS one WHERE one.role <> 'observer' AND one.sees <> 'sessions' AND NOT {on_a_break("one")}
)
SELECT {columns(Decision, "decision")}, {columns(Project, "project")}, before.answered IS TRUE,
    outcome.id IS NOT NULL, before.told IS TRUE, seat.id, seat.helped
FROM seat
JOIN projects_project AS project ON project.id = seat.project_id
JOIN decisions_decision AS decision ON decision.project_id = project.id
CROSS JOIN LATERAL (
    SELECT id FROM decisions_wording WHERE decision_id = decision.id ORDER BY number DESC LIMIT 1
) AS wording
LEFT JOIN LATERAL (
    SELECT true AS answered, bool_or(position.wording_id = wording.id AND given.id IS NULL) AS now,
        bool_or(position.wording_id = wording.id AND given.id IS NOT NULL) AS told
    FROM decisions_position AS position LEFT JOIN decisions_questionanswer AS given ON given.position_id = position.id
    WHERE position.decision_id = decision.id AND position.membership_id = ANY(seat.places)
        AND position.replaced_at IS NULL
    HAVING count(*) > 0
) AS before ON true
LEFT JOIN decisions_outcome AS outcome ON outcome.decision_id = decision.id
WHERE project.closed_at IS NULL
    AND (
        outcome.id IS NULL AND decision.closes_at > %(now)s
        OR outcome.result = 'agreed' AND outcome.provisional AND outcome.stands_since IS NULL AND EXISTS (
            SELECT FROM decisions_minimum AS needed
            JOIN projects_membership AS missed ON missed.group_id = needed.group_id AND missed.id = seat.id
            WHERE needed.decision_id = decision.id AND needed.taken < needed.people
        )
    )
    AND before.now IS NOT TRUE
ORDER BY decision.closes_at, decision.id LIMIT {MOST}
"""  # noqa: S608 (names of our own columns)

# Decisions that wait for this commissioner, the longest due first. Provisional ones have no due date yet.
OWED = f"""
SELECT {columns(Decision, "decision")}, {columns(Project, "project")}, outcome.answer_due_on,
    NULL::bigint, NULL, NULL, false
FROM projects_project AS project
JOIN decisions_decision AS decision ON decision.project_id = project.id
JOIN decisions_outcome AS outcome ON outcome.decision_id = decision.id
WHERE (
    project.organisation_id IN (
        SELECT organisation_id FROM projects_organisationrole
        WHERE person_id = %(person)s AND role = 'commissioner' AND ended_at IS NULL
    )
    OR project.id IN (
        SELECT seat.project_id FROM projects_membership AS seat
        JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
        WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
            AND groups.key = 'commissioners'
    )
)
    AND project.scope = 'service'
    AND decision.asks_for_answer AND outcome.result = 'agreed' AND outcome.answer_due_on IS NOT NULL
    AND NOT EXISTS (SELECT FROM decisions_response WHERE decision_id = decision.id)
    AND NOT EXISTS (SELECT FROM decisions_replacement WHERE older_id = decision.id)
ORDER BY outcome.answer_due_on, decision.id LIMIT {MOST}
"""  # noqa: S608


# Questions that nobody has answered, from people who have said nothing since, for the facilitators of the project.
TO_ANSWER = f"""
SELECT {columns(Decision, "decision")}, {columns(Project, "project")}, NULL::date, asked.id, person.name, asked.reason,
    false
FROM projects_membership AS seat
JOIN projects_project AS project ON project.id = seat.project_id AND project.closed_at IS NULL
JOIN decisions_decision AS decision ON decision.project_id = project.id
JOIN decisions_position AS asked ON asked.decision_id = decision.id AND asked.stance = 'question'
    AND asked.replaced_at IS NULL
JOIN projects_membership AS asker ON asker.id = asked.membership_id
JOIN participants_person AS person ON person.id = asker.person_id
LEFT JOIN decisions_outcome AS outcome ON outcome.decision_id = decision.id
WHERE seat.person_id = %(person)s AND seat.role = 'facilitator' AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
    AND NOT {on_a_break("seat")}
    AND (outcome.id IS NULL OR outcome.result = 'agreed' AND outcome.provisional AND outcome.stands_since IS NULL)
    AND NOT EXISTS (SELECT FROM decisions_questionanswer WHERE position_id = asked.id)
    AND NOT EXISTS (
        SELECT FROM decisions_position AS later JOIN projects_membership AS again ON again.id = later.membership_id
        WHERE later.decision_id = decision.id AND again.person_id = asker.person_id AND later.id > asked.id
    )
ORDER BY asked.at, asked.id LIMIT {MOST}
"""  # noqa: S608


# What partners propose and nobody has opened or answered, for the facilitators; the longest waiting first. It is not
# about a decision, so the columns of one are empty here.
PROPOSED = f"""
SELECT {columns(Decision, "decision")}, {columns(Project, "project")}, (waits.since AT TIME ZONE %(zone)s)::date,
    proposal.number::bigint, person.name, words.question, false
FROM projects_membership AS keeper
JOIN projects_project AS project ON project.id = keeper.project_id AND project.closed_at IS NULL
JOIN decisions_proposal AS proposal ON proposal.project_id = project.id
JOIN projects_membership AS seat ON seat.id = proposal.membership_id
JOIN participants_person AS person ON person.id = seat.person_id
CROSS JOIN LATERAL (SELECT {SINCE} AS since) AS waits
CROSS JOIN LATERAL (
    SELECT question FROM decisions_proposalversion WHERE proposal_id = proposal.id ORDER BY number DESC LIMIT 1
) AS words
LEFT JOIN decisions_decision AS decision ON false
WHERE keeper.person_id = %(person)s AND keeper.role = 'facilitator'
    AND keeper.joined_at IS NOT NULL AND keeper.left_at IS NULL AND NOT {on_a_break("keeper")}
    AND NOT EXISTS (SELECT FROM decisions_proposalend WHERE proposal_id = proposal.id)
ORDER BY waits.since, proposal.id LIMIT {MOST}
"""  # noqa: S608


# What is to be looked at again soon, for whoever sees to it; once they have left, for the facilitators.
TO_REVIEW = f"""
SELECT {columns(Decision, "decision")}, {columns(Project, "project")}, decision.review_on,
    NULL::bigint, NULL, NULL, true
FROM projects_membership AS seat
JOIN projects_project AS project ON project.id = seat.project_id AND project.closed_at IS NULL
JOIN decisions_decision AS decision ON decision.project_id = project.id
    AND decision.review_on <= %(now)s::date + {REVIEW_NOTICE.days}
JOIN decisions_outcome AS outcome ON outcome.decision_id = decision.id
JOIN projects_membership AS chosen ON chosen.id = COALESCE(decision.review_owner_id, decision.opened_by_id)
WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL AND seat.role <> 'observer'
    AND seat.sees <> 'sessions' AND NOT {on_a_break("seat")}
    AND (chosen.person_id = seat.person_id OR seat.role = 'facilitator' AND NOT EXISTS (
        SELECT FROM projects_membership AS still WHERE still.person_id = chosen.person_id
            AND still.project_id = project.id AND still.joined_at IS NOT NULL AND still.left_at IS NULL
    ))
    AND NOT EXISTS (SELECT FROM decisions_replacement WHERE older_id = decision.id)
ORDER BY decision.review_on, decision.id LIMIT {MOST}
"""  # noqa: S608


ANSWERS = f"({OWED}) UNION ALL ({TO_ANSWER}) UNION ALL ({TO_REVIEW}) UNION ALL ({PROPOSED})"  # one query


# Pages of what a project learned whose last words they are asked to check, and have not.
TO_CHECK = f"""
SELECT round.open_until, {columns(Project, "project")}
FROM projects_membership AS seat
JOIN projects_project AS project ON project.id = seat.project_id
JOIN decisions_learning AS learning ON learning.project_id = project.id
CROSS JOIN LATERAL (
    SELECT id FROM decisions_learningtext WHERE learning_id = learning.id ORDER BY number DESC LIMIT 1
) AS words
JOIN decisions_learninground AS round ON round.text_id = words.id
WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL AND seat.role <> 'observer'
    AND NOT EXISTS (SELECT FROM decisions_learningpage WHERE text_id = words.id)
    AND NOT EXISTS (
        SELECT FROM decisions_learningcheck AS answer
        WHERE answer.round_id = round.id AND answer.membership_id = seat.id
    )
ORDER BY round.open_until, project.id LIMIT {MOST}
"""  # noqa: S608


def waiting_for(person: Person, now: dt.datetime) -> list[Waiting]:
    """Where they are asked what they think or to check a page, and what they owe as a commissioner or as a
    facilitator. Three queries."""
    asked, owed = (
        rows(ASKED, person=person.pk, now=now, thing=Support.DECIDE),
        rows(ANSWERS, person=person.pk, now=now, zone=timezone.get_current_timezone_name()),
    )
    to_check = [check_waiting(next(row), taken(Project, row)) for row in rows(TO_CHECK, person=person.pk)]
    return [
        *map(position_waiting, asked),
        *[owed_waiting(row, now) for row in owed],
        *to_check,
    ]


def check_waiting(until: dt.datetime, project: Project) -> Waiting:
    return Waiting(
        title=_("What others can learn from %(project)s") % {"project": project.name},
        project=project,
        url=reverse("decisions:learning", args=[project.slug]),
        button=_("Read and check it"),
        by=until,
        minutes=10,
        words=_("Before everybody can read this page, you say if it is right."),
    )


def decision_in(row: Iterator[Any]) -> Decision:
    decision = taken(Decision, row)
    decision.project = taken(Project, row)
    return decision


def owed_waiting(row: Iterator[Any], now: dt.datetime) -> Waiting:
    """What a row of ANSWERS says: an answer to a decision, to a question in one, or to what somebody proposes; or to
    look at a decision again."""
    decision, project = taken_if_there(Decision, row), taken(Project, row)
    due, number, name, words, review = row
    if decision is None:
        return proposal_waiting(project, due, number, name, words, now=now)
    decision.project = project
    if review:
        return review_waiting(decision, due, now)
    return question_waiting(decision, number, name, words) if number else answer_waiting(decision, due, now)


def proposal_waiting(
    project: Project, since: dt.date, number: int, name: str, question: str, *, now: dt.datetime
) -> Waiting:
    due = working_days_after(since, DAYS_TO_ANSWER)
    late = _("%(name)s has waited too long for an answer to this proposal.") % {"name": name}
    return Waiting(
        title=question,
        project=project,
        url=reverse("decisions:proposal", args=[project.slug, number]),
        button=_("Read the proposal"),
        by=timezone.make_aware(dt.datetime.combine(due, END_OF_DAY)),
        minutes=10,
        words=late if due < timezone.localdate(now) else _("%(name)s proposes this.") % {"name": name},
    )


def review_waiting(decision: Decision, due: dt.date, now: dt.datetime) -> Waiting:
    late = due < timezone.localdate(now)
    return Waiting(
        title=decision.question,
        project=decision.project,
        url=reverse("decisions:review", args=[decision.project.slug, decision.number]),
        button=_("Look at it again"),
        by=timezone.make_aware(dt.datetime.combine(due, END_OF_DAY)),
        minutes=15,
        words=_("Looking at this decision again is overdue.") if late else _("Does this decision still hold?"),
    )


def question_waiting(decision: Decision, question: int, asker: str, words: str) -> Waiting:
    return Waiting(
        title=decision.question,
        project=decision.project,
        url=reverse("decisions:answer_question", args=[decision.project.slug, decision.number, question]),
        button=_("Answer a question"),
        by=decision.closes_at,
        minutes=5,
        words=_("%(name)s asks: “%(words)s”") % {"name": asker, "words": Truncator(" ".join(words.split())).chars(140)},
    )


def position_waiting(row: Iterator[Any]) -> Waiting:
    """What a row of ASKED says. `late`: it has its outcome already; `told`: what they asked about these words has an
    answer; `helped`: the name of the partner for whom they answer, or ""."""
    decision = decision_in(row)
    again, late, told, seat, helped = row
    say = _("Say what they think") if helped else _("Say what you think")
    changed = _("The wording has changed since they answered.")
    if not helped:
        changed = _("The wording has changed since you answered.")
    answered = _("Their question has an answer. They can say now what they think.")
    if not helped:
        answered = _("Your question has an answer. You can say now what you think.")
    without = _("It was decided without enough people from their group. They can still say what they think.")
    if not helped:
        without = str(CAN_STILL_SAY)
    return Waiting(
        title=decision.question,
        project=decision.project,
        url=for_whom(decision.get_absolute_url(), seat, helped),
        button=_("Look at it again") if again and not told else say,
        by=None if late else decision.closes_at,
        minutes=3 if again else 5,
        words=without if late else answered if told else changed if again else method_words(decision),
        helped=helped,
    )


def method_words(decision: Decision) -> str:
    return _("A decision by %(method)s.") % {"method": decision.get_method_display().lower()}


def answer_waiting(decision: Decision, due: dt.date, now: dt.datetime) -> Waiting:
    return Waiting(
        title=decision.question,
        project=decision.project,
        url=reverse("decisions:respond", args=[decision.project.slug, decision.number]),
        button=_("Answer this decision"),
        by=timezone.make_aware(dt.datetime.combine(due, END_OF_DAY)),
        minutes=10,
        words=_("Your answer is overdue.") if due < timezone.localdate(now) else _("Partners wait for your answer."),
    )
