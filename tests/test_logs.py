"""What the log keeps of a request, and what it doesn't."""

import logging

import pytest
from django.test import Client

from projects.models import Invitation


def test_no_code_and_no_words_that_somebody_looked_for_stand_in_the_log(
    client: Client, invitation: Invitation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get(f"/invitation/{invitation.code}/accept", {"q": "Bola"})
    assert "GET /invitation/…/accept" in caplog.text
    assert invitation.code not in caplog.text
    assert "Bola" not in caplog.text
