"""Home: what waits for somebody, what changed because of them, and their projects."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coproduce.views.start import start_page
from decisions.feedback import told_to
from decisions.reminders import waiting_for as decisions_waiting
from participants.models import Person
from projects.reminders import Waiting
from projects.reminders import waiting_for as sessions_waiting
from projects.selectors import projects_of

FIRST = 5  # more than that at once is no longer a list of what to do
PROJECTS = 10


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Home for somebody who is signed in, the start page for a visitor."""
    if not request.user.is_authenticated:
        return start_page(request)
    return home(request, request.user, timezone.now())


def home(request: HttpRequest, person: Person, now: dt.datetime) -> HttpResponse:
    waiting = waiting_for(person, now)
    projects = projects_of(person, most=PROJECTS + 1)
    page = {
        "greeting": greeting(person, now),
        "first": waiting[:FIRST],
        "more": len(waiting) > FIRST,
        "changed": told_to(person, limit=3),
        "projects": projects[:PROJECTS],
        "more_projects": len(projects) > PROJECTS,
    }
    return render(request, "home.html", page)


def waiting_for(person: Person, now: dt.datetime) -> list[Waiting]:
    """Everything that waits for a person, the first due first; what has no due day comes last."""
    whole = [*sessions_waiting(person, now), *decisions_waiting(person, now)]
    return sorted(whole, key=lambda each: (each.by is None, each.by or now))


def greeting(person: Person, now: dt.datetime) -> str:
    """ "Good morning, Bola", by the clock where the person is."""
    hour = now.astimezone(person.zone).hour
    if 4 <= hour < 12:
        words = _("Good morning, %(name)s")
    elif 12 <= hour < 18:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": person.called}
