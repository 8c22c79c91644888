"""Consent: good enough for now, and safe enough to try. One objection is enough to go back to the words."""

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
    "consent": Stance(
        _("I consent"),
        _("Good enough for now, and safe enough to try."),
        _("Consent:"),
        _("consents"),
        _("first consented"),
        agrees=True,
    ),
    "object": Stance(
        _("I object"),
        _("It would stop us doing what we set out to do. Please say how."),
        _("Object:"),
        _("objects"),
        _("first objected"),
        why=_("Say why you object, so that the group can meet your objection."),
        objects=True,
    ),
    "question": QUESTION,
}


def count(rules: Rules, options: Sequence[int], ballots: Iterable[Ballot]) -> Result:
    """Agreed where somebody consents and nobody objects, or it goes on by the rule that was agreed for that.

    A question says nothing yet.
    """
    said = list(ballots)
    totals = by_stance(("consent", "object"), said)
    agreed = totals["consent"] > 0 and goes_on(rules, totals["consent"], objections("object", said))
    return Result(agreed, (Round(totals),), sum(totals.values()))


METHOD = Method(
    key="consent",
    name=_("Consent"),
    short=_("We look for words that nobody objects to: good enough for now, and safe enough to try."),
    asks=Asks.STANCE,
    count=count,
    rules=("settle",),
    stances=STANCES,
    place=10,
)
