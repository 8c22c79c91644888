"""What partners of a project offer, as one of them may see it, and whom a question for help fits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from participants.matching import FIT, FITS, terms_of
from participants.models import Asset, Audience, Person
from participants.sql import columns, rows, taken
from projects.models import HelpAsked, PartnerGroup
from projects.permissions import Seat

MOST = 20  # suggestions; nobody rings more people than that

# What partners offer. Observers only watch; somebody who has left offers nothing here any more.
OFFERED = f"""
FROM projects_membership AS seat
JOIN participants_person AS person ON person.id = seat.person_id
JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
JOIN participants_asset AS asset ON asset.person_id = seat.person_id
{FIT.format(terms="%(terms)s")}
WHERE seat.project_id = %(project)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL AND seat.role <> 'observer'
    AND asset.seen_by = ANY(%(audience)s) AND (%(kind)s = '' OR asset.kind = %(kind)s)
"""
OFFERS = f"""
SELECT {columns(Asset, "asset")}, {columns(Person, "person")}, {columns(PartnerGroup, "groups")}, seat.id
{OFFERED} AND (%(everything)s OR {FITS})
ORDER BY fit.whole DESC NULLS LAST, asset.recorded_at DESC, asset.id DESC LIMIT %(most)s OFFSET %(after)s
"""
SUGGESTED = f"""
SELECT {columns(Asset, "asset")}, {columns(Person, "person")}, {columns(PartnerGroup, "groups")}, seat_id
FROM (
    SELECT DISTINCT ON (seat.id) seat.id AS seat_id, asset.id AS asset_id, fit.whole
    {OFFERED} AND {FITS} AND seat.id <> %(asker)s
    ORDER BY seat.id, fit.whole DESC, asset.id
) AS found
JOIN participants_asset AS asset ON asset.id = asset_id
JOIN participants_person AS person ON person.id = asset.person_id
JOIN projects_membership AS seat ON seat.id = seat_id
JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
ORDER BY found.whole DESC, person.name, seat_id LIMIT {MOST}
"""  # noqa: S608


@dataclass(frozen=True)
class Offered:
    """One thing that one partner offers. `seat_id` is their membership."""

    asset: Asset
    person: Person
    group: PartnerGroup
    seat_id: int


def audiences(seat: Seat) -> list[str]:
    """Whose offers somebody may read: "only me" is for nobody else, whatever their part."""
    if not seat.can("see_offers"):
        return []
    return [Audience.PARTNERS, Audience.FACILITATORS] if seat.is_facilitator else [Audience.PARTNERS]


def offers(seat: Seat, *, kind: str, words: str, most: int, after: int) -> list[Offered]:
    """What may be read of what partners offer; what fits `words` best comes first. One query."""
    facts = {"everything": not words.strip(), "kind": kind, "terms": terms_of(words), "most": most, "after": after}
    return found(OFFERS, seat, facts)


def suggested(seat: Seat, asked: HelpAsked) -> list[Offered]:
    """Each partner whose best offer, of those that this person may read, fits what is looked for. One query."""
    return found(SUGGESTED, seat, {"kind": asked.kind, "terms": asked.terms, "asker": asked.asked_by_id})


def found(sql: str, seat: Seat, facts: dict[str, Any]) -> list[Offered]:
    return [offered(row) for row in rows(sql, project=seat.project.pk, audience=audiences(seat), **facts)]


def offered(row: Iterator[Any]) -> Offered:
    return Offered(taken(Asset, row), taken(Person, row), taken(PartnerGroup, row), next(row))


OWN = f"""
SELECT {columns(Asset, "asset")} FROM participants_asset AS asset
{FIT.format(terms="%(terms)s")}
WHERE asset.person_id = %(person)s AND (%(kind)s = '' OR asset.kind = %(kind)s) AND {FITS}
ORDER BY fit.whole DESC, asset.id LIMIT 1
"""  # noqa: S608


def own_that_fits(person: Person, asked: HelpAsked) -> Asset | None:
    """What a person offers themself that fits best, whoever may see it: for their own eyes. One query."""
    for row in rows(OWN, person=person.pk, kind=asked.kind, terms=asked.terms):
        return taken(Asset, row)
    return None
