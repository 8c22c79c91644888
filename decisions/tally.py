"""How a decision was counted, in words: for its page, and for the page that shows each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.counting import Counted
from decisions.methods import Asks, Method, Result, Round, methods
from decisions.models import Decision, Option
from decisions.private import BROKEN, FEW, TOO_FEW
from projects.table import GroupAtTable

NOT_SHOWN = gettext_lazy("Not shown, so that nobody can work out what a few people said")

type Names = Mapping[int, str]


@dataclass(frozen=True)
class Tally:
    """`came_out`: sentences that say what it came to. `groups`: each group, how many were counted, and what it came to
    by itself. `hidden`: why no numbers are shown, or ""."""

    came_out: list[str]
    groups: list[tuple[GroupAtTable, int, str]]
    hidden: str = ""


def names_of(options: Sequence[Option]) -> Names:
    return {option.number: f"{option.number}. {option.words}" for option in options}


def tally_of(decision: Decision, counted: Counted, options: Sequence[Option]) -> Tally:
    names = names_of(options)
    if counted.broken:
        return Tally([str(BROKEN)], [])
    if counted.too_few:
        return Tally([too_few_words()], [], too_few_words())
    if not counted.shows_numbers:
        came_out = sentences(decision, counted.whole, names, numbers=False)
        return Tally(came_out, [], hidden_words(counted))
    came_out = [*sentences(decision, counted.whole, names), *against(counted)]
    if counted.shows_no_group:
        return Tally([*came_out, _("What each group came to is not shown: so few people would be known by it.")], [])
    groups = [(group, result.counted, of_group(decision, counted, group, result)) for group, result in counted.groups]
    return Tally(came_out, groups)


def too_few_words() -> str:
    return TOO_FEW % FEW


def hidden_words(counted: Counted) -> str:
    if counted.broken:
        return str(BROKEN)
    if counted.too_few:
        return too_few_words()
    return _("No numbers are shown yet, because people from a group that is missing can still answer.")


def of_group(decision: Decision, counted: Counted, group: GroupAtTable, result: Result) -> str:
    return str(NOT_SHOWN) if group.shape in counted.not_apart else in_short(decision, result)


def against(counted: Counted) -> list[str]:
    """Which groups with lived experience came to something else, where that matters."""
    if not counted.against or not counted.whole.agreed:
        return []
    names = ", ".join(group.name for group in counted.against)
    words = _("But each group with lived experience has to come to the same, and these did not: %(groups)s.")
    return [words % {"groups": names}, _("So it is not agreed.")]


def sentences(decision: Decision, result: Result, names: Names, *, numbers: bool = True) -> list[str]:
    if not result.counted:
        return [_("Nobody has answered, so nothing is decided.")]
    if not decision.way.has_options:
        people = [stances_in_words(decision, result.rounds[0])] if numbers else []
        return [*people, _("Agreed.") if result.agreed else _("Not agreed.")]
    if result.chosen is None and not result.level:
        return [_("Nobody named an option that is left, so nothing is decided.")]
    if not result.level:
        return [_("Chosen: %s") % names[result.chosen or 0]]
    level = _("These were level: %s.") % "; ".join(names[number] for number in result.level)
    rule = _("The rule that was agreed: %s") % decision.get_tie_display()
    ends = _("Chosen: %s") % names[result.chosen] if result.chosen else _("So nothing is decided.")
    return [level, rule, ends]


def stances_in_words(decision: Decision, totals: Round) -> str:
    """ "Yes: 12. No: 3. Leave it to the others: 1." """
    stances = decision.way.stances
    return " ".join(f"{stances[key].heading} {people}." for key, people in totals.totals.items())


def in_short(decision: Decision, result: Result) -> str:
    """What one group came to by itself."""
    if not result.counted:
        return _("No answer")
    if not decision.way.has_options:
        return stances_in_words(decision, result.rounds[0])
    if result.chosen is None:
        return _("Level: %s") % ", ".join(str(number) for number in result.level) if result.level else _("None")
    return _("Option %d") % result.chosen


@dataclass(frozen=True)
class Step:
    """One round of a count: what stood in it, and what it led to."""

    heading: str
    rows: list[tuple[str, int]]
    without: str
    led_to: str


def steps_of(decision: Decision, result: Result, names: Names) -> list[Step]:
    """Every round, the options with most first."""
    many = len(result.rounds) > 1
    return [
        Step(
            _("Round %d") % number if many else _("The count"),
            sorted(((names[option], has) for option, has in each.totals.items()), key=lambda row: -row[1]),
            without_words(each.without),
            leaving(each, names, decision),
        )
        for number, each in enumerate(result.rounds, start=1)
    ]


def without_words(people: int) -> str:
    words = ngettext("%d person named none of these.", "%d people named none of these.", people)
    return words % people if people else ""


def leaving(round_: Round, names: Names, decision: Decision) -> str:
    if not round_.out:
        return ""
    words = _("Out: %s.") % "; ".join(names[number] for number in round_.out)
    if not round_.settled:
        return words
    return words + " " + _("It was level with others. The rule that was agreed: %s") % decision.get_tie_display()


def by_other_methods(counted: Counted) -> list[tuple[Method, Result]]:
    """What the same orders would have come to by each other method that asks for an order."""
    if counted.method.asks != Asks.RANKING:
        return []
    others = [each for each in methods().values() if each.asks == Asks.RANKING and each is not counted.method]
    return [(each, each.count(counted.rules, counted.numbers, counted.ballots)) for each in others]
