"""What methods share in which people give options points."""

from collections.abc import Iterable, Mapping, Sequence

from decisions.methods.base import Ballot


def total(options: Sequence[int], ballots: Iterable[Ballot]) -> dict[int, int]:
    """All points of each option."""
    totals = dict.fromkeys(options, 0)
    for each in ballots:
        if isinstance(each.says, Mapping):
            for number, has in each.says.items():
                if number in totals:
                    totals[number] += has * each.people
    return totals
