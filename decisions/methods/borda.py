"""Places counted as points (Borda): what many people put high wins, also if few put it first."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from decisions.methods.base import Asks, Ballot, Method, Result, Rules, choose_best
from decisions.methods.rankings import order_of


def points(options: Sequence[int], ballots: Iterable[Ballot]) -> dict[int, int]:
    """Of n options the first gets n - 1 points, the next n - 2, and so on; what is left out gets none."""
    totals = dict.fromkeys(options, 0)
    for each in ballots:
        for place, number in enumerate(order_of(each, totals), start=1):
            totals[number] += (len(options) - place) * each.people
    return totals


def count(rules: Rules, options: Sequence[int], ballots: Iterable[Ballot]) -> Result:
    return choose_best(rules, options, list(ballots), points)


METHOD = Method(
    key="borda",
    name=_("Places as points"),
    short=_("Each person puts the options in order. The higher the place, the more points. Most points wins."),
    asks=Asks.RANKING,
    count=count,
    unit=_("Points"),
    rules=("tie", "within_groups"),
    place=60,
)
