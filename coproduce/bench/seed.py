"""The databases that are measured: S, and L with ten times as much in the project and 50 other projects."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, models, transaction

from decisions.models import Decision, Feedback, Minimum, Outcome, Position, Wording
from participants.models import Person
from projects.actions import give_role, start_organisation
from projects.models import (
    Attendance,
    Contribution,
    DesignSession,
    HistoryEntry,
    Involvement,
    Membership,
    Organisation,
    OrganisationRole,
    PartnerGroup,
    Project,
    SessionAnswer,
    Stage,
)

DAY = dt.timedelta(days=1)
TO_COME = 6  # sessions, so that Home is as full on a small database as on a large one
SLUG = "measured"
ACCEPTED, ATTENDED, CONTRIBUTED, DECIDED, _TOLD = Involvement.Kind
GROUPS = ("use", "carers", "staff", "commissioners")
WORDS = (
    "It comes too late, and by then nobody has the strength left to ask for it.",
    "We would rather choose the day ourselves than be given one that suits the rota.",
    "My mother trusts two people. A stranger at the door is no rest for anyone.",
    "Could the centre open on one evening a week, so that people with jobs can come?",
)


@dataclass(frozen=True)
class Size:
    """How much there is: in the measured project, and how many other projects beside it."""

    name: str
    partners: int
    sessions: int
    decisions: int
    positions: int
    others: int


SIZES = {
    "S": Size("S", partners=50, sessions=20, decisions=30, positions=1_500, others=0),
    "L": Size("L", partners=500, sessions=200, decisions=300, positions=15_000, others=50),
}
SMALL = Size("other", partners=8, sessions=3, decisions=4, positions=20, others=0)


def add[Row: models.Model](rows: Iterable[Row]) -> list[Row]:
    """Written in bulk."""
    rows = list(rows)
    return type(rows[0])._default_manager.bulk_create(rows, batch_size=2_000) if rows else []


@transaction.atomic
def seed(size: Size, now: dt.datetime) -> None:
    """Fill an empty database. The first three people are the facilitator, the commissioner and a partner."""
    people = add(
        Person(name=f"{first} {last}", email=f"person{n}@example.org", phone=f"+4477009{n:05}")
        for n, (first, last) in enumerate(names(size.partners))
    )
    facilitator, commissioner, _partner = people[:3]
    organisation = start_organisation("Northdale Council")
    for person, role in (
        (facilitator, OrganisationRole.Role.FACILITATOR),
        (commissioner, OrganisationRole.Role.COMMISSIONER),
    ):
        give_role(organisation, person, role, by=None, now=now - 200 * DAY)
    fill(organisation, SLUG, size, people, now)
    for n in range(size.others):
        mine = people[:1] if n < 10 else people[10:11]
        partner = people[2:3] if n < 3 else []
        fill(organisation, f"other-{n}", SMALL, [*mine, commissioner, *partner, *people[20 + n : 28 + n]], now)


def names(count: int) -> list[tuple[str, str]]:
    firsts = ("Amina", "Farah", "Bola", "Carys", "Dev", "Gwen", "Idris", "Jean", "Kofi", "Mei", "Nia", "Ray", "Siân")
    lasts = ("Adeyemi", "Begum", "Chowdhury", "Davies", "Evans", "Harker", "Iqbal", "Llewellyn", "Okoro", "Smith-Jones")
    return [(firsts[n % len(firsts)], lasts[n // len(firsts) % len(lasts)]) for n in range(count)]


def fill(organisation: Organisation, slug: str, size: Size, people: Sequence[Person], now: dt.datetime) -> None:
    """One project in its second stage, with everything in it."""
    began = now - 100 * DAY
    project = Project.objects.create(
        organisation=organisation,
        name=f"Short breaks {slug}",
        slug=slug,
        purpose="Redesigning how unpaid carers get a break, so that it comes before they are worn out.",
        final_say="This group. The council answers in writing.",
        made_by=people[0],
        made_at=began,
    )
    groups = add(
        PartnerGroup(project=project, key=key, name=str(PartnerGroup.Key(key).label), position=place)
        for place, key in enumerate(GROUPS, start=1)
    )
    stages = add(
        Stage(project=project, position=place, name=name, began_at=began if place == 1 else None)
        for place, name in enumerate(("Discover", "Define", "Develop", "Deliver"), start=1)
    )
    seats = add(
        Membership(
            project=project,
            person=person,
            group=groups[2 if n == 0 else 3 if n == 1 else n % 3],
            role=Membership.Role.PARTNER if n else Membership.Role.FACILITATOR,
            added_by=people[0],
            added_at=began,
            joined_at=began + DAY,
        )
        for n, person in enumerate(people)
    )
    facts = [fact(seat, stages[0], ACCEPTED, f"membership:{seat.pk}", began + DAY) for seat in seats]
    facts += meet(project, stages[0], seats, size, now)
    facts += talk(project, stages[0], seats, now)
    facts += decide(project, stages[0], seats, size, now)
    add(facts)
    add(
        HistoryEntry(
            project=project,
            at=row.at,
            by_id=row.entered_by_id,
            verb="measured",
            about=row.about,
            facts={"name": row.membership.person.name},
        )
        for row in facts
    )


def fact(seat: Membership, stage: Stage, kind: Involvement.Kind, about: str, at: dt.datetime) -> Involvement:
    return Involvement(
        project_id=stage.project_id,
        stage=stage,
        membership=seat,
        group=seat.group,
        kind=kind,
        about=about,
        at=at,
        entered_by=seat.person,
    )


def meet(project: Project, stage: Stage, seats: list[Membership], size: Size, now: dt.datetime) -> list[Involvement]:
    """Sessions, most of them past, with 25 people each at the most."""
    sessions = add(
        DesignSession(
            project=project,
            stage=stage,
            title=f"Mapping a worn-out week, part {n + 1}",
            purpose="Draw one carer's week together.",
            starts_at=(start := now + (TO_COME - n) * DAY * 60 / size.sessions),
            ends_at=start + dt.timedelta(hours=2),
            place="Mill Road Centre",
            online_link="https://meet.example.org/short-breaks",
            access_notes="BSL interpreter booked.",
            safeguarding_contact="Helen Voss, 01632 960120",
            safeguarding_deputy="Tom Birch, 01632 960121",
            scheduled_by=seats[0].person,
            scheduled_at=now - 90 * DAY,
        )
        for n in range(size.sessions)
    )
    came = [(session, seats[(n * 7 + k) % len(seats)]) for n, session in enumerate(sessions) for k in range(25)]
    came = list(dict.fromkeys(came))
    asked = seats[2]  # has yet to answer for what is to come, on a small database as on a large one
    add(
        SessionAnswer(
            session=session, membership=seat, answer="coming", answered_at=now - 80 * DAY, entered_by=seat.person
        )
        for session, seat in came
        if seat is not asked or session.ends_at < now
    )
    past = [(session, seat) for session, seat in came if session.ends_at < now]
    add(
        Attendance(session=session, membership=seat, recorded_by=seats[0].person, recorded_at=session.ends_at)
        for session, seat in past
    )
    return [fact(seat, stage, ATTENDED, f"session:{session.pk}", session.ends_at) for session, seat in past]


def talk(project: Project, stage: Stage, seats: list[Membership], now: dt.datetime) -> list[Involvement]:
    """Three contributions by each partner."""
    said = add(
        Contribution(
            project=project,
            stage=stage,
            membership=seat,
            kind=Contribution.Kind.EXPERIENCE,
            words=WORDS[(n + k) % len(WORDS)],
            entered_by=seat.person,
            at=now - (1 + n % 80) * DAY,
        )
        for n, seat in enumerate(seats)
        for k in range(3)
    )
    return [fact(one.membership, stage, CONTRIBUTED, f"contribution:{one.pk}", one.at) for one in said]


def decide(project: Project, stage: Stage, seats: list[Membership], size: Size, now: dt.datetime) -> list[Involvement]:
    """Decisions: the first tenth open, the others settled, each with the same number of positions."""
    facilitator = seats[0]
    lasting = max(1, size.decisions // 10)
    decisions = add(
        Decision(
            project=project,
            stage=stage,
            number=n + 1,
            question=f"What should a short break be for, part {n + 1}?",
            background="Carers told us that it comes too late.",
            opened_by=facilitator,
            opened_at=now - (20 + n * 60 / size.decisions) * DAY,
            closes_at=now + 5 * DAY if n < lasting else now - DAY * 2,
        )
        for n in range(size.decisions)
    )
    groups = {seat.group.key: seat.group for seat in seats}
    add(
        Minimum(decision=decision, group=groups[key], people=2)
        for decision in decisions
        for key in ("use", "carers")
        if key in groups
    )
    wordings = add(
        Wording(
            decision=decision,
            number=1,
            words="A short break is for the carer to rest, before they are worn out.",
            written_by=facilitator,
            written_at=decision.opened_at,
        )
        for decision in decisions
    )
    each = size.positions // size.decisions
    positions = add(
        Position(
            decision=wording.decision,
            wording=wording,
            membership=seat,
            group=seat.group,
            stance="consent",
            reason=WORDS[k % len(WORDS)],
            at=wording.decision.opened_at + DAY,
            entered_by=seat.person,
        )
        for n, wording in enumerate(wordings)
        for k in range(min(each, len(seats)))
        for seat in [seats[(n + k) % len(seats)]]
    )
    settle(decisions[lasting:], seats, now)
    return [fact(one.membership, stage, DECIDED, f"decision:{one.decision_id}", one.at) for one in positions]


def settle(decisions: list[Decision], seats: list[Membership], now: dt.datetime) -> None:
    """Outcomes, and feedback that has reached five people each."""
    outcomes = add(
        Outcome(
            decision=decision,
            result=Outcome.Result.AGREED,
            decided="A short break is for the carer to rest.",
            reasons="Nobody should need a crisis before they are heard.",
            rejected="Breaks at weekends only.",
            recorded_by=seats[0],
            recorded_at=now - DAY,
        )
        for decision in decisions
    )
    add(
        Feedback(
            outcome=outcome,
            membership=seats[(n + k) % len(seats)],
            you_said=WORDS[k % len(WORDS)],
            we_did="It is now the first aim.",
            written_by=seats[0],
            written_at=now - DAY,
            told_at=now - DAY,
            told_via="email",
        )
        for n, outcome in enumerate(outcomes)
        for k in range(min(5, len(seats)))
    )


def analyse() -> None:
    """What autovacuum would do in a while: without it the planner knows nothing of the rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
