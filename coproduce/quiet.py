"""Who has gone quiet, derived from facts at `now` (domain.md §1): people to ring, and whole groups.

Somebody has gone quiet when nothing was heard from them for as many days as their project says while something was
open to them: a session that they have not answered, a decision that waits for them, or a stage, in which everybody is
asked to say something. Or when they missed two sessions in a row, and nothing else was heard since the first of them.
Who is on a break, who only watches, and who keeps the project going is left out.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from participants.models import Person, ReachBy
from participants.sql import columns, rows, taken
from projects.models import Membership, PartnerGroup, Project, QuietCall
from projects.resting import on_a_break

MOST = 100
NAMED = 3  # open sessions and decisions that a row names

# What counts as a word from somebody: a fact in the ledger (being told something is none), an answer to a session or to
# "are we done?", a reply, a call in which they were reached, and coming back from a break. Whether they answered a
# check-in is nobody's to know; nor is who replied to their own words, where they said these without their name.
#
# In a private project its lead decides what each may see: nobody is quiet about what is not open to them.
#
# `run` is since when some stage has been open without a gap: a silence does not begin anew with each stage.
# Joining SQL and not the models, since the desk asks it each time; `tests/test_gone_quiet.py` holds it to the same rule
# written out in Python.
QUIET = f"""
WITH stage AS (
    SELECT stage.project_id, stage.name, stage.position, stage.began_at,
        COALESCE(closure.closed_at, 'infinity') AS closed_at
    FROM projects_stage AS stage LEFT JOIN projects_stageclosure AS closure ON closure.stage_id = stage.id
    WHERE stage.project_id = ANY(%(projects)s) AND stage.began_at <= %(now)s
), run AS (
    SELECT project_id, max(began_at) AS since FROM stage
    WHERE NOT EXISTS (
        SELECT FROM stage AS before WHERE before.project_id = stage.project_id
            AND before.began_at < stage.began_at AND before.closed_at >= stage.began_at
    ) GROUP BY project_id
), open_stage AS (
    SELECT stage.project_id, string_agg(stage.name, ', ' ORDER BY stage.position) AS names, min(run.since) AS since
    FROM stage JOIN run ON run.project_id = stage.project_id
    WHERE stage.closed_at > %(now)s GROUP BY stage.project_id
), ask AS (
    SELECT id, project_id, title, starts_at, moved_at, GREATEST(scheduled_at, moved_at) AS since
    FROM projects_designsession
    WHERE project_id = ANY(%(projects)s) AND starts_at > %(now)s AND scheduled_at <= %(now)s AND cancelled_at IS NULL
), question AS (
    SELECT decision.id, decision.project_id, decision.question, decision.opened_at AS since, (
        SELECT id FROM decisions_wording WHERE decision_id = decision.id ORDER BY number DESC LIMIT 1
    ) AS wording_id
    FROM decisions_decision AS decision
    WHERE decision.project_id = ANY(%(projects)s) AND decision.opened_at <= %(now)s AND decision.closes_at > %(now)s
        AND NOT EXISTS (SELECT FROM decisions_outcome WHERE decision_id = decision.id)
), fact AS (
    SELECT membership_id, max(at) AS at FROM projects_involvement
    WHERE project_id = ANY(%(projects)s) AND kind <> 'told' AND at <= %(now)s GROUP BY membership_id
), seat AS (
    SELECT seat.*, project.quiet_after
    FROM projects_membership AS seat JOIN projects_project AS project ON project.id = seat.project_id
    WHERE seat.project_id = ANY(%(projects)s) AND seat.joined_at <= %(now)s AND seat.left_at IS NULL
        AND seat.role <> 'observer' AND NOT {on_a_break("seat")}
), heard AS (
    SELECT seat.id, GREATEST(seat.joined_at, fact.at, replied.at, done.at, reached.at, rest.ended) AS did, (
        SELECT max(answered_at) FROM projects_sessionanswer
        WHERE membership_id = seat.id AND answered_at <= %(now)s
    ) AS answered
    FROM seat
    LEFT JOIN fact ON fact.membership_id = seat.id
    LEFT JOIN LATERAL (
        SELECT max(reply.at) AS at
        FROM projects_reply AS reply JOIN projects_contribution AS said ON said.id = reply.contribution_id
        WHERE reply.membership_id = seat.id AND reply.at <= %(now)s
            AND NOT (said.audience = 'nameless' AND said.membership_id = seat.id)
    ) AS replied ON true
    LEFT JOIN LATERAL (
        SELECT max(answered_at) AS at FROM projects_stageanswer
        WHERE membership_id = seat.id AND answered_at <= %(now)s
    ) AS done ON true
    LEFT JOIN LATERAL (
        SELECT max(at) AS at FROM projects_quietcall
        WHERE membership_id = seat.id AND came <> 'unreached' AND at <= %(now)s
    ) AS reached ON true
    LEFT JOIN LATERAL (
        SELECT max(LEAST(until, ended_at)) AS ended FROM projects_membershippause
        WHERE membership_id = seat.id AND LEAST(until, ended_at) <= %(now)s
    ) AS rest ON true
), looked_at AS (
    SELECT seat.id, seat.project_id, seat.group_id, seat.person_id,
        GREATEST(heard.did, heard.answered) AS heard,
        COALESCE(open_stage.names, '') AS stages, asked.titles AS sessions, waits.questions AS decisions,
        CASE WHEN missed.first >= heard.did THEN missed.titles END AS missed,
        seat.role = 'partner' AND (
            COALESCE(GREATEST(heard.did, heard.answered, LEAST(open_stage.since, asked.since, waits.since))
                <= %(now)s - make_interval(days => seat.quiet_after)
                AND LEAST(open_stage.since, asked.since, waits.since) IS NOT NULL, false)
            OR COALESCE(missed.first >= heard.did, false)
        ) AS quiet
    FROM seat JOIN heard ON heard.id = seat.id
    LEFT JOIN open_stage ON open_stage.project_id = seat.project_id AND seat.sees = 'all'
    LEFT JOIN LATERAL (
        SELECT min(ask.since) AS since, array_agg(ask.title ORDER BY ask.starts_at, ask.id) AS titles
        FROM ask WHERE ask.project_id = seat.project_id AND seat.sees <> 'decisions' AND NOT EXISTS (
            SELECT FROM projects_sessionanswer AS answer
            WHERE answer.session_id = ask.id AND answer.membership_id = seat.id
                AND (ask.moved_at IS NULL OR answer.answered_at >= ask.moved_at)
        )
    ) AS asked ON true
    LEFT JOIN LATERAL (
        SELECT min(question.since) AS since,
            array_agg(question.question ORDER BY question.since, question.id) AS questions
        FROM question WHERE question.project_id = seat.project_id AND seat.sees <> 'sessions' AND NOT EXISTS (
            SELECT FROM decisions_position AS position
            WHERE position.decision_id = question.id AND position.membership_id = seat.id
                AND position.wording_id = question.wording_id AND position.replaced_at IS NULL
        )
    ) AS waits ON true
    LEFT JOIN LATERAL (
        SELECT CASE WHEN count(*) = 2 AND NOT bool_or(last.came) THEN min(last.starts_at) END AS first,
            array_agg(last.title ORDER BY last.starts_at, last.id) AS titles
        FROM (
            SELECT session.id, session.title, session.starts_at, EXISTS (
                SELECT FROM projects_attendance AS there
                WHERE there.session_id = session.id AND there.membership_id = seat.id
            ) AS came
            FROM projects_designsession AS session
            WHERE session.project_id = seat.project_id AND seat.sees <> 'decisions' AND session.cancelled_at IS NULL
                AND session.starts_at <= %(now)s AND session.starts_at > seat.joined_at
                AND EXISTS (SELECT FROM projects_attendance WHERE session_id = session.id)
                AND NOT {on_a_break("seat", "session.starts_at")}
            ORDER BY session.starts_at DESC, session.id DESC LIMIT 2
        ) AS last
    ) AS missed ON true
), counted AS (
    SELECT *, count(*) OVER of_group = count(*) FILTER (WHERE quiet) OVER of_group AS whole,
        count(*) OVER of_group AS people
    FROM looked_at WINDOW of_group AS (PARTITION BY group_id)
), listed AS (
    SELECT *, row_number() OVER (ORDER BY whole DESC, heard, id) AS place,
        row_number() OVER (PARTITION BY group_id ORDER BY heard, id) AS in_group
    FROM counted WHERE quiet AND (%(seat)s::bigint IS NULL OR id = %(seat)s)
)
SELECT listed.heard, listed.stages, listed.sessions, listed.decisions, listed.missed,
    listed.whole, listed.people, call.came, call.at, call.name,
    {columns(Membership, "seat")}, {columns(Person, "person")}, {columns(PartnerGroup, "groups")},
    {columns(Project, "project")}
FROM listed
JOIN projects_membership AS seat ON seat.id = listed.id
JOIN participants_person AS person ON person.id = seat.person_id
JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
JOIN projects_project AS project ON project.id = seat.project_id
LEFT JOIN LATERAL (
    SELECT call.came, call.at, caller.name FROM projects_quietcall AS call
    JOIN participants_person AS caller ON caller.id = call.by_id
    WHERE call.membership_id = seat.id AND call.at <= %(now)s ORDER BY call.at DESC, call.id DESC LIMIT 1
) AS call ON true
WHERE listed.place <= %(most)s OR listed.whole AND listed.in_group = 1
ORDER BY listed.place
"""  # noqa: S608 (names of our own columns)


@dataclass(frozen=True)
class Call:
    """The last call to somebody: what came of it, when, and who rang."""

    came: QuietCall.Came
    at: dt.datetime
    by: str


@dataclass(frozen=True)
class Quiet:
    """One partner who has gone quiet: since when, what was open to them, and the last call."""

    membership: Membership
    heard: dt.datetime
    stages: str
    sessions: tuple[str, ...]
    decisions: tuple[str, ...]
    missed: tuple[str, ...]
    whole_group: bool
    people: int
    call: Call | None

    @property
    def likes(self) -> str:
        """How they like to be reached."""
        return str(ReachBy(self.membership.person.reach_by).label)


@dataclass(frozen=True)
class QuietGroup:
    """A group of which every partner has gone quiet."""

    group: PartnerGroup
    project: Project
    people: int


def gone_quiet(
    projects: Sequence[Project], now: dt.datetime, *, most: int = MOST, seat: Membership | None = None
) -> list[Quiet]:
    """Who has gone quiet in these projects; whole groups first, then who has been quiet longest. One query.

    They are `most`, and beyond these the first of each group that is quiet as a whole, so that no group goes unseen.
    """
    facts = {"projects": [project.pk for project in projects], "now": now, "most": most, "seat": seat and seat.pk}
    return [quiet_of(row) for row in rows(QUIET, **facts)] if projects else []


def quiet_of(row: Iterator[Any]) -> Quiet:
    heard, stages, sessions, decisions, missed, whole, people, came, at, by = (next(row) for _column in range(10))
    membership = taken(Membership, row)
    membership.person, membership.group = taken(Person, row), taken(PartnerGroup, row)
    membership.project = taken(Project, row)
    call = Call(QuietCall.Came(came), at, by) if came else None
    asked, waiting, away = (tuple((each or [])[:NAMED]) for each in (sessions, decisions, missed))
    return Quiet(membership, heard, stages, asked, waiting, away, whole, people, call)


def quiet_groups(found: Sequence[Quiet]) -> list[QuietGroup]:
    """The groups that have gone quiet as a whole, once each."""
    groups = {
        each.membership.group_id: QuietGroup(each.membership.group, each.membership.project, each.people)
        for each in found
        if each.whole_group
    }
    return list(groups.values())
