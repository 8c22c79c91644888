"""What views about oneself share."""

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from participants.models import Person

require_form = require_http_methods(["GET", "HEAD", "POST"])


class SignedIn(HttpRequest):
    """For types alone: a request behind `login_required`, whose user is one of our people."""

    user: Person
