from typing import Any

from django.conf import settings
from django.urls import reverse


def absolute(name: str, *parts: Any) -> str:
    """The whole address of one of our pages, for messages: people open those elsewhere."""
    return settings.SITE_URL + reverse(name, args=parts)
