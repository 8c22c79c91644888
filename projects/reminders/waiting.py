"""What waits for one person in their projects: shown on Home. Each upper app has a `waiting_for` of its own."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.models import Person
from participants.sql import columns, rows, taken
from participants.times import moment
from projects.models import DesignSession, Invitation, Project, Stage, Support
from projects.reminders.checkins import CHECK_INS
from projects.reminders.doing import TO_DO
from projects.reminders.helping import HELP
from projects.reminders.most import MOST
from projects.reminders.supporters import ASKED_FOR_SUPPORT
from projects.reminders.terms import TERMS
from projects.resting import on_a_break

END_OF_DAY = dt.time(17, 0)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for one person: what, in which project, by when, about how long, one tap to act."""

    title: str
    project: Project
    url: str
    button: str
    by: dt.datetime | None = None
    minutes: int = 1
    words: str = ""
    helped: str = ""  # the partner for whom it waits, where it is for somebody whom they support


# As SQL, since Home asks it each time.
INVITATIONS = f"""
SELECT {columns(Invitation, "invitation")}, {columns(Project, "project")}
FROM projects_membership AS seat
JOIN projects_invitation AS invitation ON invitation.membership_id = seat.id
JOIN projects_project AS project ON project.id = seat.project_id
WHERE seat.person_id = %(person)s AND seat.joined_at IS NULL AND seat.left_at IS NULL
    AND invitation.accepted_at IS NULL AND invitation.declined_at IS NULL AND invitation.withdrawn_at IS NULL
    AND invitation.expires_at > %(now)s
ORDER BY invitation.expires_at LIMIT {MOST}
"""  # noqa: S608 (names of our own columns)

# The places from which somebody answers: their own, and of those partners who chose them for `thing`. `helped` is the
# partner's name where it is not their own.
SEATS = """(
    SELECT own.id, own.project_id, own.person_id, own.role, own.sees, '' AS helped
    FROM projects_membership AS own
    WHERE own.person_id = %(person)s AND own.joined_at IS NOT NULL AND own.left_at IS NULL
    UNION ALL
    SELECT partner.id, partner.project_id, partner.person_id, partner.role, partner.sees, person.name
    FROM projects_supporter AS supporter
    JOIN projects_membership AS partner ON partner.id = supporter.membership_id
        AND partner.joined_at IS NOT NULL AND partner.left_at IS NULL
    JOIN participants_person AS person ON person.id = partner.person_id
    WHERE supporter.person_id = %(person)s AND supporter.accepted_at IS NOT NULL AND supporter.ended_at IS NULL
        AND (supporter.until IS NULL OR supporter.until > %(now)s) AND %(thing)s = ANY(supporter.things)
)"""

# Without an answer of theirs to the time that the session has now.
SESSIONS = f"""
SELECT {columns(DesignSession, "session")}, {columns(Project, "project")}, seat.id, seat.helped
FROM {SEATS} AS seat
JOIN projects_project AS project ON project.id = seat.project_id
JOIN projects_designsession AS session ON session.project_id = project.id
WHERE seat.role <> 'observer' AND seat.sees <> 'decisions' AND NOT {on_a_break("seat")}
    AND session.starts_at > %(now)s AND session.cancelled_at IS NULL
    AND NOT EXISTS (
        SELECT FROM projects_sessionanswer AS answer
        WHERE answer.session_id = session.id AND answer.membership_id = seat.id
            AND (session.moved_at IS NULL OR answer.answered_at >= session.moved_at)
    )
ORDER BY session.starts_at, session.id LIMIT {MOST}
"""  # noqa: S608

# Asked "are we done here?", and not answered.
STAGES = f"""
SELECT {columns(Stage, "stage")}, {columns(Project, "project")}
FROM projects_membership AS seat
JOIN projects_project AS project ON project.id = seat.project_id
JOIN projects_stage AS stage ON stage.project_id = project.id
JOIN projects_stagequestion AS question ON question.stage_id = stage.id AND question.ended_at IS NULL
WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL AND seat.role <> 'observer'
    AND NOT {on_a_break("seat")} AND seat.sees = 'all'
    AND NOT EXISTS (
        SELECT FROM projects_stageanswer AS answer
        WHERE answer.question_id = question.id AND answer.membership_id = seat.id
    )
ORDER BY question.asked_at, question.id LIMIT {MOST}
"""  # noqa: S608


# One question to the database for what occurs seldom.
ASKED = " UNION ALL ".join(
    f"(SELECT '{noun}', asked.* FROM ({sql}) AS asked)"  # noqa: S608 (our own words)
    for noun, sql in (
        ("help", HELP),
        ("terms", TERMS),
        ("check_in", CHECK_INS),
        ("support", ASKED_FOR_SUPPORT),
        ("action", TO_DO),
    )
)


def waiting_for(person: Person, now: dt.datetime) -> list[Waiting]:
    """Invitations, sessions and ends of stages that they have not answered, who could use what they offer, terms that
    they have not accepted, what a stage felt like, who asks for their support, what is theirs to do. Four queries."""
    invitations = rows(INVITATIONS, person=person.pk, now=now)
    sessions = rows(SESSIONS, person=person.pk, now=now, thing=Support.ANSWER)
    stages = rows(STAGES, person=person.pk, now=now)
    return [
        *(invitation_waiting(taken(Invitation, row), taken(Project, row)) for row in invitations),
        *(session_waiting(taken(DesignSession, row), taken(Project, row), next(row), next(row)) for row in sessions),
        *(stage_waiting(taken(Stage, row), taken(Project, row)) for row in stages),
        *(asked_waiting(row) for row in rows(ASKED, person=person.pk, now=now, today=timezone.localdate(now))),
    ]


def invitation_waiting(invitation: Invitation, project: Project) -> Waiting:
    return Waiting(
        title=_("You are invited to %(project)s") % {"project": project.name},
        project=project,
        url=reverse("projects:invitation", args=[invitation.code]),
        button=_("Read the invitation"),
        by=invitation.expires_at,
        minutes=3,
        words=project.purpose,
    )


def asked_waiting(row: Iterator[Any]) -> Waiting:
    """What a row of ASKED says."""
    noun, project = next(row), taken(Project, row)
    pk, words, until, again = row
    if noun == "check_in":
        return check_in_waiting(project, pk, words, until)
    if noun == "terms" or until is None:
        return terms_waiting(project, again=bool(again))
    if noun == "support":
        return support_waiting(project, words, until)
    if noun == "action":
        return action_waiting(project, pk, words, until, doubted=bool(again))
    return help_waiting(project, pk, words, until)


def action_waiting(project: Project, pk: int, what: str, due_on: dt.date, *, doubted: bool) -> Waiting:
    """`doubted`: partners say that it has not happened."""
    overdue = _("It is overdue. Partners can see that.") if due_on < timezone.localdate() else ""
    return Waiting(
        title=what,
        project=project,
        url=reverse("projects:action_progress", args=[project.slug, pk]),
        button=_("Say how it goes"),
        by=timezone.make_aware(dt.datetime.combine(due_on, END_OF_DAY)),
        minutes=2,
        words=_("Somebody says that this has not happened. They wait for your answer.") if doubted else overdue,
    )


def check_in_waiting(project: Project, position: int, stage: str, until: dt.date | None) -> Waiting:
    return Waiting(
        title=_("What was %(stage)s like for you?") % {"stage": stage},
        project=project,
        url=reverse("projects:check_in", args=[project.slug, position]),
        button=_("Say what it felt like"),
        by=None if until is None else timezone.make_aware(dt.datetime.combine(until, dt.time.min)),
        minutes=1,
        words=_("Three questions, less than a minute. No page shows your answers with your name."),
    )


def support_waiting(project: Project, partner: str, until: dt.date) -> Waiting:
    return Waiting(
        title=_("%(name)s would like your support") % {"name": partner},
        project=project,
        url=reverse("projects:supporting"),
        button=_("Read and answer"),
        by=timezone.make_aware(dt.datetime.combine(until, END_OF_DAY)),
        minutes=2,
    )


def help_waiting(project: Project, pk: int, words: str, until: dt.date) -> Waiting:
    """It does not say which of their offers fits: somebody may look over their shoulder. The page does."""
    return Waiting(
        title=words,
        project=project,
        url=reverse("projects:answer_help", args=[project.slug, pk]),
        button=_("Say if you want to help"),
        by=timezone.make_aware(dt.datetime.combine(until, END_OF_DAY)),
        minutes=2,
        words=_("Something that you offer may fit. If you say no, nobody hears of it."),
    )


def terms_waiting(project: Project, *, again: bool) -> Waiting:
    return Waiting(
        title=_("How we work together"),
        project=project,
        url=reverse("projects:accept_terms", args=[project.slug]),
        button=_("Read and answer"),
        minutes=5,
        words=_("Your question is answered.") if again else _("Read what partners agreed. Accept it, or ask first."),
    )


def session_waiting(session: DesignSession, project: Project, seat: int, helped: str) -> Waiting:
    """`helped` is the name of the partner for whom they answer, or "" """
    return Waiting(
        title=session.title,
        project=project,
        url=for_whom(reverse("projects:answer_session", args=[project.slug, session.pk]), seat, helped),
        button=_("Say if they can come") if helped else _("Say if you can come"),
        by=session.starts_at,
        minutes=1,
        words=_("A session on %(moment)s.") % {"moment": moment(session.starts_at)},
        helped=helped,
    )


def stage_waiting(stage: Stage, project: Project) -> Waiting:
    return Waiting(
        title=_("“%(stage)s”: are we done here?") % {"stage": stage.name},
        project=project,
        url=reverse("projects:answer_stage", args=[project.slug, stage.position]),
        button=_("Say what you think"),
        minutes=2,
        words=_("The stage can close when everybody was heard."),
    )


def for_whom(url: str, seat: int, helped: str) -> str:
    """An address that says for which partner its reader acts, where they do."""
    return f"{url}?for={seat}" if helped else url
