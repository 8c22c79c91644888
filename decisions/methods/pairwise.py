"""Each against each (Copeland): the option that beats the most others, two by two, wins."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from decisions.methods.base import Asks, Ballot, Method, Result, Rules, choose_best
from decisions.methods.rankings import pairs


def beaten(options: Sequence[int], ballots: Sequence[Ballot]) -> dict[int, int]:
    """How many others each beats, less those to which it loses. An option that beats all others has one less than the
    number of options, and wins (Condorcet)."""
    totals = dict.fromkeys(options, 0)
    for one, other, before, behind in pairs(options, ballots):
        won = (before > behind) - (before < behind)
        totals[one] += won
        totals[other] -= won
    return totals


def count(rules: Rules, options: Sequence[int], ballots: Iterable[Ballot]) -> Result:
    return choose_best(rules, options, list(ballots), beaten)


METHOD = Method(
    key="pairwise",
    name=_("Each against each"),
    short=_("Each person puts the options in order. Each two are compared. What beats the most others wins."),
    asks=Asks.RANKING,
    count=count,
    unit=_("Others that it beats, less those that beat it"),
    rules=("tie", "within_groups"),
    place=70,
)
