"""Plain functions that make rows for tests. Each says no more than the test needs; everything else is ordinary."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from decisions.models import Decision, Minimum, Position, Wording
from participants.models import Person
from projects.models import (
    Contribution,
    DesignSession,
    Membership,
    Organisation,
    OrganisationRole,
    PartnerGroup,
    Project,
    Stage,
    Support,
    Supporter,
)

DOUBLE_DIAMOND = ("Discover", "Define", "Develop", "Deliver")


def make_person(name: str, **facts: Any) -> Person:
    """A person with an address of their own under example.org, unless `email` says otherwise."""
    email = facts.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    return Person.objects.create_user(email=email, name=name, **facts)


def give_role(organisation: Organisation, person: Person, role: str, *, now: dt.datetime) -> OrganisationRole:
    return OrganisationRole.objects.create(organisation=organisation, person=person, role=role, given_at=now)


def make_project(organisation: Organisation, name: str, slug: str, *, by: Person, now: dt.datetime) -> Project:
    """A project with the four stages of the Double Diamond, the first of them open, and the usual four groups."""
    project = Project.objects.create(
        organisation=organisation,
        name=name,
        slug=slug,
        purpose="Redesigning how unpaid carers get a break, so that it comes before they are worn out.",
        final_say="This group. Farah, for the council, answers in writing.",
        made_by=by,
        made_at=now,
    )
    PartnerGroup.objects.bulk_create(
        PartnerGroup(project=project, key=key.value, name=str(key.label), position=place)
        for place, key in enumerate(PartnerGroup.Key, start=1)
    )
    Stage.objects.bulk_create(
        Stage(project=project, position=place, name=stage, began_at=now if place == 1 else None)
        for place, stage in enumerate(DOUBLE_DIAMOND, start=1)
    )
    return project


def join(project: Project, person: Person, group: str, *, now: dt.datetime, **facts: Any) -> Membership:
    """A partner who said yes at `now`. Say `joined_at=None` for one who is still asked."""
    return Membership.objects.create(
        **{
            "project": project,
            "person": person,
            "group": project.groups.get(key=group),
            "added_by": project.made_by,
            "added_at": now,
            "joined_at": now,
            **facts,
        }
    )


def make_supporter(
    membership: Membership, person: Person, *, now: dt.datetime, things: Iterable[str] = Support.values, **facts: Any
) -> Supporter:
    """Somebody who said yes to supporting a partner, with every right unless `things` says otherwise."""
    return Supporter.objects.create(
        **{
            "membership": membership,
            "person": person,
            "asked_name": person.name,
            "asked_reach": person.email or person.phone,
            "things": sorted(things),
            "asked_by": membership.person,
            "asked_at": now,
            "expires_at": now + dt.timedelta(days=28),
            "accepted_at": now,
            **facts,
        }
    )


def make_session(project: Project, *, starts_at: dt.datetime, now: dt.datetime, **facts: Any) -> DesignSession:
    """A session of two hours in the project's first stage."""
    return DesignSession.objects.create(
        **{
            "project": project,
            "stage": project.stages.get(position=1),
            "title": "Mapping a worn-out week",
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(hours=2),
            "place": "Mill Road Centre",
            "safeguarding_contact": "Ruth Okafor, 01632 960110",
            "safeguarding_deputy": "Tom Birch, 01632 960111",
            "scheduled_by": project.made_by,
            "scheduled_at": now,
            **facts,
        }
    )


def make_contribution(membership: Membership, words: str, *, now: dt.datetime, **facts: Any) -> Contribution:
    return Contribution.objects.create(
        **{
            "project": membership.project,
            "stage": membership.project.stages.get(position=1),
            "membership": membership,
            "kind": Contribution.Kind.EXPERIENCE,
            "words": words,
            "entered_by": membership.person,
            "at": now,
            **facts,
        }
    )


def make_decision(opened_by: Membership, *, now: dt.datetime, **facts: Any) -> Decision:
    """An open consent decision with its first wording, and a minimum of one from each lived-experience group."""
    project = opened_by.project
    minimums: dict[str, int] = facts.pop("minimums", {"use": 1, "carers": 1})
    decision = Decision.objects.create(
        **{
            "project": project,
            "stage": project.stages.get(position=1),
            "number": project.decisions.count() + 1,
            "question": "What should a short break be for?",
            "opened_by": opened_by,
            "opened_at": now,
            "closes_at": now + dt.timedelta(days=7),
            **facts,
        }
    )
    Minimum.objects.bulk_create(
        Minimum(decision=decision, group=project.groups.get(key=key), people=people) for key, people in minimums.items()
    )
    add_wording(decision, "A short break is for the carer to rest, before they are worn out.", now=now)
    return decision


def add_wording(decision: Decision, words: str, *, now: dt.datetime, because: str = "") -> Wording:
    return Wording.objects.create(
        decision=decision,
        number=decision.wordings.count() + 1,
        words=words,
        because=because,
        written_by=decision.opened_by,
        written_at=now,
    )


def make_position(decision: Decision, membership: Membership, stance: str, *, now: dt.datetime) -> Position:
    """A position on the current wording."""
    wording = decision.wordings.last()
    assert wording is not None
    return Position.objects.create(
        decision=decision,
        wording=wording,
        membership=membership,
        group=membership.group,
        stance=stance,
        reason="" if stance == "consent" else "Rest is not the only reason.",
        at=now,
        entered_by=membership.person,
    )
