"""A form that is sent twice by a double press counts once, also where no script runs."""

import hashlib
import json
import time
from collections.abc import Callable
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, render
from redis.exceptions import RedisError

IN_WORK = "in work"
LONGEST = 30  # seconds that the first of two may take: after that gunicorn ends it
A_MOMENT = 10  # seconds after which the same form means the same thing again
PATIENCE = 3  # seconds that the second waits for the first: a worker that waits serves nobody
LOOKS = 0.1


class PressedTwice:
    """The second of two presses gets what the first got: it leads to the same page, with the same message.

    Each page that is shown masks its token in its own way, so only a form from one and the same showing is the same.
    A form that came back with errors, or whose sending broke, is free to be sent again at once. While Redis is away,
    each press counts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        except BaseException:  # also where the worker is ended in the middle of it
            self.keep(request, None)
            raise
        self.keep(request, response)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """After Django has checked the token, and so has read the form."""
        key = key_of(request)
        if not key:
            return None
        try:
            return self.first_or_same(request, key)
        except RedisError:
            return None

    def first_or_same(self, request: HttpRequest, key: str) -> HttpResponse | None:
        """None for the first, and for whoever takes over from one that came to nothing; else where the first led."""
        until = time.monotonic() + PATIENCE
        while not cache.add(key, IN_WORK, LONGEST):
            found = cache.get(key)
            if found not in (None, IN_WORK):
                return led_to(*found)
            if time.monotonic() > until:
                return render(request, "still_working.html", status=HTTPStatus.CONFLICT)
            time.sleep(LOOKS)
        request.pressed_first = key  # type: ignore[attr-defined]
        return None

    def keep(self, request: HttpRequest, response: HttpResponse | None) -> None:
        key = getattr(request, "pressed_first", "")
        if not key:
            return
        try:
            if isinstance(response, HttpResponseRedirectBase):
                cache.set(key, (response.url, response.cookies.get("messages")), A_MOMENT)
            else:
                cache.delete(key)
        except RedisError:
            return


def led_to(location: str, said: Any) -> HttpResponse:
    """The same page, with the same message."""
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
