"""Reading models through SQL of our own, for what pages ask all the time: there, building the query from models costs
many times its answer. Everything else goes through querysets.

PostgreSQL keeps these queries prepared while a connection lives, since planning one costs more than running it.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Model


def columns(model: type[Model], table: str) -> str:
    """The columns of a model under the name that a query gives its table, in the order in which `taken` wants them."""
    return ", ".join(f'{table}."{field.column}"' for field in model._meta.concrete_fields)


@cache
def names_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def taken[Row: Model](model: type[Row], values: Iterator[Any]) -> Row:
    """The model whose columns come next in a row."""
    names = names_of(model)
    return model.from_db(DEFAULT_DB_ALIAS, names, list(islice(values, len(names))))


def taken_if_there[Row: Model](model: type[Row], values: Iterator[Any]) -> Row | None:
    """The same for the outer side of a join, which may be empty. The key is the first column of every model here."""
    names = names_of(model)
    found = list(islice(values, len(names)))
    return None if found[0] is None else model.from_db(DEFAULT_DB_ALIAS, names, found)


def rows(sql: str, **facts: Any) -> list[Iterator[Any]]:
    """The rows of a query, each to be read from left to right. `facts` fill its %(names)s."""
    return [iter(row) for row in tuples(sql, **facts)]


def tuples(sql: str, **facts: Any) -> list[tuple[Any, ...]]:
    """The same, each row whole."""
    with preparing_cursor() as cursor:
        cursor.execute(sql, facts)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def preparing_cursor() -> CursorWrapper:
    """Django's cursor over the one of psycopg that prepares what it is asked again (`prepare_threshold`)."""
    connection.ensure_connection()
    link = connection.connection
    usual, link.cursor_factory = link.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        link.cursor_factory = usual
