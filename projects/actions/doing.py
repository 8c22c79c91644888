"""What is to be done: writing it down with its owner, saying how it goes, and saying that it has not happened."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.actions import queue
from participants.models import Person
from participants.refusals import Refused
from participants.times import day
from projects.actions.entering import note_help, refuse_when_closed, who_enters
from projects.actions.ledger import note_involvement, write_history
from projects.actions.terms import refuse_others_than_partners
from projects.doing import owners_of
from projects.following import follow
from projects.models import ActionItem, ActionNote, Involvement, Membership, Project, Stage, Support, Via

Kind = ActionNote.Kind


@transaction.atomic
def add_action(
    project: Project, *, about: str, what: str, owner: Person, due_on: dt.date, by: Person, now: dt.datetime
) -> ActionItem:
    """Write down what is to be done, by whom and until when. Sent twice, it is there once. The owner is told.

    `about` names what it follows from; the caller knows that it is of this project, and that `by` may add to it.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    refuse_when_closed(project.pk)
    if due_on < timezone.localdate(now):
        raise Refused(_("Choose a day that is still to come."))
    if not owners_of(project).filter(pk=owner.pk).exists():
        raise Refused(_("%(name)s is not in this project any more. Choose somebody else.") % {"name": owner.name})
    facts = {"about": about, "what": what, "owner": owner, "due_on": due_on}
    if (same := project.action_items.filter(**facts).first()) is not None:
        return same
    item = ActionItem.objects.create(project=project, **facts, written_by=by, written_at=now)
    write_history(project, "action_added", topic_of(item), by=by, now=now, title=what, who=owner.name, day=day(due_on))
    follow(item, None, now)
    if owner.pk != by.pk:
        tell_owner(item, "action_given", topic_of(item), now=now, by=by.called)
    return item


def topic_of(item: ActionItem) -> str:
    return f"action:{item.pk}"


def tell_owner(item: ActionItem, kind: str, key: str, *, now: dt.datetime, **facts: str) -> None:
    context = {**facts_of(item), **facts}
    queue(item.owner, kind, key, context, now=now, topic=topic_of(item))


def facts_of(item: ActionItem) -> dict[str, str]:
    """What messages about it say."""
    midday = timezone.make_aware(dt.datetime.combine(item.due_on, dt.time(12)))
    return {
        "project": item.project.name,
        "what": item.what,
        "due_at": midday.isoformat(),
        "url": settings.SITE_URL + item.get_absolute_url(),
    }


@transaction.atomic
def note_progress(
    item: ActionItem, kind: str, *, words: str, by: Person, now: dt.datetime, seen: int, via: str = Via.ONLINE
) -> ActionNote:
    """How it goes, in the owner's words: under way, done and what is different now, or not to be done and why.

    `by` is the owner, or a facilitator whom they told (`via`). `seen` is the last note that they had read: nobody
    answers "this has not happened" without knowing that it was said.
    """
    item = held(item)
    refuse_other_than_owner(item, by, via)
    if kind not in (Kind.PROGRESS, Kind.DONE, Kind.DROPPED):
        raise Refused(_("Choose how it goes."))
    if (same := said_already(item, kind, words, item.owner)) is not None:
        return same
    if item.notes.filter(kind=Kind.NOT_HAPPENED, pk__gt=seen).exists():
        raise Refused(
            _("Somebody has said meanwhile that this has not happened. Read it below. What you wrote is still here.")
        )
    note = add_note(item, kind, words, person=item.owner, by=by, via=via, now=now)
    own = item.owner_id == by.pk
    record(note, f"action_{kind}" if own else f"action_{kind}_for", by=by, now=now)
    follow(item, note, now)
    return note


@transaction.atomic
def say_not_happened(
    membership: Membership, item: ActionItem, *, words: str, by: Person, now: dt.datetime, via: str = Via.ONLINE
) -> ActionNote:
    """A partner says that it has not happened, whatever was said before. It shows until its owner answers."""
    item = held(item)
    if membership.project_id != item.project_id:
        raise Refused(_("You are not a partner in this project any more."))
    refuse_others_than_partners(membership)
    supporter = who_enters(membership, Support.SAY, by=by, via=via, now=now)
    if membership.person_id == item.owner_id:
        raise Refused(_("This is yours to do. Say how it goes instead."))
    if (same := said_already(item, Kind.NOT_HAPPENED, words, membership.person)) is not None:
        return same
    last = item.notes.last()
    if last is not None and last.kind == Kind.DROPPED:
        raise Refused(_("It was said that this will not be done, and why. You can read it on its page."))
    note = add_note(item, Kind.NOT_HAPPENED, words, person=membership.person, by=by, via=via, now=now)
    ending = "" if membership.person_id == by.pk else "_with" if supporter else "_through"
    record(note, f"action_not_happened{ending}", by=by, now=now)
    note_part(membership, item, by=by, via=via, now=now)
    note_help(supporter, Support.SAY, topic_of(item), now=now, kind=Kind.NOT_HAPPENED)
    follow(item, note, now)
    if item.owner_id != by.pk:
        key = f"{topic_of(item)}:not-happened:{note.pk}"
        tell_owner(item, "action_not_happened", key, now=now, name=membership.person.name, words=words)
    return note


def held(item: ActionItem) -> ActionItem:
    """The item, held until the transaction ends: what is said about it is said in a row."""
    item = (
        ActionItem.objects.select_for_update(no_key=True, of=("self",))
        .select_related("project", "owner")
        .get(pk=item.pk)
    )
    refuse_when_closed(item.project_id)
    return item


def refuse_other_than_owner(item: ActionItem, by: Person, via: str) -> None:
    if by.pk == item.owner_id:
        return
    if not Membership.objects.keeping().filter(project=item.project_id, person=by).exists():
        raise Refused(_("Only %(name)s or a facilitator can say how this goes.") % {"name": item.owner.name})
    if via == Via.ONLINE:
        raise Refused(_("Say how they told you: by phone, on paper or in a session."))


def said_already(item: ActionItem, kind: str, words: str, person: Person) -> ActionNote | None:
    """The same words of the same person, with nothing of another kind said since: a form that was sent twice."""
    same = item.notes.filter(kind=kind, words=words, person=person).last()
    if same is None or item.notes.filter(pk__gt=same.pk).exclude(kind=kind).exists():
        return None
    return same


def add_note(
    item: ActionItem, kind: str, words: str, *, person: Person, by: Person, via: str, now: dt.datetime
) -> ActionNote:
    return ActionNote.objects.create(item=item, kind=kind, words=words, person=person, via=via, entered_by=by, at=now)


def record(note: ActionNote, verb: str, *, by: Person, now: dt.datetime) -> None:
    facts = {"title": note.item.what, "who": note.person.name, "words": note.words, "via": str(Via(note.via).label)}
    write_history(note.item.project, verb, topic_of(note.item), by=by, now=now, **facts)


def note_part(membership: Membership, item: ActionItem, *, by: Person, via: str, now: dt.datetime) -> None:
    """That they said something is a fact of the stage that is open, if one is."""
    stage = Stage.objects.filter(project=item.project_id, began_at__isnull=False, closure=None).first()
    if stage is not None:
        note_involvement(membership, stage, Involvement.Kind.CONTRIBUTED, topic_of(item), by=by, now=now, via=via)
