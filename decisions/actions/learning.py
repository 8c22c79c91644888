"""Writing down what a finished project learned: beginning, changing the words, comments, and asking for a check."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from decisions.actions.common import asked, partner_of
from decisions.drawing_on import first_words
from decisions.models import Learning, LearningCheck, LearningComment, LearningRound, LearningText
from decisions.naming import names_in, whole
from participants.actions import give_consent, queue_for_all
from participants.models import Consent, Person
from participants.refusals import Refused
from projects.actions import write_history
from projects.actions.entering import refuse_unless_passed_on
from projects.models import Membership, Project, Via

SHORTEST = dt.timedelta(days=7)  # a check gives at least a week


@transaction.atomic
def begin_learning(project: Project, *, by: Person, now: dt.datetime, because: str = "") -> Learning:
    """Begin the page of a finished project, with a first draft drawn from what was decided and what came of it.

    While a stage is open or still to come, `because` says why the project is finished all the same.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    seat = partner_of(project, by)
    if project.is_private:
        raise Refused(_("This is about one person’s support, so nothing of it is published."))
    if existing := Learning.objects.filter(project=project).first():
        return existing
    if not has_ended(project) and not because.strip():
        raise Refused(_("Not all stages are closed. Write why the project is finished all the same."))
    learning = Learning.objects.create(project=project, begun_by=seat, begun_at=now, finished_because=because.strip())
    LearningText.objects.create(learning=learning, number=1, written_by=seat, written_at=now, **first_words(project))
    write_history(project, "learning_begun", learning.topic, by=by, now=now)
    return learning


def has_ended(project: Project) -> bool:
    """Whether its work is done: it has no stage that is not closed."""
    return not project.stages.filter(closure=None).exists()


@transaction.atomic
def change_learning(
    learning: Learning, words: Mapping[str, str], *, number: int, by: Person, now: dt.datetime
) -> LearningText:
    """Write a new version; `number` is the version that it was made from. A check of the old version ends with it.

    Refused where somebody else has changed the words meanwhile. The same words said again change nothing.
    """
    learning = locked_learning(learning)
    seat, last = partner_of(learning.project, by), last_text(learning)
    if last.number != number:
        raise Refused(_("Somebody changed the words while you were writing. Read theirs below, then send yours again."))
    if all(getattr(last, part) == said for part, said in words.items()):
        return last
    text = LearningText.objects.create(
        learning=learning, number=number + 1, written_by=seat, written_at=now, **dict(words)
    )
    write_history(learning.project, "learning_changed", learning.topic, by=by, now=now, number=text.number)
    return text


@transaction.atomic
def comment_on_learning(
    learning: Learning, membership: Membership, words: str, *, by: Person, now: dt.datetime, via: Via = Via.ONLINE
) -> LearningComment:
    """Keep what a partner says about the draft. By somebody else only as `refuse_unless_passed_on` allows."""
    seat = seat_to_speak(learning, membership, by, via)
    return LearningComment.objects.create(
        text=last_text(learning), membership=seat, words=words, via=via, entered_by=by, at=now
    )


@transaction.atomic
def ask_for_check(learning: Learning, *, days: int, by: Person, now: dt.datetime) -> LearningRound:
    """Ask all partners to check the words as they stand, for at least a week. Each of them is told once."""
    learning = locked_learning(learning)
    seat, text = partner_of(learning.project, by), last_text(learning)
    if LearningRound.objects.filter(text=text).exists():
        raise Refused(_("Partners have been asked about these words already."))
    refuse_names(learning.project, whole(text))
    until = now + max(SHORTEST, dt.timedelta(days=days))
    round_ = LearningRound.objects.create(text=text, asked_by=seat, asked_at=now, open_until=until)
    write_history(learning.project, "learning_check_asked", learning.topic, by=by, now=now)
    tell_partners(learning, "learning_check", f"{learning.topic}:{text.number}:check", by=by, now=now)
    return round_


@transaction.atomic
def check_learning(
    round_: LearningRound,
    membership: Membership,
    *,
    change: str = "",
    by: Person,
    now: dt.datetime,
    via: Via = Via.ONLINE,
) -> LearningCheck:
    """Keep a partner's answer: fine, or with `change` what should be different. The last word counts."""
    learning = locked_learning(round_.text.learning)
    if last_text(learning).pk != round_.text_id:
        raise Refused(_("The words have changed since you were asked. You will be asked again about the new ones."))
    if round_.text.pages.filter(removal=None).exists():
        raise Refused(_("This page is public already. Tell the facilitator what should change."))
    seat = seat_to_speak(learning, membership, by, via)
    facts = {"group": seat.group, "is_fine": not change.strip(), "change": change.strip(), "via": via}
    check, _new = LearningCheck.objects.update_or_create(
        round=round_, membership=seat, defaults={**facts, "entered_by": by, "at": now}
    )
    verb = "learning_fine" if check.is_fine else "learning_to_change"
    write_history(learning.project, verb, learning.topic, by=by, now=now, who=seat.person.name)
    return check


def seat_to_speak(learning: Learning, membership: Membership, by: Person, via: Via) -> Membership:
    """The seat as it is now; refused for who left, only observes, or is spoken for by somebody without the right."""
    seat = (
        Membership.objects.partners()
        .filter(pk=membership.pk, project=learning.project_id)
        .without_observers()
        .select_related("person", "group")
        .first()
    )
    if seat is None:
        raise Refused(_("Only partners of this project can answer here."))
    if seat.person_id != by.pk:
        refuse_unless_passed_on(seat, by, via)
    return seat


def locked_learning(learning: Learning) -> Learning:
    """Held until the transaction ends, so that what changes one page happens in a row."""
    return Learning.objects.select_for_update(no_key=True, of=("self",)).select_related("project").get(pk=learning.pk)


def last_text(learning: Learning) -> LearningText:
    return learning.texts.order_by("-number")[:1].get()


def refuse_names(project: Project, *words: str) -> None:
    """Names stand on the page only by consent, apart from the words: so nobody's stays in them when it ends."""
    if found := names_in(project, *words):
        raise Refused(_("Take these names out of the words first: %(names)s.") % {"names": ", ".join(found)})


def tell_partners(learning: Learning, kind: str, key: str, *, by: Person, now: dt.datetime) -> None:
    """The same message to all partners but the one who acts."""
    project = learning.project
    url = settings.SITE_URL + reverse("decisions:learning", args=[project.slug])
    facts = {"project": project.name, "by": by.name, "url": url}
    queue_for_all(asked(project, now).exclude(pk=by.pk), kind, key, facts, now=now, topic=learning.topic)


def name_on_learning(
    learning: Learning, membership: Membership, ends_on: dt.date, *, by: Person, now: dt.datetime, via: Via = Via.ONLINE
) -> Consent:
    """A partner agrees to be named on the public page until a day. It is theirs to withdraw, also after they leave."""
    seat = seat_to_speak(learning, membership, by, via)
    words = _("Your name on the public page of “%(project)s”.") % {"project": learning.project.name}
    return give_consent(
        seat.person, Consent.Purpose.NAMED, learning.topic, words, ends_on=ends_on, by=by, now=now, via=via
    )
