"""Asking who could help, and what people answer. A yes shows; a no is nobody's business."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.actions import offer, queue
from participants.matching import terms_of
from participants.models import Asset, Audience, Person
from participants.refusals import Refused
from projects.actions.entering import refuse_unless_passed_on
from projects.actions.ledger import write_history
from projects.actions.terms import refuse_others_than_partners
from projects.models import DesignSession, HelpAnswer, HelpAsked, Membership, Via


@transaction.atomic
def ask_for_help(
    asker: Membership,
    *,
    words: str,
    until: dt.date,
    by: Person,
    now: dt.datetime,
    kind: str = "",
    session: DesignSession | None = None,
    about: str = "",
) -> HelpAsked:
    """Ask the partners of a project who could do something. Whom it fits is asked on their own Home.

    `about` names something of an upper layer that it is for; the caller knows that it is of this project.
    """
    refuse_others_than_partners(asker)
    if asker.person_id != by.pk:
        raise Refused(_("Ask in your own name."))
    if session is not None and session.project_id != asker.project_id:
        raise Refused(_("That session is not one of this project."))
    if until < timezone.localdate(now):
        raise Refused(_("Choose a day that is still to come."))
    asked = HelpAsked.objects.create(
        project_id=asker.project_id,
        session=session,
        about=about,
        words=words,
        kind=kind,
        terms=terms_of(words),
        until=until,
        asked_by=asker,
        asked_at=now,
    )
    write_history(asker.project, "help_asked", f"help:{asked.pk}", by=by, now=now, title=words)
    return asked


@transaction.atomic
def answer_help(
    asked: HelpAsked,
    member: Membership,
    *,
    yes: bool,
    by: Person,
    now: dt.datetime,
    words: str = "",
    via: Via = Via.ONLINE,
) -> HelpAnswer:
    """Keep a yes, or a no that nobody sees. A facilitator may write down a yes that somebody told them, never a no."""
    asked = HelpAsked.objects.select_for_update(no_key=True).select_related("project").get(pk=asked.pk)
    refuse_closed(asked, now)
    if member.project_id != asked.project_id:
        raise Refused(_("You are not a partner in this project any more."))
    refuse_others_than_partners(member)
    if member.person_id != by.pk:
        refuse_unless_passed_on(member, by, via)
        if not yes:
            raise Refused(_("A no is not written down. It is theirs alone."))
    facts = {"words": words if yes else "", "via": via, "entered_by": by, "at": now, "yes": yes}
    before = HelpAnswer.objects.filter(asked=asked, membership=member).first()
    answer, _is_new = HelpAnswer.objects.update_or_create(asked=asked, membership=member, defaults=facts)
    if yes and not (before and before.yes):
        write_history(asked.project, "help_offered", f"help:{asked.pk}", by=None, now=now, title=asked.words)
        tell_asker(asked, member, words, now=now)
    return answer


def refuse_closed(asked: HelpAsked, now: dt.datetime) -> None:
    if not asked.is_open(timezone.localdate(now)):
        raise Refused(_("Nobody is looked for any more. Thank you all the same."))


def tell_asker(asked: HelpAsked, member: Membership, words: str, *, now: dt.datetime) -> None:
    """Whoever asked hears of a yes, unless it is their own or they wrote it down."""
    asker = Membership.objects.partners().filter(pk=asked.asked_by_id).select_related("person").first()
    if asker is None or asker.pk == member.pk:
        return
    queue(
        asker.person,
        "help_offered",
        f"help:{asked.pk}:yes:{member.pk}",
        {
            "project": asked.project.name,
            "asked": asked.words,
            "name": member.person.name,
            "words": words,
            "link": settings.SITE_URL + asked.get_absolute_url(),
        },
        now=now,
        topic=f"help:{asked.pk}",
    )


@transaction.atomic
def stop_looking(asked: HelpAsked, *, by: Person, now: dt.datetime) -> None:
    """Nobody is asked any more. Said twice, the first time counts."""
    changed = HelpAsked.objects.filter(pk=asked.pk, ended_at=None).update(ended_at=now, ended_by=by)
    if changed:
        write_history(asked.project, "help_ended", f"help:{asked.pk}", by=by, now=now, title=asked.words)


@transaction.atomic
def write_down_offer(
    member: Membership, *, kind: str, words: str, seen_by: str, by: Person, now: dt.datetime, via: Via
) -> Asset:
    """What somebody offered by phone, on paper or in a session; they can take it away. Nothing of it is on the record.

    Only they could keep it to themself: whoever writes it down has read it.
    """
    refuse_unless_passed_on(member, by, via)
    refuse_others_than_partners(member)
    if member.person_id == by.pk:
        raise Refused(_("Choose somebody else who takes part in this project."))
    if seen_by == Audience.ME:
        raise Refused(_("You would see it too. Choose the facilitators or the partners."))
    return offer(member.person, kind=kind, words=words, seen_by=seen_by, by=by, now=now, via=via)
