"""What all that happens to a supporter has in common: holding their row, telling people, and the end."""

import datetime as dt
from typing import Any

from participants.actions import Outgoing, queue_all
from participants.addresses import absolute
from participants.models import Person
from projects.actions.ledger import write_history
from projects.codes import grouped
from projects.models import Membership, Supporter

ABOUT = ("membership__project__organisation", "membership__person", "person", "asked_by")


def locked(supporter: Supporter) -> Supporter:
    return Supporter.objects.select_related(*ABOUT).select_for_update(of=("self",)).get(pk=supporter.pk)


def end(supporter: Supporter, *, by: Person, now: dt.datetime, goes: bool = False) -> None:
    """It is over at once. Where they helped, it is on the record, and both who did not end it themself are told; a
    partner who goes learns it from the message about that."""
    supporter.ended_at, supporter.ended_by = now, by
    supporter.save(update_fields=["ended_at", "ended_by"])
    if supporter.accepted_at is None:
        return
    facts = {"supporter": supporter.person.name, "who": supporter.membership.person.name}
    about = f"supporter:{supporter.pk}"
    write_history(supporter.membership.project, "supporter_ended", about, by=by, now=now, **facts)
    for person in (supporter.person,) if goes else (supporter.person, supporter.membership.person):
        if person.pk != by.pk:
            tell(supporter, person, "supporter_ended", now=now)


def end_where_facilitator(seat: Membership, *, by: Person, now: dt.datetime) -> None:
    """Who keeps a project going supports nobody there: they write down what anybody tells them already."""
    theirs = Supporter.objects.standing().filter(person=seat.person_id, membership__project=seat.project_id)
    for supporter in theirs.select_related(*ABOUT).select_for_update(of=("self",)):
        end(supporter, by=by, now=now)


def end_with_partner(seat: Membership, *, by: Person, now: dt.datetime) -> None:
    """A partner's place ends: so does all that others may do for them there."""
    for supporter in seat.supporters.standing().select_related(*ABOUT).select_for_update(of=("self",)):
        end(supporter, by=by, now=now, goes=True)


def tell(
    supporter: Supporter, to: Person, kind: str, *, now: dt.datetime, only_by: str = "", occasion: str = ""
) -> None:
    key = f"supporter:{supporter.pk}:{kind.removeprefix('supporter_')}{occasion}"
    message = Outgoing(to, kind, key, facts_of(supporter), f"supporter:{supporter.pk}", only_by)
    queue_all([message], now=now)


def facts_of(supporter: Supporter) -> dict[str, Any]:
    """What every message about one supporter says, as plain values."""
    project, partner = supporter.membership.project, supporter.membership.person
    return {
        "project": project.name,
        "partner": partner.name,
        "supporter": supporter.shown_name,
        "asked_by": supporter.asked_by.name,
        "things": supporter.things,
        "until_at": supporter.until.isoformat() if supporter.until else None,
        "expires_at": supporter.expires_at.isoformat(),
        "code_in_groups": grouped(supporter.code),
        "link": absolute("projects:support", supporter.code),
        "where_to_type": absolute("projects:find_invitation"),
        "project_link": absolute("overview", project.slug),
    }
