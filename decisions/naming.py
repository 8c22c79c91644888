"""Finding people's names in words that are to go public."""

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from decisions.models import LearningText
from participants.models import Person
from projects.models import Project


def names_in(project: Project, *words: str) -> list[str]:
    """The full names of the project's people that stand in words. One query."""
    return full_names("\n".join(words), people_of(project).values_list("name", flat=True))


def first_names_in(project: Project, text: LearningText) -> list[str]:
    """Words that may be somebody's first name, to look at: "Grace" can be one, or not. One query."""
    firsts = {name.split()[0] for name in people_of(project).values_list("name", flat=True) if name.strip()}
    said = set(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", whole(text)))
    return sorted(first for first in firsts if first in said and len(first) > 1)


def people_of(project: Project) -> "QuerySet[Person]":
    return (
        Person.objects.filter(
            Q(memberships__project=project, memberships__joined_at__isnull=False)
            | Q(supports__membership__project=project)
            | Q(organisation_roles__organisation=project.organisation_id)
        )
        .distinct()
        .order_by("name")
    )


def whole(text: LearningText) -> str:
    return "\n\n".join(getattr(text, part) for part in LearningText.PARTS)


def full_names(words: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that occur in words, whatever the spaces and capitals. A name of one word is left to people."""
    flat = " ".join(words.casefold().split())
    return [
        name
        for name in names
        if len(parts := name.casefold().split()) > 1 and re.search(rf"(?<!\w){re.escape(' '.join(parts))}(?!\w)", flat)
    ]
