"""What the log says of a request, and what somebody reads while Redis is away or after they were signed out."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSlow

CODE = re.compile(r"^(/invitation/|/support/|/slips/|/desk/replies/)(?!call/)[^/]+")


class RequestLog(RequestMiddleware):
    """Leaves out what a log must not keep: the codes of invitations, supporters and slips, and what people look for."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {CODE.sub(r'\1…', request.path)}"


class KindWhileAway:
    """Signing in counts its tries in Redis, so it stays shut while Redis is away: kindly, and without a 500."""

    WAIT = "120"  # seconds after which it is worth trying again

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RedisAway | RedisSlow):
            return None
        logging.getLogger(__name__).error("Redis does not answer: %s", exception)
        response = render(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = self.WAIT
        return response


def signed_out_meanwhile(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever sends a form when they are signed out by then learns that it is not kept, and where to find it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        asked_to_sign_in = response.get("Location", "").startswith(f"{resolve_url(settings.LOGIN_URL)}?")
        if request.method == "POST" and asked_to_sign_in and not request.user.is_authenticated:
            words = _("You were signed out, so what you sent is not kept. Go back in your browser to find your words.")
            messages.warning(request, words)
        return response

    return answer
