"""What supporters did for a partner, in words and with the way to it."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import ActionNote, Contribution, Membership, Project, SessionAnswer, Support, SupportGiven
from projects.privacy import PRIVATE
from projects.subjects import subjects_of

STANCES: dict[str, Promise] = {
    "consent": _("consented"),
    "object": _("objected"),
    "question": _("asked a question"),
    "withdrawn": _("took back an objection"),
}


class Done(NamedTuple):
    """One thing that was done: when, by whom, what, and where to read it."""

    at: dt.datetime
    by: str
    what: str
    title: str
    url: str


def done_for(membership: Membership) -> QuerySet[SupportGiven]:
    """Everything that anybody did for this partner as their supporter, the newest first."""
    return SupportGiven.objects.filter(supporter__membership=membership).select_related("supporter__person")


def with_names(found: QuerySet[SupportGiven], project: Project) -> QuerySet[SupportGiven]:
    """Without what was said to some alone or without a name (projects/privacy.py)."""
    kept_back = Contribution.objects.filter(project=project).exclude(audience=Contribution.Audience.EVERYONE)
    abouts = kept_back.order_by().values(found=Concat(Value("contribution:"), Cast("pk", CharField())))
    return found.exclude(about__startswith=PRIVATE).exclude(about__in=abouts)


def in_words(project: Project, found: Iterable[SupportGiven]) -> list[Done]:
    rows = list(found)
    subjects = subjects_of(each.about for each in rows)
    said = reverse("projects:said", args=[project.slug])
    done = []
    for each in rows:
        subject = subjects.get(each.about)
        title, url = (subject.title, subject.url) if subject else ("", "")
        if each.thing == Support.SAY and not each.about.startswith("action:"):
            url = said
        done.append(Done(each.at, each.supporter.person.name, what(each), title, url))
    return done


def what(helped: SupportGiven) -> str:
    if helped.thing == Support.ANSWER:
        return str(dict(SessionAnswer.Answer.choices).get(helped.facts.get("answer", ""), ""))
    if helped.thing == Support.SAY:
        kinds = dict([*Contribution.Kind.choices, *ActionNote.Kind.choices])
        return str(kinds.get(helped.facts.get("kind", ""), _("Something that not all can read")))
    return str(STANCES.get(helped.facts.get("stance", ""), _("said where they stand")))
