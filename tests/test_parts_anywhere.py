"""Which pages somebody is offered follows from the parts they have, in any project or organisation."""

import datetime as dt

import pytest

from participants.models import Person
from projects.models import Membership, Organisation, OrganisationRole
from projects.permissions import Part, parts_anywhere

pytestmark = pytest.mark.django_db


def test_each_has_the_parts_of_their_roles_and_seats(seats: dict[str, Membership]) -> None:
    parts = {key: set(parts_anywhere(seat.person)) for key, seat in seats.items()}
    assert parts == {
        "amina": {Part.FACILITATOR},
        "bola": set(),
        "carys": set(),
        "dev": set(),
        "farah": {Part.COMMISSIONER},
        "gwen": set(),
        "idris": set(),
    }


def test_whoever_left_a_project_has_no_part_in_it(
    seats: dict[str, Membership], now: dt.datetime, northdale: Organisation
) -> None:
    OrganisationRole.objects.update(ended_at=now)
    assert parts_anywhere(seats["amina"].person) == {Part.FACILITATOR}  # her seat in the project is enough
    assert parts_anywhere(seats["farah"].person) == {Part.COMMISSIONER}
    Membership.objects.update(left_at=now)
    assert parts_anywhere(seats["amina"].person) == set()
    assert parts_anywhere(seats["farah"].person) == set()


def test_whoever_has_not_said_yes_has_no_part_yet(seats: dict[str, Membership]) -> None:
    OrganisationRole.objects.all().delete()
    Membership.objects.update(joined_at=None)
    assert parts_anywhere(seats["amina"].person) == set()


def test_a_role_in_an_organisation_is_enough(northdale: Organisation, farah: Person, eve: Person) -> None:
    assert parts_anywhere(farah) == {Part.COMMISSIONER}
    assert parts_anywhere(eve) == set()
