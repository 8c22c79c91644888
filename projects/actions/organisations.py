"""Making an organisation and giving rights in it."""

import datetime as dt

from django.db import transaction
from django.utils.text import slugify

from participants.models import Person
from projects.models import Organisation, OrganisationRole


@transaction.atomic
def start_organisation(name: str) -> Organisation:
    """The organisation of that name, made if it is new. The address is made once and stays."""
    organisation, _is_new = Organisation.objects.get_or_create(name=name, defaults={"slug": free_slug(name)})
    return organisation


def free_slug(name: str) -> str:
    """A short address that no organisation has yet; names without Latin letters get a numbered one."""
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


@transaction.atomic
def give_role(
    organisation: Organisation, person: Person, role: OrganisationRole.Role, *, by: Person | None, now: dt.datetime
) -> OrganisationRole:
    """Give a right that lasts until it is ended. Given twice, it is held once. `by` is None at set-up."""
    given, _is_new = OrganisationRole.objects.get_or_create(
        organisation=organisation, person=person, role=role, ended_at=None, defaults={"given_by": by, "given_at": now}
    )
    return given
