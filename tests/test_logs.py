"""What the log keeps of a request, and what it doesn't."""

import logging
import sys

import pytest
from django.test import Client, RequestFactory

from coproduce import logs
from coproduce.middleware import RequestLog
from projects.models import Invitation


def test_no_code_and_no_words_that_somebody_looked_for_stand_in_the_log(
    client: Client, invitation: Invitation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get(f"/invitation/{invitation.code}/accept", {"q": "Bola"})
    assert "GET /invitation/…/accept" in caplog.text
    assert invitation.code not in caplog.text
    assert "Bola" not in caplog.text


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/support/ABCDEFGHJKMN/accept", "/support/…/accept"),
        ("/slips/GWEN2M", "/slips/…"),
        ("/desk/replies/GWEN2M/", "/desk/replies/…/"),
        ("/desk/replies/call/12/", "/desk/replies/call/12/"),
    ],
)
def test_every_code_in_an_address_is_left_out(rf: RequestFactory, path: str, kept: str) -> None:
    assert RequestLog.format_request(rf.get(path)) == f"GET {kept}"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_refusal_takes_one_line_and_an_error_says_where_but_not_what_people_wrote(as_json: bool) -> None:
    lines = dict(logs.settings(as_json=as_json)["formatters"]["lines"])
    formatter = lines.pop("()")(**lines)

    def line(level: int) -> str:
        words = "".join(("My mother", " trusts two people."))  # a variable of the function that fails
        try:
            raise ValueError(len(words))
        except ValueError:
            made = logging.LogRecord("django.request", level, __file__, 1, "Refused", (), sys.exc_info())
            return str(formatter.format(made))

    assert len(line(logging.WARNING).splitlines()) == 1
    assert "ValueError" not in line(logging.WARNING)
    assert "ValueError" in line(logging.ERROR)
    assert "My mother trusts two people." not in line(logging.ERROR)
