"""What people need in order to take part. Needs are ended, never deleted, so that what was promised can be traced."""

import datetime as dt

from django.utils.translation import gettext as _

from participants.models import AccessNeed, AccessNeedKind, Person
from participants.refusals import Refused


def add_need(person: Person, kind: str, words: str = "", *, by: Person, now: dt.datetime) -> AccessNeed:
    """Record one need in the person's own words. Saying the same thing twice keeps one."""
    if kind == AccessNeedKind.OTHER and not words:
        raise Refused(_("Say what you need, in your own words."))
    need, _is_new = AccessNeed.objects.get_or_create(
        person=person,
        kind=kind,
        words=words,
        ended_at=None,
        defaults={"recorded_by": by, "recorded_at": now, "reviewed_at": now},
    )
    return need


def end_need(need: AccessNeed, *, now: dt.datetime) -> None:
    """They no longer need it. Ending it twice changes nothing."""
    AccessNeed.objects.filter(pk=need.pk, ended_at=None).update(ended_at=now, reviewed_at=now)
