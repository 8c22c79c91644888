"""Writing to the two ledgers. Every action that changes something ends here, inside its own transaction."""

import datetime as dt
from typing import Any

from participants.models import Person
from projects.models import HistoryEntry, Involvement, Membership, Project, Stage, Via


def write_history(
    project: Project, verb: str, about: str, *, by: Person | None, now: dt.datetime, **facts: Any
) -> HistoryEntry:
    """One line of the record. `facts` are plain values that fill the sentence named by `verb`."""
    return HistoryEntry.objects.create(project=project, verb=verb, about=about, by=by, at=now, facts=facts)


def note_involvement(
    membership: Membership,
    stage: Stage,
    kind: Involvement.Kind,
    about: str,
    *,
    by: Person,
    now: dt.datetime,
    via: str = Via.ONLINE,
) -> None:
    """The fact that a partner took part, with the group that is theirs now. Said twice, it is written once."""
    Involvement.objects.bulk_create(
        [
            Involvement(
                project_id=stage.project_id,
                stage=stage,
                membership=membership,
                group_id=membership.group_id,
                kind=kind,
                about=about,
                at=now,
                via=via,
                entered_by=by,
            )
        ],
        ignore_conflicts=True,
    )
