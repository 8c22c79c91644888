"""What the surroundings say: environment variables, read once, refused in one sentence when they are wrong."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent


class Mode(StrEnum):
    """How this copy of Coproduce is run. Where nothing is said it is production: the strictest."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


def mode() -> Mode:
    word = os.environ.get("COPRODUCE_MODE", Mode.PRODUCTION)
    try:
        return Mode(word)
    except ValueError:
        raise ImproperlyConfigured(f"COPRODUCE_MODE is {word!r}. Set it to production, demo or test.") from None


def needed(name: str, why: str) -> str:
    """The value of an environment variable without which we do not start."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why} See .env.example; `make run` sets it by itself.")
    return value


def optional(name: str, why: str) -> str:
    """A value that production must say, if only to do without it by the word "off"; then it is ""."""
    value = needed(name, f"{why} Set it to `off` to do without.")
    return "" if value.lower() == "off" else value


def database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a libpq address such as postgresql://user:word@host:5432/name."""
    try:
        parts = conninfo_to_dict(url)
    except Exception as error:
        raise ImproperlyConfigured(
            "DATABASE_URL can't be read. It looks like postgresql://user:password@host:5432/name."
        ) from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "coproduce"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 3, **parts},  # see participants/sql.py
    }


def listed(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def number(name: str, usual: str) -> int:
    """A whole number; `usual` where nothing is said."""
    words = os.environ.get(name, "").strip() or usual
    if not (words.isascii() and words.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {words!r}. Give a whole number, such as {usual}.")
    return int(words)


def smtp() -> dict[str, Any]:
    """Django's MAILERS entry for the mail server that EMAIL_HOST, EMAIL_PORT, EMAIL_USER and EMAIL_PASSWORD name."""
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": needed("EMAIL_HOST", "It is the mail server that sends our messages."),
            "port": number("EMAIL_PORT", "587"),
            "username": os.environ.get("EMAIL_USER", ""),
            "password": os.environ.get("EMAIL_PASSWORD", ""),
            "use_tls": os.environ.get("EMAIL_TLS", "1") == "1",
            "timeout": 20,
        },
    }
