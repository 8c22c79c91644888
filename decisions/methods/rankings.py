"""What methods share in which people put options in order."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from decisions.methods.base import Ballot


def order_of(ballot: Ballot, still_in: Collection[int]) -> list[int]:
    """The options that it names and that are still in the count, the best first."""
    return [number for number in ballot.says if number in still_in] if isinstance(ballot.says, tuple) else []


def first_choices(still_in: Sequence[int], ballots: Iterable[Ballot]) -> dict[int, int]:
    """How many people have each option first, of those that are still in."""
    totals = dict.fromkeys(still_in, 0)
    for each in ballots:
        if order := order_of(each, totals):
            totals[order[0]] += each.people
    return totals


def pairs(options: Sequence[int], ballots: Sequence[Ballot]) -> Iterator[tuple[int, int, int, int]]:
    """Each two options, and how many people put the first before the second and the second before the first.

    An option that somebody left out comes after all that they named.
    """
    before = dict.fromkeys(((a, b) for a in options for b in options if a != b), 0)
    for each in ballots:
        order = order_of(each, options)
        left_out = [number for number in options if number not in order]
        for place, number in enumerate(order):
            for behind in [*order[place + 1 :], *left_out]:
                before[number, behind] += each.people
    for a, b in combinations(options, 2):
        yield a, b, before[a, b], before[b, a]
