"""Score: each person gives each option points by how well it would do. Most points wins."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from decisions.methods.base import Asks, Ballot, Method, Result, Rules, choose_best
from decisions.methods.points import total


def count(rules: Rules, options: Sequence[int], ballots: Iterable[Ballot]) -> Result:
    """An option that somebody gives nothing has none from them."""
    return choose_best(rules, options, list(ballots), total)


METHOD = Method(
    key="score",
    name=_("Score"),
    short=_("Each person gives each option from 0 to a few points. Most points wins."),
    asks=Asks.POINTS,
    count=count,
    unit=_("Points"),
    rules=("points", "tie", "within_groups"),
    place=80,
)
