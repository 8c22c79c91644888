"""Checks the registers of decisions in the database: their chains, their seals, and what pages show beside them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from decisions.register_check import wrong_in
from projects.models import Project


class Command(BaseCommand):
    help = "Checks that nobody changed the registers of decisions. Names each entry that was, and ends with status 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="*", help="the projects to check, as in their addresses; all of them if none")

    def handle(self, *args: Any, **options: Any) -> None:
        projects = Project.objects.order_by("slug")
        if options["slug"]:
            projects = projects.filter(slug__in=options["slug"])
            if missing := set(options["slug"]) - {project.slug for project in projects}:
                raise CommandError(f"There is no project {', '.join(sorted(missing))}.")
        broken = 0
        for project in projects:
            wrong = wrong_in(project)
            head = getattr(project, "register_head", None)
            self.stdout.write(f"{project.slug}: {head or 'no entries'}" if not wrong else f"{project.slug}: NOT WHOLE")
            for sentence in wrong:
                self.stdout.write(f"  {sentence}")
            broken += bool(wrong)
        if broken:
            raise CommandError(f"{broken} of {len(projects)} registers are not whole.")
