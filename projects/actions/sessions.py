"""Sessions: planning them, moving them, calling them off, answering, and writing down who came."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from participants.actions import queue_for_all
from participants.addresses import absolute
from participants.models import AccessNeed, Person
from participants.refusals import Refused
from projects.actions.entering import note_help, refuse_when_closed, who_enters
from projects.actions.ledger import note_involvement, write_history
from projects.models import (
    Attendance,
    DesignSession,
    HistoryEntry,
    Involvement,
    Membership,
    Project,
    SessionAnswer,
    Stage,
    Support,
    Via,
)

WHERE_AND_WHEN = (
    "starts_at",
    "ends_at",
    "place",
    "online_link",
    "phone_line",
)  # people are told when one of these changes


@dataclass(frozen=True)
class Plan:
    """What a facilitator says about a session. Moments are aware; a place, a link or a number is needed."""

    stage: Stage
    title: str
    purpose: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    online_link: str
    access_notes: str
    safeguarding_contact: str
    safeguarding_deputy: str
    phone_line: str = ""

    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@transaction.atomic
def schedule_session(project: Project, plan: Plan, *, by: Person, now: dt.datetime) -> DesignSession:
    """Put a session into the calendar and ask every partner whether they come."""
    refuse_a_plan_that_cannot_be(project, plan, now)
    session = DesignSession.objects.create(project=project, scheduled_by=by, scheduled_at=now, **plan.facts())
    note(session, "session_scheduled", by=by, now=now)
    people, key, context = to_tell(session, by, now), asked_key(session), session_facts(session)
    queue_for_all(people, "session_asked", key, context, now=now, topic=about(session))
    return session


def refuse_a_plan_that_cannot_be(project: Project, plan: Plan, now: dt.datetime) -> None:
    if plan.starts_at <= now:
        raise Refused(_("Choose a day and a time that are still to come."))
    if plan.ends_at <= plan.starts_at:
        raise Refused(_("The session must end after it starts."))
    if not (plan.place or plan.online_link or plan.phone_line):
        raise Refused(
            _("Say where the session is: a place, a link for joining online, or a number for joining by phone.")
        )
    if plan.stage.project_id != project.pk or plan.stage.is_closed:
        raise Refused(_("Choose a stage that is not closed."))


@transaction.atomic
def change_session(
    session: DesignSession, plan: Plan, *, because: str = "", by: Person, now: dt.datetime
) -> DesignSession:
    """Change a session that has not begun. A new time or place is told to every partner.

    With a new time everybody is asked again: what they said about the old one no longer stands. So are those who said
    that they join in a way that there is no more.
    """
    held = hold(session)
    refuse_what_is_past_or_off(held, now)
    refuse_a_plan_that_cannot_be(held.project, plan, now)
    new = plan.facts()
    changed = [name for name, value in new.items() if getattr(held, name) != value]
    if not changed:
        return held
    for name in changed:
        setattr(held, name, new[name])
    if not {"starts_at", "ends_at"}.isdisjoint(changed):
        held.moved_at = now
    held.save(update_fields=[*changed, "moved_at"])
    stranded = without_a_way(held)
    entry = note(held, "session_changed", by=by, now=now, because=because)
    if not set(WHERE_AND_WHEN).isdisjoint(changed):
        context = session_facts(held) | {"because": because, "moved": held.moved_at == now}
        key, people = f"{about(held)}:changed:{entry.pk}", to_tell(held, by, now)
        for some, more in ((people.filter(pk__in=stranded), {"stranded": True}), (people.exclude(pk__in=stranded), {})):
            queue_for_all(some, "session_changed", key, context | more, now=now, topic=about(held))
    return held


def without_a_way(session: DesignSession) -> list[int]:
    """End the answers of those who said that they join in a way that there is no more. The ids of these people."""
    ended = session.answers.standing().exclude(answer__in=session.ways)
    people = list(ended.values_list("membership__person_id", flat=True))
    ended.delete()
    return people


@transaction.atomic
def cancel_session(session: DesignSession, because: str, *, by: Person, now: dt.datetime) -> DesignSession:
    """Call a session off, say why, and tell every partner. The session stays on the record."""
    held = hold(session)
    refuse_what_is_past_or_off(held, now)
    held.cancelled_at, held.cancelled_because = now, because
    held.save(update_fields=["cancelled_at", "cancelled_because"])
    note(held, "session_cancelled", by=by, now=now, because=because)
    context = session_facts(held) | {"because": because, "link": absolute_link(held, "projects:session")}
    key = f"{about(held)}:cancelled"
    queue_for_all(to_tell(held, by, now), "session_cancelled", key, context, now=now, topic=about(held))
    return held


@transaction.atomic
def answer_session(
    session: DesignSession,
    membership: Membership,
    answer: SessionAnswer.Answer,
    *,
    needs: str = "",
    by: Person,
    now: dt.datetime,
    via: Via = Via.ONLINE,
) -> SessionAnswer:
    """Say whether a partner comes, and what they need this time. The last word counts.

    The answer itself says who wrote it and when, so the record of the project is not filled with it. `by` is the
    partner, their supporter, or a facilitator who says by which way it reached them.
    """
    held = hold(session)
    refuse_what_is_past_or_off(held, now)
    if membership.project_id != held.project_id:
        raise Refused(_("That session is not one of this project."))
    supporter = who_enters(membership, Support.ANSWER, by=by, via=via, now=now)
    if answer not in held.ways:
        raise Refused(_("You can’t join this session in that way. What there is: %(where)s.") % {"where": held.where})
    if supporter is not None and not needs:
        needs = needs_known(held, membership)
    said, _new = SessionAnswer.objects.update_or_create(
        session=held,
        membership=membership,
        defaults={"answer": answer, "needs": needs, "answered_at": now, "via": via, "entered_by": by},
    )
    note_help(supporter, Support.ANSWER, about(held), now=now, answer=answer)
    return said


def needs_known(session: DesignSession, membership: Membership) -> str:
    """What a partner needs, as they said it before. Their supporter does not see it, so an empty box keeps it."""
    said = SessionAnswer.objects.filter(session=session, membership=membership).values_list("needs", flat=True).first()
    recorded = AccessNeed.objects.filter(person=membership.person_id, ended_at=None)
    return said or "; ".join(str(need) for need in recorded)[:500]


@transaction.atomic
def record_attendance(
    session: DesignSession,
    came: Iterable[Membership],
    by_phone: Iterable[Membership] = (),
    *,
    by: Person,
    now: dt.datetime,
) -> list[Attendance]:
    """Write down who came and who took part by phone; who is written down already stays as they are.

    Returns the new ones. Attendance is involvement, which nobody can take back: pages ask twice.
    """
    held = hold(session)
    if held.cancelled_at:
        raise Refused(_("This session was cancelled, so nobody came to it."))
    refuse_when_closed(held.project_id)
    if not held.has_begun(now):
        raise Refused(_("You can write down who came once the session has begun."))
    known = set(held.attendances.values_list("membership_id", flat=True))
    ways = {member.pk: (member, Via.PHONE) for member in by_phone} | {
        member.pk: (member, Via.SESSION) for member in came
    }
    if any(member.project_id != held.project_id for member, _via in ways.values()):
        raise Refused(_("Somebody you ticked is not in this project. Choose people from the list."))
    new = [
        Attendance(session=held, membership=member, via=via, recorded_by=by, recorded_at=now)
        for member, via in ways.values()
        if member.pk not in known
    ]
    Attendance.objects.bulk_create(new)
    for each in new:
        kind = Involvement.Kind.ATTENDED
        note_involvement(each.membership, held.stage, kind, about(held), by=by, now=now, via=each.via)
    if new:
        names = ", ".join(sorted(each.membership.person.name for each in new))
        note(held, "attendance_recorded", by=by, now=now, names=names)
    return new


def hold(session: DesignSession) -> DesignSession:
    """The session as it is now, locked until the end of the transaction."""
    held = DesignSession.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("project", "stage").get(pk=session.pk)


def refuse_what_is_past_or_off(session: DesignSession, now: dt.datetime) -> None:
    if session.cancelled_at:
        raise Refused(_("This session is cancelled."))
    if session.has_begun(now):
        raise Refused(_("This session has already begun."))


def about(session: DesignSession) -> str:
    return f"session:{session.pk}"


def asked_key(session: DesignSession) -> str:
    return f"{about(session)}:asked"


def note(session: DesignSession, verb: str, *, by: Person, now: dt.datetime, **facts: str) -> HistoryEntry:
    facts = {"title": session.title, "starts_at": session.starts_at.isoformat(), **facts}
    return write_history(session.project, verb, about(session), by=by, now=now, **facts)


def to_tell(session: DesignSession, by: Person, now: dt.datetime) -> QuerySet[Person]:
    """Every partner whom it concerns but the one who did it."""
    return concerned(session, now).exclude(pk=by.pk)


def concerned(session: DesignSession, now: dt.datetime) -> QuerySet[Person]:
    """The partners, without those on a break who did not say that they come."""
    said_yes = SessionAnswer.objects.filter(session=session, answer__in=SessionAnswer.YES)
    seats = seats_in(session).filter(
        Q(pk__in=Membership.objects.active(now).filter(project=session.project_id)) | Q(session_answers__in=said_yes)
    )
    return Person.objects.filter(pk__in=seats.order_by().values("person"))


def partners_of(session: DesignSession, now: dt.datetime) -> QuerySet[Person]:
    """The partners who may be asked and reminded: nobody who is on a break."""
    seats = Membership.objects.active(now).seeing_sessions().filter(project=session.project_id)
    seats = seats.without_observers()
    return Person.objects.filter(pk__in=seats.order_by().values("person"))


def seats_in(session: DesignSession) -> QuerySet[Membership]:
    seats = Membership.objects.partners().seeing_sessions().filter(project=session.project_id)
    return seats.without_observers()


def session_facts(session: DesignSession) -> dict[str, Any]:
    """What every message about a session says, as plain values."""
    return {
        "project": session.project.name,
        "title": session.title,
        "purpose": session.purpose,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "place": session.place,
        "online_link": session.online_link,
        "phone_line": session.phone_line,
        "access_notes": session.access_notes,
        "link": absolute_link(session, "projects:answer_session"),
    }


def absolute_link(session: DesignSession, name: str) -> str:
    return absolute(name, session.project.slug, session.pk)
