"""How often one address may try invitation codes that are nobody's.

While Redis is away nobody is counted: an invitation still opens, and a code is far too long to be found by trying.
"""

import contextlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

MOST = 20  # wrong codes
WINDOW = 60 * 15  # seconds


def key_of(request: HttpRequest) -> str:
    return f"invitation-guesses:{get_adapter(request).get_client_ip(request)}"


def too_many(request: HttpRequest) -> bool:
    with contextlib.suppress(RedisError):
        return int(cache.get(key_of(request), 0)) >= MOST
    return False


def count_wrong(request: HttpRequest) -> None:
    key = key_of(request)
    with contextlib.suppress(RedisError):
        cache.add(key, 0, WINDOW)
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two
            cache.set(key, 1, WINDOW)
