"""Majority: enough people say yes, of those who say yes or no, or of everybody who could take part."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from decisions.methods.base import QUESTION, Asks, Ballot, Method, Result, Round, Rules, Stance, by_stance

STANCES = {
    "yes": Stance(_("Yes"), _("I am for it."), _("Yes:"), _("says yes"), _("first said yes"), agrees=True),
    "no": Stance(_("No"), _("I am against it."), _("No:"), _("says no"), _("first said no")),
    "neither": Stance(
        _("I leave it to the others"),
        _("You take part, and count on neither side."),
        _("Leave it to the others:"),
        _("leaves it to the others"),
        _("first left it to the others"),
    ),
    "question": QUESTION,
}


def count(rules: Rules, options: Sequence[int], ballots: Iterable[Ballot]) -> Result:
    """Agreed where the share of yes is reached, or passed where the rules ask for more than it."""
    totals = by_stance(("yes", "no", "neither"), ballots)
    of = rules.entitled if rules.of_all else totals["yes"] + totals["no"]
    share = Fraction(totals["yes"], of) if of else Fraction(0)
    enough = share > rules.share if rules.more_than else share >= rules.share
    return Result(enough and totals["yes"] > 0, (Round(totals),), sum(totals.values()))


METHOD = Method(
    key="majority",
    name=_("Majority"),
    short=_("Each person says yes or no. Enough people have to say yes."),
    asks=Asks.STANCE,
    count=count,
    rules=("share", "of_all", "within_groups"),
    stances=STANCES,
    place=30,
)
