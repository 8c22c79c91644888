"""History, involvement and the other ledgers take new rows and nothing else, whichever way somebody tries."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models import Model, ProtectedError
from django.db.utils import DatabaseError

from projects.actions import note_involvement, write_history
from projects.models import HistoryEntry, Involvement, Membership, Stage

LEDGERS = [HistoryEntry, Involvement]


@pytest.fixture(autouse=True)
def rows(seats: dict[str, Membership], discover: Stage, now: dt.datetime) -> None:
    bola = seats["bola"]
    write_history(bola.project, "said_idea", "contribution:1", by=bola.person, now=now)
    note_involvement(bola, discover, Involvement.Kind.CONTRIBUTED, "contribution:1", by=bola.person, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE minds checks that wait for the commit


@pytest.mark.parametrize("ledger", LEDGERS)
class TestLedger:
    def refused(self, attempt: Callable[[], object]) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()

    def test_a_row_cannot_be_saved_again(self, ledger: type[Model]) -> None:
        row = ledger._default_manager.get()
        self.refused(row.save)

    def test_a_row_cannot_be_deleted(self, ledger: type[Model]) -> None:
        row = ledger._default_manager.get()
        self.refused(row.delete)

    def test_many_rows_cannot_be_changed(self, ledger: type[Model]) -> None:
        self.refused(lambda: ledger._default_manager.update(about="session:9"))

    def test_many_rows_cannot_be_deleted(self, ledger: type[Model]) -> None:
        self.refused(lambda: ledger._default_manager.all().delete())

    @pytest.mark.parametrize(
        "sql", ["UPDATE {} SET about = 'session:9'", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"]
    )
    def test_sql_is_refused_too(self, ledger: type[Model], sql: str) -> None:
        with connection.cursor() as cursor:
            self.refused(lambda: cursor.execute(sql.format(ledger._meta.db_table)))

    def test_the_row_is_still_there_as_it_was(self, ledger: type[Model]) -> None:
        assert list(ledger._default_manager.values_list("about", flat=True)) == ["contribution:1"]


def test_a_project_with_a_history_cannot_be_deleted(seats: dict[str, Membership]) -> None:
    with pytest.raises(ProtectedError):
        seats["bola"].project.delete()
