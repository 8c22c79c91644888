"""Ranked choice: the option with the fewest first places leaves, and its people move to their next choice, until one
has more than half of those who still name any (instant run-off)."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from decisions.methods.base import Asks, Ballot, Method, Result, Round, Rules, Tie, best, first_on, people
from decisions.methods.rankings import first_choices, order_of


def count(rules: Rules, options: Sequence[int], ballots: Iterable[Ballot]) -> Result:
    """Round by round. Where it makes a difference who of several leaves, and no rule says it, nothing is decided."""
    ballots, still_in, rounds = list(ballots), list(options), list[Round]()
    piles, counted, known = Piles(still_in, ballots), people(ballots), dict[frozenset[int], set[int]]()
    while still_in:
        totals = piles.totals()
        active = sum(totals.values())
        without = counted - active
        if not active:
            return Result(False, (*rounds, Round(totals, without=without)), counted)
        ahead = best(totals)
        if len(ahead) == 1 and 2 * totals[ahead[0]] > active:
            return Result(True, (*rounds, Round(totals, without=without)), counted, chosen=ahead[0])
        leaves, level = who_leaves(rules, totals, ballots, known)
        if not leaves:
            return Result(False, (*rounds, Round(totals, without=without)), counted, level=level)
        rounds.append(Round(totals, leaves, without, settled=bool(level)))
        still_in = [number for number in still_in if number not in leaves]
        piles.remove(leaves)
    return Result(False, tuple(rounds), counted)


class Piles:
    """The ballots of each option that is still in the count. Only those of what leaves are looked at again, so that
    thousands of people and dozens of options are counted at once."""

    def __init__(self, options: Sequence[int], ballots: Iterable[Ballot]) -> None:
        self.piles: dict[int, list[tuple[list[int], int]]] = {number: [] for number in options}
        for each in ballots:
            self.put(order_of(each, self.piles), each.people)

    def put(self, order: list[int], how_many: int) -> None:
        """On the pile of the first that is still in; on none where none is."""
        for place, number in enumerate(order):
            if number in self.piles:
                self.piles[number].append((order[place:], how_many))
                return

    def totals(self) -> dict[int, int]:
        return {number: sum(how_many for _order, how_many in pile) for number, pile in self.piles.items()}

    def remove(self, numbers: Iterable[int]) -> None:
        freed = [ballot for number in numbers for ballot in self.piles.pop(number)]
        for order, how_many in freed:
            self.put(order, how_many)


def who_leaves(
    rules: Rules, totals: dict[int, int], ballots: Sequence[Ballot], known: dict[frozenset[int], set[int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Those who leave, none where it can't be said; and those who were level, where that had to be settled.

    Several leave together where all of their people at once could not save one of them. Where several are level and it
    comes to the same whichever of them leaves first, nothing has to be settled: the last on the list leaves.
    """
    still_in, fewest = list(totals), min(totals.values())
    lowest = tuple(number for number in still_in if totals[number] == fewest)
    others = [has for has in totals.values() if has > fewest]
    if len(lowest) == 1 or (others and fewest * len(lowest) < min(others)):
        return lowest, ()
    last = (first_on(still_in[::-1], lowest),)
    if len(could_win(frozenset(still_in), ballots, known)) == 1:
        return last, ()
    if rules.tie == Tie.ORDER:
        return last, lowest
    if rules.tie == Tie.LIVED:
        theirs = first_choices(still_in, [each for each in ballots if each.group in rules.lived])
        least = min(theirs[number] for number in lowest)
        behind = tuple(number for number in lowest if theirs[number] == least)
        return (behind if len(behind) == 1 else ()), lowest
    return (), lowest


TRIES = 1_000_000  # ballots looked at in trying who could win: more than that are never so level


def could_win(still_in: frozenset[int], ballots: Sequence[Ballot], known: dict[frozenset[int], set[int]]) -> set[int]:
    """Every option that wins where any of those that are level leaves first. `known` is what was found before."""
    if still_in in known:
        return known[still_in]
    if (len(known) + 1) * len(ballots) > TRIES:
        return set(still_in)
    known[still_in] = set()
    totals = first_choices(sorted(still_in), ballots)
    ahead, fewest = best(totals), min(totals.values())
    if len(still_in) == 1 or (len(ahead) == 1 and 2 * totals[ahead[0]] > sum(totals.values())):
        found = set(ahead)
    else:
        lowest = {number for number, has in totals.items() if has == fewest}
        above = [has for has in totals.values() if has > fewest]
        together = above and fewest * len(lowest) < min(above)
        branches = [lowest] if together else [{number} for number in lowest]
        found = {winner for leaves in branches for winner in could_win(still_in - leaves, ballots, known)}
    known[still_in] = found
    return found


METHOD = Method(
    key="ranked",
    name=_("Ranked choice"),
    short=_("Each person puts the options in order. The one with the fewest first places leaves, round by round."),
    asks=Asks.RANKING,
    count=count,
    unit=_("People who have it first"),
    rules=("tie", "within_groups"),
    more_helps=False,  # well known: an option can lose because more people put it first
    place=40,
)
