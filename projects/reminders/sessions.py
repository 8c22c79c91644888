"""What people are told about sessions without anybody pressing a button, and when it is too late to tell them."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from participants.models import Message, Person
from projects.actions.sessions import about, asked_key, concerned, partners_of, session_facts
from projects.models import DesignSession, Membership, MembershipPause, SessionAnswer
from projects.reminders.declaring import Reminder

DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
TIME_TO_ANSWER = 3 * DAY
KNOWN_SINCE = Greatest("scheduled_at", "moved_at")


def joined_since(now: dt.datetime) -> QuerySet[DesignSession]:
    return DesignSession.objects.coming_up(now).select_related("project")


def newcomers(session: DesignSession, now: dt.datetime) -> QuerySet[Person]:
    """Partners who joined, or were on a break, after the others had been asked."""
    away = MembershipPause.objects.filter(
        Q(until=None) | Q(until__gt=session.scheduled_at), Q(ended_at=None) | Q(ended_at__gt=session.scheduled_at)
    )
    late = Q(joined_at__gt=session.scheduled_at) | Q(pk__in=away.values("membership"))
    seats = Membership.objects.filter(late, project=session.project_id)
    return without_answer(session, now).filter(pk__in=seats.values("person"))


def in_a_week(now: dt.datetime) -> QuerySet[DesignSession]:
    """A week before, or a little later; not those that people heard of only the other day."""
    soon = DesignSession.objects.coming_up(now).filter(starts_at__lte=now + WEEK, starts_at__gt=now + 2 * DAY)
    return (
        soon.annotate(known_since=KNOWN_SINCE)
        .filter(known_since__lte=F("starts_at") - WEEK - DAY)
        .select_related("project")
    )


def tomorrow(now: dt.datetime) -> QuerySet[DesignSession]:
    return DesignSession.objects.coming_up(now).filter(starts_at__lte=now + DAY).select_related("project")


def long_unanswered(now: dt.datetime) -> QuerySet[DesignSession]:
    """Asked some days ago, and not so near that the reminder of the session itself will do."""
    far = DesignSession.objects.coming_up(now).filter(starts_at__gt=now + WEEK + DAY)
    return far.annotate(known_since=KNOWN_SINCE).filter(known_since__lte=now - TIME_TO_ANSWER).select_related("project")


def may_come(session: DesignSession, now: dt.datetime) -> QuerySet[Person]:
    """Everybody but those who said that they don't come."""
    return partners_of(session, now).exclude(Exists(answers(session).filter(answer=SessionAnswer.Answer.NOT_COMING)))


def without_answer(session: DesignSession, now: dt.datetime) -> QuerySet[Person]:
    return partners_of(session, now).exclude(Exists(answers(session)))


def answers(session: DesignSession) -> QuerySet[SessionAnswer]:
    return SessionAnswer.objects.standing().filter(session=session, membership__person=OuterRef("pk"))


def when(session: DesignSession) -> str:
    """In keys, so that people are reminded again of a session that moved."""
    return session.starts_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M")


def session_of(message: Message) -> DesignSession | None:
    number = message.topic.rpartition(":")[2]
    return DesignSession.objects.filter(pk=int(number)).first() if number.isdecimal() else None


def off(message: Message, now: dt.datetime) -> str:
    """Not coming up any more, or not as this message says, or the person is no longer a partner."""
    session = session_of(message)
    if session is None or session.cancelled_at:
        return _("The session is cancelled.")
    if session.has_begun(now):
        return _("The session has begun.")
    said = message.context
    if (said["starts_at"], said["ends_at"]) != (session.starts_at.isoformat(), session.ends_at.isoformat()):
        return _("The session has moved.")
    there = (said["place"], said["online_link"], said.get("phone_line", ""))  # messages from before had no line
    if there != (session.place, session.online_link, session.phone_line):
        return _("The session is somewhere else now.")
    if not concerned(session, now).filter(pk=message.to_id).exists():
        return _("They are no longer a partner, or are on a break.")
    return ""


def answered_or_off(message: Message, now: dt.datetime) -> str:
    theirs = SessionAnswer.objects.standing().filter(session=session_of(message), membership__person=message.to_id)
    return off(message, now) or (_("They have answered already.") if theirs.exists() else "")


def declined_or_off(message: Message, now: dt.datetime) -> str:
    said_no = SessionAnswer.objects.standing().filter(
        Q(session=session_of(message)), membership__person=message.to_id, answer=SessionAnswer.Answer.NOT_COMING
    )
    return off(message, now) or (_("They said that they don't come.") if said_no.exists() else "")


def begun(message: Message, now: dt.datetime) -> str:
    """For news of a session that was cancelled: nobody needs it once the hour has passed."""
    session = session_of(message)
    return _("The session would have begun.") if session is None or session.has_begun(now) else ""


REMINDERS = (
    Reminder(
        name="session_asked",
        due=joined_since,
        audience=newcomers,
        key=asked_key,
        topic=about,
        context=session_facts,
        too_late=answered_or_off,
    ),
    Reminder(
        name="session_answer_missing",
        due=long_unanswered,
        audience=without_answer,
        key=lambda session: f"{about(session)}:answer-missing:{when(session)}",
        topic=about,
        context=session_facts,
        too_late=answered_or_off,
    ),
    Reminder(
        name="session_week_before",
        due=in_a_week,
        audience=may_come,
        key=lambda session: f"{about(session)}:week-before:{when(session)}",
        topic=about,
        context=session_facts,
        too_late=declined_or_off,
    ),
    Reminder(
        name="session_day_before",
        due=tomorrow,
        audience=may_come,
        key=lambda session: f"{about(session)}:day-before:{when(session)}",
        topic=about,
        context=session_facts,
        too_late=declined_or_off,
    ),
)
