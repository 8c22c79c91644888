"""What "session:12" in a ledger is: its title and its address. Upper layers declare theirs when they start."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from participants.sql import tuples
from projects.models import TermsPart


class Subject(NamedTuple):
    """Something that a fact refers to."""

    title: str
    url: str


@dataclass(frozen=True)
class Noun:
    """How things of one kind are looked up.

    `sql` finds those whose ids are `ANY(%(ids)s)`: id, words, the project's slug, and a number. NULL words say that it
    has no page that everyone may open. `subject` makes of words, slug, id and number what a fact leads to.
    """

    sql: str
    subject: Callable[[str, str, int, int], Subject]


def session(title: str, slug: str, pk: int, _number: int) -> Subject:
    return Subject(title, reverse("projects:session", args=[slug, pk]))


def stage(name: str, slug: str, _pk: int, position: int) -> Subject:
    return Subject(name, reverse("projects:stage", args=[slug, position]))


def suggestion(part: str, slug: str, _pk: int, _number: int) -> Subject:
    return Subject(str(TermsPart(part).label), reverse("projects:terms_suggestions", args=[slug]))


def contribution(words: str, slug: str, pk: int, _number: int) -> Subject:
    title = Truncator(" ".join(words.split())).chars(60) or str(_("a file or voice note"))
    return Subject(title, reverse("projects:contribution", args=[slug, pk]))


def action(what: str, slug: str, pk: int, _number: int) -> Subject:
    return Subject(Truncator(what).chars(80), reverse("projects:action", args=[slug, pk]))


NAMELESS = 1  # the number of something said that is not (any more) for everyone
NOUNS: dict[str, Noun] = {
    "session": Noun(
        """SELECT it.id, it.title, project.slug, 0 FROM projects_designsession AS it
        JOIN projects_project AS project ON project.id = it.project_id WHERE it.id = ANY(%(ids)s)""",
        session,
    ),
    "stage": Noun(
        """SELECT it.id, it.name, project.slug, it.position FROM projects_stage AS it
        JOIN projects_project AS project ON project.id = it.project_id WHERE it.id = ANY(%(ids)s)""",
        stage,
    ),
    "suggestion": Noun(
        """SELECT it.id, it.part, project.slug, 0 FROM projects_termssuggestion AS it
        JOIN projects_project AS project ON project.id = it.project_id WHERE it.id = ANY(%(ids)s)""",
        suggestion,
    ),
    "action": Noun(
        """SELECT it.id, it.what, project.slug, 0 FROM projects_actionitem AS it
        JOIN projects_project AS project ON project.id = it.project_id WHERE it.id = ANY(%(ids)s)""",
        action,
    ),
    # Only what everyone may read with the name: a link from a fact would tie a name to the words.
    "contribution": Noun(
        f"""SELECT it.id, CASE WHEN it.audience = 'everyone' AND it.taken_back_at IS NULL THEN it.words END,
            project.slug, CASE WHEN it.audience <> 'everyone' THEN {NAMELESS} ELSE 0 END
        FROM projects_contribution AS it
        JOIN projects_project AS project ON project.id = it.project_id WHERE it.id = ANY(%(ids)s)""",  # noqa: S608
        contribution,
    ),
}


def declare(noun: str, how: Noun) -> None:
    NOUNS[noun] = how


class Found(NamedTuple):
    """What has a page, by its `about`, and the `about`s whose history must not say who: what was said namelessly."""

    subjects: Mapping[str, Subject]
    nameless: frozenset[str]


def look_up(abouts: Iterable[str]) -> Found:
    """One query, whatever nouns occur."""
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for about in abouts:
        noun, _colon, number = about.partition(":")
        if noun in NOUNS and number.isdecimal():
            ids[noun].add(int(number))
    if not ids:
        return Found({}, frozenset())
    every = " UNION ALL ".join(
        f"SELECT '{noun}', * FROM ({how.sql.replace('%(ids)s', f'%({noun})s::bigint[]')}) AS {noun}"  # noqa: S608 (ours)
        for noun, how in NOUNS.items()
    )
    subjects, nameless = {}, set()
    for noun, pk, words, slug, number in tuples(every, **{noun: sorted(ids[noun]) for noun in NOUNS}):
        if words is not None:
            subjects[f"{noun}:{pk}"] = NOUNS[noun].subject(words, slug, pk, number)
        if (noun, number) == ("contribution", NAMELESS):
            nameless.add(f"{noun}:{pk}")
    return Found(subjects, frozenset(nameless))


def subjects_of(abouts: Iterable[str]) -> Mapping[str, Subject]:
    """The subjects by their `about`, for those that have a page. One query."""
    return look_up(abouts).subjects
