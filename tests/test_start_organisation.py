import pytest
from django.core.management import CommandError, call_command

from participants.models import Person
from projects.models import Organisation, OrganisationRole

pytestmark = pytest.mark.django_db


def test_the_command_makes_the_organisation_and_its_people() -> None:
    call_command("start_organisation", "Westvale Trust", facilitator=["Ana Bell <Ana@Westvale.example>"])
    role = OrganisationRole.objects.get()
    assert (role.organisation.slug, role.role) == ("westvale-trust", "facilitator")
    assert (role.person.name, role.person.email) == ("Ana Bell", "ana@westvale.example")


def test_run_again_it_adds_nobody_twice() -> None:
    for _time in range(2):
        call_command("start_organisation", "Westvale Trust", commissioner=["Ana Bell <ana@westvale.example>"])
    assert (Organisation.objects.count(), Person.objects.count(), OrganisationRole.objects.count()) == (1, 1, 1)


def test_a_mistyped_address_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(CommandError, match="should look like"):
        call_command("start_organisation", "Westvale Trust", facilitator=["Ana Bell ana-at-westvale"])
    assert not Organisation.objects.exists()


def test_names_without_latin_letters_get_addresses_of_their_own() -> None:
    for name in ("中文", "日本"):
        call_command("start_organisation", name)
    assert sorted(Organisation.objects.values_list("slug", flat=True)) == ["organisation", "organisation-2"]
