"""The door for visitors: what this is, how to come in, and in the demo the cast to enter as."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.auth import login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coproduce.demo.cast import CAST
from participants.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def start_page(request: HttpRequest) -> HttpResponse:
    """What a visitor sees at /. Home (`coproduce.views.home`) calls this for whoever is not signed in."""
    return render(request, "start.html", {"cast": CAST.values() if settings.DEMO else []})


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The demo's own way in: be a member of the cast by one press. There is no such page anywhere else."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return start_page(request)
    login(request, member(request.POST.get("member", "")), backend=BACKEND)
    return redirect("home")


def member(key: str) -> Person:
    """The person of the database that plays `key`. Http404 where there is none.

    A visitor may have changed how they are called or reached meanwhile: whoever still has most of it plays the part.
    """
    part = CAST.get(key)
    if not part:
        raise Http404
    facts = {name: value for name in ("name", "email", "phone") if (value := getattr(part, name))}
    either = reduce(or_, (Q(**{name: value}) for name, value in facts.items()))
    people = Person.objects.filter(either, is_active=True).order_by("pk")
    likest = max(people, key=lambda one: sum(getattr(one, name) == facts[name] for name in facts), default=None)
    if not likest:
        raise Http404
    return likest
