"""The door for visitors: what this is, how to come in, and in the demo the cast to enter as."""

from django.conf import settings
from django.contrib.auth import login
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
    """The person of the database that plays `key`. Http404 where there is none."""
    part = CAST.get(key)
    person = part and Person.objects.filter(name=part.name, email=part.email, phone=part.phone, is_active=True).first()
    if not person:
        raise Http404
    return person
