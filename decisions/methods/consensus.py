"""Consensus: everybody can go along with it. One block is enough to stop it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from decisions.methods.base import (
    QUESTION,
    Asks,
    Ballot,
    Method,
    Result,
    Round,
    Rules,
    Stance,
    by_stance,
    goes_on,
    objections,
)

STANCES = {
    "support": Stance(
        _("I support it"),
        _("I think it is right."),
        _("Support it:"),
        _("supports it"),
        _("first supported it"),
        agrees=True,
    ),
    "live": Stance(
        _("I can live with it"),
        _("It is not my first choice, and I go along with it."),
        _("Can live with it:"),
        _("can live with it"),
        _("first could live with it"),
        agrees=True,
    ),
    "aside": Stance(
        _("I stand aside"),
        _("I don't agree, and I don't want to stop the others."),
        _("Stand aside:"),
        _("stands aside"),
        _("first stood aside"),
    ),
    "block": Stance(
        _("I block it"),
        _("It goes against what we are here for. Please say how."),
        _("Block it:"),
        _("blocks it"),
        _("first blocked it"),
        why=_("Say why you block it, so that the group can meet it."),
        objects=True,
    ),
    "question": QUESTION,
}


def count(rules: Rules, options: Sequence[int], ballots: Iterable[Ballot]) -> Result:
    """Agreed where nobody blocks and somebody supports it or can live with it. Where all stand aside, nobody agreed.

    With a block it goes on only by the rule that was agreed for that.
    """
    said = list(ballots)
    totals = by_stance(("support", "live", "aside", "block"), said)
    along = totals["support"] + totals["live"]
    agreed = along > 0 and goes_on(rules, along, objections("block", said))
    return Result(agreed, (Round(totals),), sum(totals.values()))


METHOD = Method(
    key="consensus",
    name=_("Consensus"),
    short=_("We go on when everybody can go along with it. One person can block it, and says why."),
    asks=Asks.STANCE,
    count=count,
    rules=("settle",),
    stances=STANCES,
    place=20,
)
