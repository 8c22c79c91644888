"""The cast stands where the stories say."""

from collections.abc import Callable

import pytest
from django.http import Http404
from django.test import Client

from participants.models import Person
from projects.models import Membership, Organisation, Project
from projects.permissions import Part, project_for


def test_everyone_has_the_part_that_their_story_says(
    project: Project, seats: dict[str, Membership], huw: Person
) -> None:
    def parts(person: Person) -> set[str]:
        return set(project_for(person, project.slug, can="see").parts)

    assert parts(seats["amina"].person) == {Part.FACILITATOR, Part.PARTNER}
    assert parts(seats["bola"].person) == {Part.PARTNER}
    assert parts(seats["farah"].person) == {Part.PARTNER, Part.COMMISSIONER}
    assert parts(huw) == {Part.SUPPORTER}


def test_eve_finds_nothing(project: Project, southmoor: Organisation, eve: Person) -> None:
    with pytest.raises(Http404):
        project_for(eve, project.slug, can="see")


def test_a_signed_in_person_gets_the_start_page(client_of: Callable[[Person], Client], bola: Person) -> None:
    assert client_of(bola).get("/").status_code == 200
