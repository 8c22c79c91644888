"""Whether the servers that DATABASE_URL and REDIS_URL name are there and new enough, said in one sentence."""

import psycopg
import redis

from coproduce.boot.install import stop

OLDEST_POSTGRES = 150000


def check_database(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        stop(f"The database of DATABASE_URL can't be reached ({reason}). Start it, or correct DATABASE_URL.")
    if version < OLDEST_POSTGRES:
        stop(f"The database is PostgreSQL {version // 10000}. Coproduce needs PostgreSQL 15 or newer.")


def check_redis(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        stop(f"The Redis of REDIS_URL can't be reached ({error}). Start it, or correct REDIS_URL.")
