"""Telling the demo's stories into an empty database, once."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from coproduce.demo.calendar import Calendar
from coproduce.demo.northdale import short_breaks
from coproduce.demo.others import crisis_cafe, direct_payments, night_support, own_support
from coproduce.demo.people import make_people
from participants.models import Message, Person
from projects.actions.organisations import give_role, start_organisation
from projects.models import Organisation, OrganisationRole, Project

FACILITATOR, COMMISSIONER = OrganisationRole.Role


def is_loaded() -> bool:
    return Project.objects.filter(slug="short-breaks-for-carers").exists()


@transaction.atomic
def load(now: dt.datetime) -> bool:
    """Load the demo as seen at `now`. False where it was there already."""
    if is_loaded():
        return False
    calendar = Calendar(now)
    people = make_people(calendar.at(-120))
    northdale = organisation("Northdale Council", calendar.at(-120), people["amina"], people["farah"])
    southmoor = organisation("Southmoor Trust", calendar.at(-120), people["eve"], people["eve"])
    direct_payments(calendar, people, northdale)
    short_breaks(calendar, people, northdale)
    crisis_cafe(calendar, people, northdale)
    own_support(calendar, people, northdale)
    night_support(calendar, people, southmoor)
    lay_messages_to_rest(now)
    return True


def lay_messages_to_rest(now: dt.datetime) -> None:
    """Nothing of the story's past is really sent. Phone calls and letters of the last two weeks wait for Amina."""
    lately = Q(channel__in=[Message.Channel.CALL, Message.Channel.LETTER], queued_at__gt=now - dt.timedelta(days=14))
    told = Message.objects.filter(sent_at=None).exclude(lately)
    told.update(dropped_at=now, dropped_because="Part of the demo's story: it was never sent.")


def organisation(name: str, now: dt.datetime, facilitator: Person, commissioner: Person) -> Organisation:
    made = start_organisation(name)
    give_role(made, facilitator, FACILITATOR, by=None, now=now)
    give_role(made, commissioner, COMMISSIONER, by=None, now=now)
    return made
