"""What is to be done after a decision, and what stands in the register of it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import commissioners, has_outcome, locked
from decisions.actions.register import enter
from decisions.models import Decision, RegisterEntry
from decisions.register import NOTED, action_body, note_body
from participants.models import Person
from participants.refusals import Refused
from projects.actions.doing import add_action
from projects.models import ActionItem, ActionNote, Membership

DECISION = "decision:"


@transaction.atomic
def add_action_to(
    decision: Decision, *, what: str, owner: Person, due_on: dt.date, by: Person, now: dt.datetime
) -> ActionItem:
    """Write down what follows from an outcome. Facilitators do, and whoever answers for the service."""
    decision = locked(decision)
    if not has_outcome(decision):
        raise Refused(_("First the outcome is recorded. Then you can write down what follows from it."))
    keeps = Membership.objects.keeping().filter(project=decision.project, person=by)
    if not (keeps.exists() or commissioners(decision.project).filter(pk=by.pk).exists()):
        raise Refused(_("Only a facilitator or a commissioner can write down what is to be done."))
    return add_action(
        decision.project, about=f"{DECISION}{decision.pk}", what=what, owner=owner, due_on=due_on, by=by, now=now
    )


def follow(item: ActionItem, note: ActionNote | None, now: dt.datetime) -> None:
    """The register keeps what is to be done, that it is said to be done, and that it is said not to have happened."""
    if not item.about.startswith(DECISION):
        return
    if note is None:
        kind, body = RegisterEntry.Kind.ACTION, action_body(item)
    elif note.kind in NOTED:
        kind, body = NOTED[note.kind], note_body(note)
    else:
        return
    decision = Decision.objects.select_related("project").get(pk=int(item.about.removeprefix(DECISION)))
    enter(decision, kind, body, now=now)
