"""What a project learned as a page shows it: the draft with the figures of now, or what was published as it was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from decisions.drawing_on import figures_of, people_in_words
from decisions.models import LearningPage, LearningText
from projects.models import Project


@dataclass(frozen=True)
class Part:
    """One heading and what stands below it."""

    title: str
    words: str


@dataclass(frozen=True)
class Group:
    """How many of a group took part, in words."""

    shape: str
    name: str
    people: str


@dataclass(frozen=True)
class Shown:
    """Everything on a page of learning but the names, which are read anew each time. `text` is the version shown."""

    title: str
    organisation: str
    text: LearningText
    facts: dict[str, Any]

    @property
    def groups(self) -> Sequence[Group]:
        return [Group(each["shape"], each["name"], people_in_words(each["people"])) for each in self.facts["groups"]]

    @property
    def began(self) -> dt.date | None:
        return dt.date.fromisoformat(self.facts["began"]) if self.facts["began"] else None

    @property
    def aim(self) -> Part:
        return Part(_("What we set out to do"), self.text.aim)

    @property
    def rest(self) -> list[Part]:
        return [
            Part(_("What changed"), self.text.changed),
            Part(_("What we would do differently"), self.text.differently),
            Part(_("What came of it, against what it cost"), self.text.costs),
            Part(_("What the community brought"), self.text.resources),
        ]

    @property
    def is_whole(self) -> bool:
        return all(part.words for part in (self.aim, *self.rest))


def draft(project: Project, text: LearningText) -> Shown:
    """The draft with the figures of now. One query."""
    return Shown(project.name, project.organisation.name, text, {**figures_of(project), "gaps": []})


def published(page: LearningPage) -> Shown:
    """What was published, as it was."""
    return Shown(page.title, page.facts["organisation"], page.text, page.facts)
