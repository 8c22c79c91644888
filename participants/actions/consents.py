"""Agreeing to one use of what is one's own, for a time, and withdrawing it. Rows stay, so that it can be traced."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.models import Consent, Person
from participants.refusals import Refused

LONGEST = dt.timedelta(days=731)  # domain.md §8: 12 months or 2 years are usual


@transaction.atomic
def give_consent(
    person: Person,
    purpose: Consent.Purpose,
    topic: str,
    words: str,
    *,
    ends_on: dt.date,
    by: Person,
    now: dt.datetime,
    via: str = "online",
) -> Consent:
    """Keep what a person agreed to, in the words that they read, until the end of a day. A new one replaces the old.

    Refused for a day that is over, and for more than two years.
    """
    today = timezone.localdate(now)
    if ends_on < today:
        raise Refused(_("Choose a day that is still to come."))
    if ends_on > today + LONGEST:
        raise Refused(_("Choose a day within the next two years. You can say yes again later."))
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # said twice at once, the last one stands
    facts = {"person": person, "purpose": purpose, "topic": topic}
    Consent.objects.filter(**facts, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by)
    return Consent.objects.create(**facts, words=words, via=via, given_by=by, given_at=now, ends_on=ends_on)


def withdraw_consent(consent: Consent, *, by: Person, now: dt.datetime) -> None:
    """It counts no longer, from this moment. Withdrawing it twice changes nothing."""
    Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by)
