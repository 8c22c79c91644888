"""Databases for a while: of a bench, a drill, or the tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

FOR_TESTS = "TEST_TEMPLATE"  # the variable that names the database of which the tests' own are copies


@contextmanager
def made(name: str, *, like: str = "template1") -> Iterator[str]:
    """A database on the server that DATABASE_URL names, a copy of `like`, gone afterwards. Yields its address."""
    address = os.environ["DATABASE_URL"]
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(make)
        try:
            yield make_conninfo(address, dbname=name)
        finally:
            connection.execute(drop)
