"""Production starts with every setting, or not at all; what is missing is said in one sentence."""

import os
import subprocess
import sys

import pytest

from coproduce.boot.install import ROOT

WHOLE = {
    "COPRODUCE_MODE": "production",
    "SECRET_KEY": "k" * 60,
    "SITE_URL": "https://coproduce.example.org",
    "ALLOWED_HOSTS": "coproduce.example.org",
    "DATABASE_URL": "postgresql://coproduce@localhost/coproduce",
    "REDIS_URL": "redis://localhost:6379/0",
    "FROM_EMAIL": "Coproduce <coproduce@example.org>",
    "EMAIL_HOST": "mail.example.org",
    "NOTIFY_API_KEY": "off",
}


STARTED = "from django.conf import settings; settings.DEBUG; print('started', settings.SESSION_COOKIE_SECURE)"
HEALTH = """
import django
from django.test import Client
django.setup()
print(*(Client().get(path, headers={"host": "127.0.0.1:8000"}).status_code for path in ("/healthz", "/privacy")))
"""


def start_with(environment: dict[str, str], ask: str = STARTED) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", ask]
    surroundings = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "coproduce.settings", **environment}
    return subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


def test_with_every_setting_it_starts_with_secure_cookies() -> None:
    assert start_with(WHOLE).stdout.strip() == "started True"


def test_where_nothing_is_said_it_is_production() -> None:
    unsaid = {name: value for name, value in WHOLE.items() if name != "COPRODUCE_MODE"}
    assert start_with(unsaid).returncode == 0
    assert start_with({}).returncode != 0


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "COPRODUCE_MODE"])
def test_a_missing_setting_stops_the_start_and_is_named(name: str) -> None:
    done = start_with({key: value for key, value in WHOLE.items() if key != name})
    assert done.returncode != 0
    assert f"{name} is not set." in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("DEBUG", "1", "DEBUG is set in production"),
        ("COPRODUCE_MODE", "live", "Set it to production, demo or test."),
        ("DATABASE_URL", "postgresql://[broken", "DATABASE_URL can't be read"),
        ("EMAIL_PORT", "smtp", "EMAIL_PORT is 'smtp'. Give a whole number"),
    ],
)
def test_an_unsafe_setting_stops_the_start(name: str, value: str, words: str) -> None:
    done = start_with({**WHOLE, name: value})
    assert done.returncode != 0
    assert words in done.stderr.strip().splitlines()[-1]


def test_the_containers_own_health_check_gets_its_answer() -> None:
    """It asks by number and without HTTPS; every other page sends to HTTPS."""
    assert start_with(WHOLE, HEALTH).stdout.strip() == "200 301"
