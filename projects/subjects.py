"""What "session:12" in a ledger is: its title and its address. Upper layers declare theirs when they start."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from projects.models import Contribution, DesignSession, Stage, TermsPart, TermsSuggestion


class Subject(NamedTuple):
    """Something that a fact refers to."""

    title: str
    url: str


Finder = Callable[[Collection[int]], Mapping[int, Subject]]


def sessions(ids: Collection[int]) -> dict[int, Subject]:
    found = DesignSession.objects.filter(pk__in=ids).values_list("pk", "title", "project__slug")
    return {pk: Subject(title, reverse("projects:session", args=[slug, pk])) for pk, title, slug in found}


def suggestions(ids: Collection[int]) -> dict[int, Subject]:
    found = TermsSuggestion.objects.filter(pk__in=ids).values_list("pk", "part", "project__slug")
    return {
        pk: Subject(str(TermsPart(part).label), reverse("projects:terms_suggestions", args=[slug]))
        for pk, part, slug in found
    }


def contributions(ids: Collection[int]) -> dict[int, Subject]:
    """Only what everyone may read with the name: a link from a fact would tie a name to the words."""
    found = Contribution.objects.filter(
        pk__in=ids, taken_back_at=None, audience=Contribution.Audience.EVERYONE
    ).values_list("pk", "words", "project__slug")
    return {
        pk: Subject(
            Truncator(" ".join(words.split())).chars(60) or str(_("a file or voice note")),
            reverse("projects:contribution", args=[slug, pk]),
        )
        for pk, words, slug in found
    }


def stages(ids: Collection[int]) -> dict[int, Subject]:
    found = Stage.objects.filter(pk__in=ids).values_list("pk", "name", "project__slug", "position")
    return {pk: Subject(name, reverse("projects:stage", args=[slug, position])) for pk, name, slug, position in found}


FINDERS: dict[str, Finder] = {
    "session": sessions,
    "stage": stages,
    "suggestion": suggestions,
    "contribution": contributions,
}


def declare(noun: str, finder: Finder) -> None:
    FINDERS[noun] = finder


def subjects_of(abouts: Iterable[str]) -> dict[str, Subject]:
    """The subjects by their `about`, for those that have a page; one query for each noun that occurs."""
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for about in abouts:
        noun, _colon, number = about.partition(":")
        if noun in FINDERS and number.isdecimal():
            ids[noun].add(int(number))
    return {f"{noun}:{pk}": subject for noun, numbers in ids.items() for pk, subject in FINDERS[noun](numbers).items()}
