"""Each person's own language and time zone for the length of one request, and what they write without hidden signs.

Asks the database nothing of its own.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation

from participants.models import Person

Answer = Callable[[HttpRequest], HttpResponse]


def personal(get_response: Answer) -> Answer:
    """Stands after AuthenticationMiddleware. Visitors keep the language that LocaleMiddleware found."""

    def answer(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            return get_response(request)
        with translation.override(person.reads), timezone.override(person.zone):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            response.headers.setdefault("Content-Language", person.reads)
            return response

    return answer


# Signs that turn the writing around, for all that follows on a page. Right-to-left languages need none of them, and the
# marks that they do use stay.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Straight:
    """Takes them out of every form that is sent, before anybody reads it. Stands after CsrfViewMiddleware."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if request.method == "POST" and turned(request.POST):
            sent = request.POST.copy()
            for name, values in request.POST.lists():
                sent.setlist(name, [value.translate(TURNING) for value in values])
            request.POST = sent  # type: ignore[assignment]  # as changeable as a copy is


def turned(data: QueryDict) -> bool:
    sent = (value for _name, values in data.lists() for value in values)
    return any(not value.isascii() and value != value.translate(TURNING) for value in sent)
