"""Pages of a list that is too long to count each time: a count of a large project's record costs more than its page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet

HIGHEST = 100_000  # nobody reads further, and the database would have to


@dataclass(frozen=True)
class Slice[Row]:
    """One page, shown by `components/pagination.html` like a page of Django's paginator, without the whole number."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def slice_of[Row](found: Callable[[int, int], Sequence[Row]], wanted: str | None, size: int) -> Slice[Row]:
    """The page that an address asks for; the first where it asks for nonsense or for more than there is.

    `found(most, after)` gives up to `most` rows after the first `after`.
    """
    number = page_number(wanted)
    rows = found(size + 1, (number - 1) * size)
    if not rows and number > 1:
        return slice_of(found, None, size)
    return Slice(rows[:size], number, len(rows) > size)


def part_of[Row: Model](found: "QuerySet[Row]") -> Callable[[int, int], Sequence[Row]]:
    """A queryset as `slice_of` asks for it."""
    return lambda most, after: list(found[after : after + most])


def page_number(wanted: str | None) -> int:
    """A page from 1 on, whatever somebody typed."""
    if not wanted or not (wanted.isascii() and wanted.isdecimal()) or len(wanted) > 6:
        return 1
    return min(max(int(wanted), 1), HIGHEST)
