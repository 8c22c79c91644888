from django.http import HttpRequest

from participants.models import Person


class SignedIn(HttpRequest):
    """For types alone: a request behind `login_required`, whose user is one of our people."""

    user: Person
