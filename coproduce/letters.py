"""The words of a letter or a call on the desk. A letter also says how to answer it without the internet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import structlog
from django.db.models import Model, Value
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from decisions.models import Decision, Feedback, Learning, Proposal
from participants.models import Message
from participants.words import words_to_say
from projects.models import (
    ActionItem,
    Contribution,
    DesignSession,
    HelpAsked,
    Membership,
    Project,
    Stage,
    Supporter,
    TermsSuggestion,
    TermsVersion,
)

log = structlog.get_logger(__name__)

# What messages can be about, and the way from there to its project.
OF_PROJECT: dict[str, tuple[type[Model], str]] = {
    "project": (Project, "pk"),
    "session": (DesignSession, "project"),
    "stage": (Stage, "project"),
    "membership": (Membership, "project"),
    "contribution": (Contribution, "project"),
    "help": (HelpAsked, "project"),
    "suggestion": (TermsSuggestion, "project"),
    "terms": (TermsVersion, "project"),
    "supporter": (Supporter, "membership__project"),
    "action": (ActionItem, "project"),
    "decision": (Decision, "project"),
    "proposal": (Proposal, "project"),
    "feedback": (Feedback, "outcome__decision__project"),
    "learning": (Learning, "project"),
}


@dataclass(frozen=True)
class ToTell:
    """One letter to write or call to make. `settings`: where to say how people answer by phone or post, if nobody
    has yet."""

    message: Message
    subject: str
    text: str
    settings: str = ""


def in_words(messages: Iterable[Message], projects: Iterable[Project]) -> Iterator[ToTell]:
    """Each message with its words; one that can't be put into words doesn't take the desk away. One query.

    `projects` are those on the desk.
    """
    messages = list(messages)
    about = projects_of([each for each in messages if each.channel == Message.Channel.LETTER], projects)
    for message in messages:
        try:
            subject, text = words_to_say(message)
        except Exception:
            log.exception("message_broke", message=message.pk)
            yield ToTell(message, message.kind, "")
        else:
            project = about.get(message.topic)
            how = how_to_answer(message, project) if project else ""
            settings = reverse("pack_settings", args=[project.slug]) if project and not how else ""
            yield ToTell(message, subject, f"{text}\n{how}" if how else text, settings)


def how_to_answer(message: Message, project: Project) -> str:
    """By phone and by post, in the language of the reader; or "" where the project has no way yet."""
    with translation.override(message.to.reads):
        ways = (
            project.freephone and _("Ring %(phone)s.") % {"phone": project.freephone},
            project.post_to and _("Write to: %(address)s") % {"address": ", ".join(project.post_to.split("\n"))},
        )
        said = " ".join(way for way in ways if way)
        return said and _("You can also reach us without the internet. %(ways)s") % {"ways": said}


def projects_of(messages: Iterable[Message], known: Iterable[Project]) -> dict[str, Project]:
    """The project that each is about, by topic, of those that are `known`. One query, or none."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for message in messages:
        noun, _colon, number = message.topic.partition(":")
        if noun in OF_PROJECT and number.isdecimal():
            numbers[noun].append(int(number))
    parts = [
        model._default_manager.filter(pk__in=numbers[noun]).values_list(Value(noun), "pk", path)
        for noun, (model, path) in OF_PROJECT.items()
        if noun in numbers
    ]
    by_id = {project.pk: project for project in known}
    # Only without order: that of the first model would sort by a column which the union doesn't have.
    found = parts[0].union(*parts[1:]).order_by() if parts else ()
    return {f"{noun}:{number}": by_id[project] for noun, number, project in found if project in by_id}
