"""What every method of deciding shares: the rules agreed beforehand, what people said, and what came out.

A method is one module in this folder with one pure function `count(rules, options, ballots) -> Result`, and a page
`templates/decisions/methods/KEY.html` that explains it. Nothing here knows the database.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

type Says = str | tuple[int, ...] | Mapping[int, int]


class Asks(StrEnum):
    """What a method asks of each partner."""

    STANCE = "stance"  # one of the method's stances on what is proposed
    RANKING = "ranking"  # option numbers, the best first; some may be left out
    POINTS = "points"  # points by option number


class Tie(TextChoices):
    """What happens where options are level: agreed before anybody takes part, and shown. No tie is broken silently."""

    AGAIN = "again", _("Nothing is decided. We talk, and decide again.")
    LIVED = "lived", _("The groups with lived experience settle it. If they are level too, nothing is decided.")
    ORDER = "order", _("The option that stands first on the list goes first.")


class Settle(TextChoices):
    """What happens where somebody still objects in the end: agreed beforehand, and shown (domain.md §7).

    No majority goes over the head of somebody with lived experience.
    """

    AGAIN = "again", _("It is not agreed. We talk, and decide again.")
    MOST = (
        "most",
        _("It goes on where three in four or more go along with it, and nobody objects who has lived experience."),
    )


class Share(TextChoices):
    """How many have to say yes, where a method asks for a share."""

    HALF = "half", _("More than half")
    TWO_THIRDS = "two_thirds", _("Two in three, or more")
    THREE_QUARTERS = "three_quarters", _("Three in four, or more")
    ALL = "all", _("Everyone")


SHARES = {
    Share.HALF: Fraction(1, 2),
    Share.TWO_THIRDS: Fraction(2, 3),
    Share.THREE_QUARTERS: Fraction(3, 4),
    Share.ALL: Fraction(1),
}


@dataclass(frozen=True)
class Rules:
    """Agreed when the decision was opened. `entitled`: how many could take part, of those that are counted.

    `share` of them is enough, or must be passed where `more_than` says so; `of_all` counts it of everybody who could
    take part. `lived`: the groups with lived experience, as ballots name them.
    """

    entitled: int = 0
    share: Fraction = Fraction(1, 2)
    more_than: bool = True
    of_all: bool = False
    tie: Tie = Tie.AGAIN
    settle: Settle = Settle.AGAIN
    lived: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ballot:
    """What one partner said, or `people` who said the same; without who. `group` is theirs when they said it."""

    says: Says
    group: str = ""
    people: int = 1


@dataclass(frozen=True)
class Round:
    """One count: how much each option (by number) or stance has. `out` leave the count after it.

    `without` is how many people's ballots name none of what is still in it.
    """

    totals: Mapping[Any, int]
    out: tuple[int, ...] = ()
    without: int = 0
    settled: bool = False  # by the rule for ties


@dataclass(frozen=True)
class Result:
    """What came out. `chosen`: the number of an option; None where the method decides on one proposal, or on nothing.

    `level`: the options between which only a rule for ties could decide, or could not.
    """

    agreed: bool
    rounds: tuple[Round, ...]
    counted: int = 0
    chosen: int | None = None
    level: tuple[int, ...] = ()


Count = Callable[[Rules, Sequence[int], Iterable[Ballot]], Result]


@dataclass(frozen=True)
class Stance:
    """One thing that one can say. `they` and `first` go after a name ("consents", "first consented"), `heading` before
    several.

    `why`: a reason is required, and these words ask for it. `agrees`: it goes along with what is proposed. `objects`:
    it stands in the way until it is met or taken back. `says_nothing`: it is kept and answered, and nobody has said
    yet where they stand.
    """

    label: Any
    hint: Any
    heading: Any
    they: Any
    first: Any
    why: Any = ""
    agrees: bool = False
    objects: bool = False
    says_nothing: bool = False


QUESTION = Stance(
    _("I have a question first"),
    _("The facilitator is told, and answers here. Then you say where you stand."),
    _("Asked a question:"),
    _("asked a question"),
    _("first asked a question"),
    why=_("Write your question."),
    says_nothing=True,
)


PRIVATE = Stance(
    _("I have answered, in private"),
    "",
    _("Took part:"),
    _("took part"),
    _("first took part in private"),
)


@dataclass(frozen=True)
class Method:
    """`short` says in one sentence what it does. `stances`: what one can say, by key; none where there are options.

    `unit`: what the numbers of its count are. `rules`: the fields of a decision that are agreed when it is opened.
    `budgeted`: the points of one person have a most. `more_helps`: more support for an option never harms it.
    """

    key: str
    name: Any
    short: Any
    asks: Asks
    count: Count
    stances: Mapping[str, Stance] = field(default_factory=dict)
    unit: Any = ""
    rules: tuple[str, ...] = ()
    budgeted: bool = False
    more_helps: bool = True
    place: int = 50  # among the others

    @property
    def has_options(self) -> bool:
        return self.asks != Asks.STANCE

    @property
    def meets_objections(self) -> bool:
        """Is somebody spoken to before it can go on? Then names are needed, and everybody reads what was said."""
        return any(stance.objects for stance in self.stances.values())

    @property
    def can_be_private(self) -> bool:
        return not self.meets_objections

    def stance(self, key: str) -> Stance:
        """One of its stances, or that somebody took part in private."""
        return PRIVATE if key == "private" else self.stances[key]

    @property
    def objecting(self) -> frozenset[str]:
        return frozenset(key for key, stance in self.stances.items() if stance.objects)


def as_says(found: Any) -> Says:
    """What somebody said, from JSON: a stance, a list of option numbers, or a mapping of them to points."""
    if isinstance(found, Mapping):
        return {int(number): points for number, points in found.items()}
    return found if isinstance(found, str) else tuple(found)


def people(ballots: Iterable[Ballot]) -> int:
    return sum(each.people for each in ballots)


def by_stance(stances: Iterable[str], ballots: Iterable[Ballot]) -> dict[str, int]:
    """How many people said each."""
    totals = dict.fromkeys(stances, 0)
    for each in ballots:
        if isinstance(each.says, str) and each.says in totals:
            totals[each.says] += each.people
    return totals


def goes_on(rules: Rules, along: int, against: Sequence[Ballot]) -> bool:
    """With `along` people who go along with it, does it go on although these are `against` it?"""
    if not against:
        return True
    if rules.settle != Settle.MOST or any(each.group in rules.lived for each in against):
        return False
    return Fraction(along, along + people(against)) >= SHARES[Share.THREE_QUARTERS]


def objections(stance: str, ballots: Iterable[Ballot]) -> list[Ballot]:
    return [each for each in ballots if each.says == stance and each.people]


def best(totals: Mapping[int, int]) -> tuple[int, ...]:
    """The options with most, by number."""
    most = max(totals.values(), default=0)
    return tuple(sorted(number for number, has in totals.items() if has == most))


def first_on(options: Sequence[int], level: Collection[int]) -> int:
    return next(number for number in options if number in level)


def choose_best(
    rules: Rules,
    options: Sequence[int],
    ballots: Sequence[Ballot],
    totals_of: Callable[[Sequence[int], Sequence[Ballot]], dict[int, int]],
) -> Result:
    """The option with most wins; where several have most, the rule for ties says what happens."""
    totals, counted = totals_of(options, ballots), people(ballots)
    if not counted or not options:
        return Result(False, (Round(totals),), counted)
    level = best(totals)
    if len(level) == 1:
        return Result(True, (Round(totals),), counted, chosen=level[0])
    chosen = None
    if rules.tie == Tie.ORDER:
        chosen = first_on(options, level)
    elif rules.tie == Tie.LIVED:
        theirs = totals_of(options, [each for each in ballots if each.group in rules.lived])
        ahead = best({number: theirs[number] for number in level})
        chosen = ahead[0] if len(ahead) == 1 else None
    return Result(chosen is not None, (Round(totals, settled=chosen is not None),), counted, chosen, level)
