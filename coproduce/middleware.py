"""What the log says of a request."""

import re

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

CODE = re.compile(r"^(/invitation/)[^/]+")


class RequestLog(RequestMiddleware):
    """Leaves out what a log must not keep: the codes of invitations, and the words that people look for."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {CODE.sub(r'\1…', request.path)}"
