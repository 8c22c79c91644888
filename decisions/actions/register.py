"""Adding to the register of decisions. Nothing in it changes: what was wrong is corrected by a new entry."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.models import Decision, RegisterEntry, RegisterHead
from decisions.register import members, seal_of
from decisions.verify_record import FIRST, hash_of
from participants.models import Person
from participants.refusals import Refused
from projects.actions import write_history


def enter(decision: Decision, kind: str, body: dict[str, Any], *, now: dt.datetime) -> RegisterEntry:
    """The next entry of the project's register. Part of the transaction of what it records."""
    RegisterHead.objects.get_or_create(project_id=decision.project_id, defaults={"hash": FIRST})
    head = RegisterHead.objects.select_for_update().get(project=decision.project_id)
    entry = RegisterEntry(
        project_id=decision.project_id,
        number=head.number + 1,
        at=now,
        kind=kind,
        decision=decision,
        body=body,
        previous=head.hash,
    )
    entry.hash = hash_of(members(entry, decision.number))
    entry.seal = seal_of(entry)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry


@transaction.atomic
def correct(entry: RegisterEntry, *, words: str, by: Person, now: dt.datetime) -> RegisterEntry:
    """Say what is wrong with an entry and what is right. The entry itself stays."""
    if entry.kind == RegisterEntry.Kind.CORRECTION:
        raise Refused(_("This entry is a correction already. Correct the entry that it is about."))
    decision = entry.decision
    body = {"corrects": entry.number, "words": words, "by": by.pk}
    corrected = enter(decision, RegisterEntry.Kind.CORRECTION, body, now=now)
    facts = {"question": decision.question, "number": entry.number, "words": words}
    write_history(decision.project, "register_corrected", f"decision:{decision.pk}", by=by, now=now, **facts)
    return corrected
