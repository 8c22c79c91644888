"""Dots: each person has the same few dots, and puts them where they matter most to them. Most dots wins."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from decisions.methods.base import Asks, Ballot, Method, Result, Rules, choose_best
from decisions.methods.points import total


def count(rules: Rules, options: Sequence[int], ballots: Iterable[Ballot]) -> Result:
    return choose_best(rules, options, list(ballots), total)


METHOD = Method(
    key="dots",
    name=_("Dots"),
    short=_("Each person has the same number of dots, and puts them on the options. Most dots wins."),
    asks=Asks.POINTS,
    count=count,
    unit=_("Dots"),
    rules=("points", "tie", "within_groups"),
    budgeted=True,
    place=90,
)
