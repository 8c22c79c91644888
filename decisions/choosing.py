"""What can be chosen between, and what can be said: an order, points, or dots. Refused with a sentence that says what
to change."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.methods import Asks, Method
from decisions.models import Decision, Option
from participants.refusals import Refused

MOST_OPTIONS = 40


def refuse_options(options: Sequence[str]) -> None:
    if len(options) < 2:
        raise Refused(_("Write at least two options, each on a line of its own."))
    if len(options) > MOST_OPTIONS:
        raise Refused(_("Write %d options or fewer.") % MOST_OPTIONS)
    if len({words.casefold() for words in options}) < len(options):
        raise Refused(_("Two options are the same. Write each one once."))


def options_of(decision: Decision) -> list[Option]:
    """Between which partners choose, in their order; none, and no query, where the method has none."""
    return list(decision.options.all()) if decision.way.has_options else []


def options_left(options: Sequence[Option]) -> list[Option]:
    """Those that nobody has withdrawn."""
    return [option for option in options if option.withdrawn_at is None]


def checked(decision: Decision, options: Sequence[Option], says: Any) -> list[int] | dict[str, int] | None:
    """What somebody says, as the database holds it; None where the method knows stances only.

    `says`: option numbers, the best first, or points by option number.
    """
    method = decision.way
    if not method.has_options:
        return None
    known = {option.number for option in options_left(options)}
    named = [number for number in says or () if number in known]
    if len(named) != len(says or ()):
        raise Refused(_("An option was withdrawn while you were answering. Look at the options again, then answer."))
    if method.asks == Asks.RANKING:
        return in_order(named)
    return points(decision, method, {number: says[number] for number in named})


def in_order(numbers: Sequence[int]) -> list[int]:
    if not numbers:
        raise Refused(_("Write 1 beside the option that you like best."))
    if len(set(numbers)) != len(numbers):
        raise Refused(_("Give each option a place of its own."))
    return list(numbers)


def points(decision: Decision, method: Method, given: Mapping[int, int]) -> dict[str, int]:
    given = {number: has for number, has in given.items() if has}
    if not given:
        dots = _("Put at least one dot on an option.")
        raise Refused(dots if method.budgeted else _("Give at least one option a point."))
    if any(has < 0 or has > decision.points for has in given.values()):
        raise Refused(_("Give each option from 0 to %d.") % decision.points)
    if method.budgeted and sum(given.values()) > decision.points:
        many = ngettext("You have %d dot", "You have %d dots", decision.points) % decision.points
        used = _("%(many)s, and put down %(used)d. Take some away.")
        raise Refused(used % {"many": many, "used": sum(given.values())})
    return {str(number): given[number] for number in sorted(given)}
