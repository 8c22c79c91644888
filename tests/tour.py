"""Prints the pages of the running demo as JSON: `python -m tests.tour`, in the app's surroundings.

{"cookies": {who: session}, "pages": [[title, path, who]]}. Each page of the access table is visited as the first of the
cast who may read it; some states that the table has no address for come after.
"""

import json
import os
import sys

import django
from django.test import Client
from django.utils import timezone

FILES = {"packs_file", "projects:said_file", "projects:said_thumbnail"}  # to download, not to read
TOURISTS = ("amina", "farah", "bola", "anonymous")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.settings")
    django.setup()
    from coproduce.demo.cast import CAST
    from projects.models import Project
    from tests.access import OK, TABLE
    from tests.addresses import address, names
    from tests.story.world import told

    world = told(timezone.now())
    clients = {key: Client() for key in CAST}
    for key, client in clients.items():
        client.force_login(world.people[key])
    pages = []
    for name, row in sorted(TABLE.items()):
        who = next((key for key in TOURISTS if row.get and row.get[key] == OK), None)
        if who and name in names() and name not in FILES:
            pages.append((name, address(world, name, row.where), who))
    settled = world.settled.get_absolute_url()
    decided_on = world.settled.came_from.all()[0]
    past = world.project.sessions.exclude(attendances=None)[0].get_absolute_url()
    overview = world.project.get_absolute_url()
    easy_session = world.project.sessions.get(title="Mapping a worn-out week").get_absolute_url()
    help_asked = world.project.help_asked.order_by("-pk").values_list("pk", flat=True)[1]
    own = Project.objects.get(scope=Project.Scope.SUPPORT)
    pages += [
        ("home of a partner", "/", "bola"),
        ("home of a supporter", "/", "huw"),
        ("home of a commissioner", "/", "farah"),
        ("start page", "/", "anonymous"),
        ("overview as a partner", overview, "bola"),
        ("decision as a partner", world.decision.get_absolute_url(), "carys"),
        ("settled decision", settled, "bola"),
        ("answer of the commissioner", f"{settled}response", "farah"),
        ("looking at a decision again", f"{settled}review", "amina"),
        ("opening a decision that replaces another", f"{overview}decisions/new?replaces=2", "amina"),
        ("the outcome to put into Easy Read", f"{settled}outcome/easy-read", "amina"),
        ("provisional decision", world.project.decisions.get(number=3).get_absolute_url(), "amina"),
        ("proposal as a partner", f"{overview}proposals/2/", "carys"),
        ("proposal that became a decision", f"{overview}proposals/1/", "bola"),
        ("opening what somebody proposed", f"{overview}decisions/new?proposal=2", "amina"),
        ("other words for a proposal", f"{overview}proposals/2/said/new?kind=change", "bola"),
        ("what somebody told about a proposal", f"{overview}proposals/2/said/new?kind=question&told", "amina"),
        ("proposing for a partner", f"{overview}proposals/new", "huw"),
        ("trail of a decision", f"{settled}trail", "carys"),
        ("what became of words", f"{decided_on.get_absolute_url()}became", "bola"),
        ("what somebody said, as a partner", decided_on.get_absolute_url(), "bola"),
        ("tracker with what is to be done", "/decisions/", "farah"),
        ("telling people", f"{world.project.decisions.get(number=3).get_absolute_url()}feedback", "amina"),
        ("past session", past, "amina"),
        ("terms to accept", f"{overview}terms/acceptance", "carys"),
        ("help that fits", f"{overview}help/{help_asked}/answer", "bola"),
        ("what somebody offers", "/account/offers/", "bola"),
        ("decision about the terms", world.project.decisions.get(number=1).get_absolute_url(), "bola"),
        ("attendance", f"{past}attendance", "amina"),
        ("what a closed stage felt like", f"{overview}stages/1/felt", "bola"),
        ("saying something for a partner", f"{overview}said/new", "huw"),
        ("supporters of a partner", f"{overview}supporters/", "idris"),
        ("who may see a private page", f"{own.get_absolute_url()}lead/", "idris"),
        ("overview in Easy Read", overview, "idris"),
        ("decision in Easy Read", world.decision.get_absolute_url(), "idris"),
        ("session in Easy Read", easy_session, "idris"),
        ("session to answer in Easy Read", f"{easy_session}answer?read=easy", "bola"),
        ("page that is not there", "/no-such-page", "amina"),
        ("page that is not theirs", f"{overview}sessions/new", "bola"),
    ]
    cookies = {key: client.cookies["sessionid"].value for key, client in clients.items()}
    json.dump({"cookies": cookies, "pages": pages}, sys.stdout)


if __name__ == "__main__":
    main()
