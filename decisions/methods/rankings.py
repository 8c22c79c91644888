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
        for number in each.says if isinstance(each.says, tuple) else ():
            if number in totals:
                totals[number] += each.people
                break
    return totals


def pairs(options: Sequence[int], ballots: Sequence[Ballot]) -> Iterator[tuple[int, int, int, int]]:
    """Each two options, and how many people put the first before the second and the second before the first.

    An option that somebody left out comes after all that they named.
    """
    before = {number: dict.fromkeys(options, 0) for number in options}
    for each in ballots:
        order = order_of(each, before)
        named = set(order)
        whole = [*order, *(number for number in options if number not in named)]
        for place, number in enumerate(order, start=1):
            row = before[number]
            for behind in whole[place:]:
                row[behind] += each.people
    for a, b in combinations(options, 2):
        yield a, b, before[a][b], before[b][a]
