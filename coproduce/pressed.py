"""A form that is sent twice by a double press counts once, also where no script runs."""

import hashlib
import json
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

IN_WORK = 60  # seconds that the first of two may take
A_MOMENT = 10  # seconds after which the same form means the same thing again
PATIENCE = 10  # seconds that the second waits for the first
LOOKS = 0.1


class PressedTwice:
    """The second of two presses gets what the first got: it leads to the same page, with the same message.

    Each page that is shown masks its token in its own way, so only a form from one and the same showing is the same.
    A form that came back with errors is free to be sent again at once. While Redis is away, each press counts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = getattr(request, "pressed_first", "")
        if key:
            self.keep(key, response)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """After Django has checked the token, and so has read the form."""
        key = key_of(request)
        if not key:
            return None
        try:
            if cache.add(key, IN_WORK, IN_WORK):
                request.pressed_first = key  # type: ignore[attr-defined]
                return None
            return self.as_first(request, key)
        except RedisError:
            return None

    def keep(self, key: str, response: HttpResponse) -> None:
        try:
            if isinstance(response, HttpResponseRedirectBase):
                cache.set(key, (response.url, response.cookies.get("messages")), A_MOMENT)
            else:
                cache.delete(key)
        except RedisError:
            return

    def as_first(self, request: HttpRequest, key: str) -> HttpResponse | None:
        """Where the first led; None where it came to nothing, so that this one is the first."""
        until = time.monotonic() + PATIENCE
        while (found := cache.get(key)) == IN_WORK and time.monotonic() < until:
            time.sleep(LOOKS)
        if found is None:
            return None
        if found == IN_WORK:
            messages.info(request, _("We have what you sent and are still working on it. Look again in a minute."))
            return redirect("home")
        location, said = found
        response = redirect(location)
        if said is not None:
            response.cookies = SimpleCookie({"messages": said})
        return response


def key_of(request: HttpRequest) -> str:
    """Of a form that somebody sends who is signed in; else ""."""
    if request.method != "POST" or "csrfmiddlewaretoken" not in request.POST or not request.user.is_authenticated:
        return ""
    files = [(name, file.name, file.size) for name in request.FILES for file in request.FILES.getlist(name)]
    facts = [request.session.session_key, request.get_full_path(), sorted(request.POST.lists()), files]
    return "pressed:" + hashlib.sha256(json.dumps(facts).encode()).hexdigest()
