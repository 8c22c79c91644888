from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def absolute(name: str, *parts: Any) -> str:
    """The whole address of one of our pages, for messages: people open those elsewhere."""
    return settings.SITE_URL + reverse(name, args=parts)


def page_of_ours(address: str) -> str:
    """The address, if it is the path of a page here; else "". What a browser sends along may lead anywhere."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""
