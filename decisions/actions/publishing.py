"""Publishing what a project learned, once partners have checked it, and taking it down again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import partner_of
from decisions.actions.learning import last_text, locked_learning, refuse_names, tell_partners
from decisions.checking import Standing, standing_of
from decisions.drawing_on import figures_of
from decisions.models import Learning, LearningPage, LearningRemoval, LearningRound, LearningText
from decisions.naming import whole
from participants.models import Person
from participants.refusals import Refused
from participants.times import moment
from projects.actions import write_history


@transaction.atomic
def publish_learning(
    learning: Learning, reasons: Mapping[int, str], *, unchanged_because: str = "", by: Person, now: dt.datetime
) -> LearningPage:
    """Put the words that partners checked on a page for everybody, with the figures as they are now.

    `reasons`: for each group with lived experience of which nobody said fine (by its id), why it is published all
    the same; the page shows them. `unchanged_because` where somebody asked for a change that was not made.
    """
    learning = locked_learning(learning)
    seat, text = partner_of(learning.project, by), last_text(learning)
    standing = ready(learning, text, now)
    refuse_unexplained(standing, reasons, unchanged_because)
    refuse_names(learning.project, whole(text), *reasons.values())
    gaps = [{"name": group.name, "reason": reasons[group.id].strip()} for group in standing.without_a_yes]
    page = LearningPage.objects.create(
        learning=learning,
        number=learning.pages.count() + 1,
        text=text,
        title=learning.project.name,
        facts=facts_of(learning, gaps),
        words=f"{whole(text)}\n\n{learning.project.organisation.name}",
        unchanged_because=unchanged_because.strip(),
        published_by=seat,
        published_at=now,
    )
    write_history(learning.project, "learning_published", learning.topic, by=by, now=now, number=page.number)
    tell_partners(learning, "learning_published", f"{learning.topic}:page:{page.number}", by=by, now=now)
    return page


def ready(learning: Learning, text: LearningText, now: dt.datetime) -> Standing:
    """How the check of these words stands; refused where there is none, it goes on, or they are public already."""
    round_ = LearningRound.objects.filter(text=text).first()
    if round_ is None:
        raise Refused(_("Ask partners to check these words first."))
    if text.pages.filter(removal=None).exists():
        raise Refused(_("These words are public already."))
    standing = standing_of(round_, learning.project_id, now)
    if not standing.has_had_time:
        raise Refused(_("Partners have until %(moment)s to check it.") % {"moment": moment(round_.open_until)})
    return standing


def refuse_unexplained(standing: Standing, reasons: Mapping[int, str], unchanged_because: str) -> None:
    if names := [group.name for group in standing.without_a_yes if not reasons.get(group.id, "").strip()]:
        raise Refused(_("Write why it is published without a yes from: %(groups)s.") % {"groups": ", ".join(names)})
    if standing.changes and not unchanged_because.strip():
        raise Refused(_("Somebody asked for a change. Make it and ask again, or write why you don't make it."))


def facts_of(learning: Learning, gaps: list[dict[str, str]]) -> dict[str, Any]:
    """What the page says beside its words."""
    organisation = learning.project.organisation.name
    return {**figures_of(learning.project), "organisation": organisation, "gaps": gaps}


@transaction.atomic
def take_down_learning(learning: Learning, reason: str, *, by: Person, now: dt.datetime) -> None:
    """Take what is public off the library at once. What it said stays, for the project's people alone."""
    learning = locked_learning(learning)
    seat = partner_of(learning.project, by)
    pages = list(learning.pages.filter(removal=None))
    if not pages:
        raise Refused(_("Nothing is public now, so there is nothing to take down."))
    for page in pages:
        LearningRemoval.objects.create(page=page, reason=reason, removed_by=seat, removed_at=now)
    write_history(learning.project, "learning_taken_down", learning.topic, by=by, now=now, reason=reason)
    tell_partners(learning, "learning_taken_down", f"{learning.topic}:down:{pages[-1].pk}", by=by, now=now)
