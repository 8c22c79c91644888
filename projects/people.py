"""Who is in a project, as one of them may see it."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants.models import ReachBy
from participants.phones import in_words
from projects.models import Invitation, Membership, PartnerGroup
from projects.permissions import Seat


@dataclass(frozen=True)
class Tally:
    """One group and how many of it are partners, and how many have been asked and not yet answered."""

    group: PartnerGroup
    joined: int
    waiting: int


def tallies(seat: Seat) -> list[Tally]:
    groups = seat.project.groups.annotate(
        joined=Count("memberships", filter=Q(memberships__joined_at__isnull=False, memberships__left_at=None)),
        waiting=Count("memberships", filter=Q(memberships__joined_at=None, memberships__left_at=None)),
    )
    return [Tally(group, group.joined, group.waiting) for group in groups]


SHOWN_NAME = Case(  # as Membership.shown_name
    When(Q(joined_at=None) & ~Q(asked_name=""), then=F("asked_name")),
    default=F("person__name"),
    output_field=CharField(),
)


def people_of(seat: Seat, *, name: str = "", group: str = "") -> QuerySet[Membership]:
    """Everybody in the project. Who was asked, and who said no, only facilitators see: a no is nobody's business.

    Somebody who left and came back stands there once.
    """
    again = Membership.objects.filter(project=seat.project, person=OuterRef("person"), pk__gt=OuterRef("pk"))
    people = Membership.objects.filter(~Exists(again), project=seat.project).annotate(shown=SHOWN_NAME)
    if not seat.can("invite"):
        people = people.filter(joined_at__isnull=False)
    if name:
        people = people.filter(shown__icontains=name)
    if group:
        people = people.filter(group__key=group)
    asked = Prefetch("invitations", Invitation.objects.order_by("sent_at", "pk"))
    return people.select_related("person", "group").prefetch_related(asked).order_by("group__position", "shown", "pk")


class State(NamedTuple):
    """Where things are with one person, as a tag: its colour, its words, and what stands beside it about a day."""

    colour: str
    words: Promise
    beside: Promise | str = ""
    day: str = "j F"


STATES = {
    "joined": State("tag--done", _("Takes part"), _("since %(day)s"), "j F Y"),
    "open": State("tag--part", _("Asked, no answer yet"), _("can answer until %(day)s")),
    "unasked": State("", _("Not invited yet")),
    "declined": State("", _("Said no")),
    "withdrawn": State("", _("Invitation taken back")),
    "expired": State("tag--missing", _("Never answered"), _("ended on %(day)s")),
    "left": State("", _("Has left"), "%(day)s", "j F Y"),
}


@dataclass(frozen=True)
class Entry:
    """One person on the People page. The contact details are empty for those who may not see them."""

    membership: Membership
    name: str
    state: str
    at: dt.datetime | None
    email: str = ""
    phone: str = ""
    address: str = ""
    likes: str = ""

    @property
    def colour(self) -> str:
        return STATES[self.state].colour

    @property
    def words(self) -> str:
        return str(STATES[self.state].words)

    @property
    def beside(self) -> str:
        state = STATES[self.state]
        if not state.beside or self.at is None:
            return ""
        return str(state.beside) % {"day": date_format(timezone.localtime(self.at), state.day, use_l10n=False)}

    @property
    def may_be_asked(self) -> bool:
        return self.state not in ("joined", "left")


def entry_of(membership: Membership, seat: Seat, now: dt.datetime) -> Entry:
    state = membership.state(now)
    shown = Entry(membership, membership.shown_name, state, since(membership, state))
    if not seat.can("see_contacts"):
        return shown
    way = "" if membership.is_hidden else ReachBy(membership.person.reach_by).label
    return Entry(
        membership,
        shown.name,
        state,
        shown.at,
        email=membership.person.email or "",
        phone=in_words(membership.shown_phone),
        address=membership.shown_address,
        likes=gettext("Likes: %(way)s") % {"way": way} if way else "",
    )


def since(membership: Membership, state: str) -> dt.datetime | None:
    """The moment that a state began, or for an open or ended invitation the moment it ends."""
    if state in ("joined", "left"):
        return membership.joined_at if state == "joined" else membership.left_at
    asked = max(membership.invitations.all(), key=lambda each: (each.sent_at, each.pk), default=None)
    if asked is None:
        return membership.added_at
    return asked.expires_at if state in ("open", "expired") else asked.declined_at or asked.withdrawn_at
