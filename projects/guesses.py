"""How often one address may try invitation codes that are nobody's."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST = 20  # wrong codes
WINDOW = 60 * 15  # seconds


def key_of(request: HttpRequest) -> str:
    return f"invitation-guesses:{get_adapter(request).get_client_ip(request)}"


def too_many(request: HttpRequest) -> bool:
    return int(cache.get(key_of(request), 0)) >= MOST


def count_wrong(request: HttpRequest) -> None:
    key = key_of(request)
    cache.add(key, 0, WINDOW)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, WINDOW)
