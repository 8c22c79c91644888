"""What the pages of sessions read, as SQL: they are asked all the time (see participants/sql.py)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from participants.models import Person
from participants.sql import columns, rows, taken, taken_if_there
from projects.easy import Facts, facts_sql
from projects.models import DesignSession, HelpAsked, Membership, Project, SessionAnswer, Stage

MOST_COMING_UP = 20
MOST_HELP = 5


@dataclass(frozen=True)
class Listed:
    """A session in a list, and what one partner said to it, or "" where that was to another time."""

    session: DesignSession
    said: str = ""


LISTED = f"""
SELECT {columns(DesignSession, "session")}, COALESCE(answer.answer, '')
FROM projects_designsession AS session
LEFT JOIN projects_sessionanswer AS answer ON answer.session_id = session.id AND answer.membership_id = %(seat)s
    AND (session.moved_at IS NULL OR answer.answered_at >= session.moved_at)
WHERE session.project_id = %(project)s AND """  # noqa: S608 (names of our own columns)
COMING_UP = f"""{LISTED} session.ends_at > %(now)s AND session.cancelled_at IS NULL
ORDER BY session.starts_at, session.id LIMIT {MOST_COMING_UP}"""
PAST = f"""{LISTED} (session.ends_at <= %(now)s OR session.cancelled_at IS NOT NULL)
ORDER BY session.starts_at DESC, session.id DESC LIMIT %(most)s OFFSET %(after)s"""


def coming_up(project: Project, whose: Membership | None, now: dt.datetime) -> list[Listed]:
    """The next ones, soonest first, with what `whose` said. One query."""
    seat = whose.pk if whose else None
    found = rows(COMING_UP, project=project.pk, seat=seat, now=now)
    return [Listed(taken(DesignSession, row), next(row)) for row in found]


def past(project: Project, now: dt.datetime, *, most: int, after: int) -> Sequence[Listed]:
    """What is over or was cancelled, the newest first. One query."""
    found = rows(PAST, project=project.pk, seat=None, now=now, most=most, after=after)
    return [Listed(taken(DesignSession, row)) for row in found]


@dataclass(frozen=True)
class Opened:
    """A session on its own page: with its Easy Read words, and what one partner said to it, whatever time it had."""

    session: DesignSession
    easy: Facts
    said: SessionAnswer | None


ONE = f"""
SELECT {columns(DesignSession, "session")}, {columns(Stage, "stage")},
    {facts_sql("session", "session.id", "session.project_id", "%(person)s")}, {columns(SessionAnswer, "answer")}
FROM projects_designsession AS session JOIN projects_stage AS stage ON stage.id = session.stage_id
LEFT JOIN projects_sessionanswer AS answer ON answer.session_id = session.id AND answer.membership_id = %(seat)s
WHERE session.project_id = %(project)s AND session.id = %(session)s
"""  # noqa: S608 (names of our own columns)


def opened(project: Project, session_id: int, person: Person, whose: Membership | None) -> Opened | None:
    """One session of a project as `person` reads it, and the answer of `whose`. One query."""
    seat = whose.pk if whose else None
    for row in rows(ONE, project=project.pk, session=session_id, person=person.pk, seat=seat):
        session = taken(DesignSession, row)
        session.project, session.stage = project, taken(Stage, row)
        return Opened(session, Facts.of(next(row)), taken_if_there(SessionAnswer, row))
    return None


HELP = f"""
SELECT {columns(HelpAsked, "help")} FROM projects_helpasked AS help
WHERE help.session_id = %(session)s AND help.ended_at IS NULL AND help.until >= %(today)s
ORDER BY help.until, help.id LIMIT {MOST_HELP}
"""  # noqa: S608 (names of our own columns)


def still_looked_for(session: DesignSession, today: dt.date) -> list[HelpAsked]:
    """The questions for help with a session that are open. One query."""
    asked = [taken(HelpAsked, row) for row in rows(HELP, session=session.pk, today=today)]
    for each in asked:
        each.project = session.project
    return asked
