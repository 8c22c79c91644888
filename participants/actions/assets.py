"""What people offer by choice. Taking it away deletes it: nobody keeps what was no longer offered."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participants.models import Asset, AssetKind, Audience, Person
from participants.refusals import Refused


@transaction.atomic
def offer(
    person: Person,
    *,
    kind: AssetKind | str,
    words: str,
    seen_by: Audience | str,
    by: Person,
    now: dt.datetime,
    via: str = Asset.Via.ONLINE,
) -> Asset:
    """Keep one thing that a person offers, in their words. Said twice, it is kept once.

    Who may see it only the person themself can change: somebody who writes it down again changes nothing.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    words = " ".join(words.split())
    if not words:
        raise Refused(_("Say in your own words what you offer."))
    same = Asset.objects.filter(person=person, kind=kind, words=words).first()
    if same is not None:
        return same if by != person else show_to(same, seen_by)
    if person.assets.count() >= Asset.MOST:
        raise Refused(_("That is a great deal already. Take something away first."))
    return Asset.objects.create(
        person=person, kind=kind, words=words, seen_by=seen_by, recorded_by=by, recorded_at=now, via=via
    )


def show_to(asset: Asset, seen_by: Audience | str) -> Asset:
    asset.seen_by = Audience(seen_by)
    asset.save(update_fields=["seen_by"])
    return asset


def change_offer(asset: Asset, *, kind: AssetKind | str, words: str, seen_by: Audience | str, now: dt.datetime) -> None:
    """Say it differently, or show it to more or fewer people. From now on these are the person's own words."""
    asset.kind, asset.words, asset.seen_by = AssetKind(kind), " ".join(words.split()), Audience(seen_by)
    asset.recorded_by, asset.recorded_at, asset.via = asset.person, now, Asset.Via.ONLINE
    try:
        with transaction.atomic():
            asset.save(update_fields=["kind", "words", "seen_by", "recorded_by", "recorded_at", "via"])
    except IntegrityError:
        raise Refused(_("You offer that already, in the same words.")) from None


def take_away(asset: Asset) -> None:
    """It is gone at once, everywhere. Doing it twice changes nothing."""
    Asset.objects.filter(pk=asset.pk).delete()
