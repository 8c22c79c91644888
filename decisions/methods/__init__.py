"""The methods of deciding. Each module here that has a `METHOD` is one: adding a file adds a method."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from decisions.methods.base import SHARES, Asks, Ballot, Method, Result, Round, Rules, Settle, Share, Stance, Tie

__all__ = [
    "SHARES",
    "Asks",
    "Ballot",
    "Method",
    "Result",
    "Round",
    "Rules",
    "Settle",
    "Share",
    "Stance",
    "Tie",
    "agreeing",
    "choices",
    "labels",
    "methods",
]


@cache
def methods() -> Mapping[str, Method]:
    """Every method by its key, in the order of their `place`."""
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    found = sorted((each.METHOD for each in modules if hasattr(each, "METHOD")), key=lambda each: each.place)
    return MappingProxyType({each.key: each for each in found})


def agreeing() -> list[str]:
    """Every stance that goes along with what is proposed, in any method."""
    return [key for each in methods().values() for key, stance in each.stances.items() if stance.agrees]


def labels() -> list[tuple[str, object]]:
    """Every stance of any method, with its label."""
    return [(key, stance.label) for each in methods().values() for key, stance in each.stances.items()]


def choices() -> list[tuple[str, object]]:
    """For a field of the database, which so needs no migration for a new method."""
    return [(each.key, each.name) for each in methods().values()]
