"""What drills share: a process on a database of its own, and a project to work with."""

import json
import os
import subprocess
import sys
from typing import Any

from coproduce.boot.databases import made


def elsewhere(drill: str, *words: str, **more: str) -> Any:
    """What `python -m coproduce.drills.DRILL WORDS` prints as its last line, as JSON; with `more` in its environment.

    It runs on a database of its own, made beside the given one and thrown away.
    """
    with made(f"drill_{drill}_{os.getpid()}") as database:
        surroundings = os.environ | {
            "COPRODUCE_MODE": "demo",
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "coproduce.settings",
            **more,
        }
        command = [sys.executable, "-m", f"coproduce.drills.{drill}", *words]
        done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout.splitlines()[-1])


def start_project(purpose: str) -> tuple[Any, Any]:
    """A project with the usual stages and groups on an empty database, and its facilitator, who commissions it too."""
    from django.core.management import call_command
    from django.utils import timezone

    from participants.models import Person
    from projects import actions
    from projects.actions.organisations import give_role, start_organisation
    from projects.models import OrganisationRole
    from projects.templates_of_stages import STAGE_TEMPLATES

    call_command("migrate", verbosity=0)
    now = timezone.now()
    by = Person.objects.create_user(email="amina@northdale.example", name="Amina Yusuf")
    organisation = start_organisation("Drill")
    for role in (OrganisationRole.Role.FACILITATOR, OrganisationRole.Role.COMMISSIONER):
        give_role(organisation, by, role, by=None, now=now)
    project = actions.start_project(
        organisation,
        name="Drill",
        purpose=purpose,
        final_say="This group.",
        answer_days=10,
        stages=STAGE_TEMPLATES["double_diamond"].stages,
        by=by,
        now=now,
    )
    return project, by


def add_partners(project: Any, people: list[Any], by: Any) -> list[Any]:
    """Seats of people who use the service and have joined. `people` are not saved yet."""
    from django.utils import timezone

    from participants.models import Person
    from projects.models import Membership

    now, group = timezone.now(), project.groups.get(key="use")
    return Membership.objects.bulk_create(
        Membership(project=project, person=person, group=group, added_by=by, added_at=now, joined_at=now)
        for person in Person.objects.bulk_create(people)
    )
