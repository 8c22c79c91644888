"""What the log says of a request, and what somebody reads while Redis is away."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_structlog.middlewares import RequestMiddleware
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSlow

CODE = re.compile(r"^(/invitation/)[^/]+")


class RequestLog(RequestMiddleware):
    """Leaves out what a log must not keep: the codes of invitations, and the words that people look for."""

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
