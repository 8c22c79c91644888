"""Sets up an organisation from the command line: the first thing that somebody who runs Coproduce for real does."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from participants.models import Person
from projects.actions import give_role, start_organisation
from projects.models import Organisation, OrganisationRole

ROLES = {
    "facilitator": OrganisationRole.Role.FACILITATOR,
    "commissioner": OrganisationRole.Role.COMMISSIONER,
}


class Command(BaseCommand):
    help = "Makes an organisation, its people and what they may do there. Run again to add people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help='for example "Northdale Council"')
        for role in ROLES:
            parser.add_argument(f"--{role}", action="append", default=[], metavar='"Name <email>"')

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        organisation = start_organisation(options["name"])
        for role, right in ROLES.items():
            for words in options[role]:
                self.give(organisation, right, words)
        self.stdout.write(f"{organisation} is ready. People sign in with their email address; there are no passwords.")

    def give(self, organisation: Organisation, right: OrganisationRole.Role, words: str) -> None:
        name, _sign, email = words.rpartition("<")
        email = email.rstrip("> ").strip()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f'{words!r} should look like "Amina Yusuf <amina@example.org>".') from None
        person = Person.objects.by_email(email) or Person.objects.create_user(email, name=name.strip() or email)
        give_role(organisation, person, right, by=None, now=timezone.now())
        self.stdout.write(f"{person.name} <{person.email}>: {right.label}")
