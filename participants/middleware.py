"""Each person's own language and time zone, for the length of one request. Asks the database nothing of its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
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
