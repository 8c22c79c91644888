"""What pages share where somebody may be there for a partner whom they support."""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise

from participants.models import Person
from projects.done import may_answer
from projects.models import Membership, Supporter
from projects.permissions import RIGHTS, Part, Seat, project_for

View = Callable[..., HttpResponse]


def whom_in(request: HttpRequest) -> str:
    """For which partner a request is, as its form or its address says."""
    return request.POST.get("for") or request.GET.get("for", "")


def seat_for(request: HttpRequest, slug: str, *, can: str, rights: Mapping[str, frozenset[Part]] = RIGHTS) -> Seat:
    """As `project_for`, for the partner whom the request names."""
    return project_for(cast(Person, request.user), slug, can=can, rights=rights, whom=whom_in(request))


def whose(request: HttpRequest, seat: Seat, *, enters: str) -> Membership:
    """The partner whose answers a page takes: one's own, or somebody else's where the address names their membership
    (`?partner=`). 403 for those who may not enter them (the right `enters`), 404 where it is nobody who takes part."""
    wanted = request.GET.get("partner", "")
    if not wanted:
        return seat.partner
    if not seat.can(enters):
        raise PermissionDenied
    if not (wanted.isascii() and wanted.isdecimal()) or len(wanted) > 15:
        raise Http404
    partners = may_answer(seat.project.pk).select_related("person", "group")
    return get_object_or_404(partners, pk=int(wanted))


def onward(thing: Any, seat: Seat) -> str:
    """The address of something, with whom the next page is for; it is left out where it goes without saying."""
    address = str(thing if isinstance(thing, str) else thing.get_absolute_url())
    sign = "&" if "?" in address else "?"
    return f"{address}{sign}for={seat.for_whom}" if seat.says_for_whom else address


def typed(request: HttpRequest, *names: str) -> dict[str, str]:
    """What stands in these fields, for a form that is shown once more in other words."""
    return {name: request.POST[name] for name in names if name in request.POST}


@dataclass(frozen=True)
class Choice:
    """What a form offers: what it is called, and the label of each answer by what is sent for it."""

    name: Promise
    labels: Callable[[], Iterable[tuple[str, Any]]]

    def words(self, sent: str) -> str:
        return str(dict(self.labels()).get(sent, ""))


def words_sent(request: HttpRequest, fields: Mapping[str, Promise | Choice]) -> list[tuple[Any, str]]:
    """What was chosen and written, each with what it is called, as far as there is anything."""
    found: list[tuple[Any, str]] = []
    for name, field in fields.items():
        sent = request.POST.get(name, "")
        found.append((field.name, field.words(sent)) if isinstance(field, Choice) else (field, sent))
    return [(name, words) for name, words in found if words]


def keeps_words(**fields: Promise | Choice) -> Callable[[View], View]:
    """For forms that take time to write: where a supporter was stopped meanwhile, or a partner has left, what they
    typed comes back to them.

    `fields` are the boxes that hold words and what is chosen, and what they are called. Anybody else is refused as
    always.
    """

    def wrapped(view: View) -> View:
        @functools.wraps(view)
        def kept(request: HttpRequest, slug: str, *parts: Any, **named: Any) -> HttpResponse:
            try:
                return view(request, slug, *parts, **named)
            except (Http404, PermissionDenied):
                if request.method != "POST":
                    raise
                ended = stopped(request, slug)
                if ended is None and not has_left(request, slug):
                    raise
                page = {"supporter": ended, "words": words_sent(request, fields), "file": bool(request.FILES)}
                return render(request, "projects/support/stopped.html", page, status=403 if ended else 404)

        return kept

    return wrapped


def has_left(request: HttpRequest, slug: str) -> bool:
    """Were they a partner there until they left, and do they write for themself?"""
    if not request.user.is_authenticated or whom_in(request):
        return False
    seats = Membership.objects.filter(project__slug=slug, person=request.user, joined_at__isnull=False)
    return seats.exists() and not seats.filter(left_at=None).exists()


def stopped(request: HttpRequest, slug: str) -> Supporter | None:
    """The partner whom this person supported there until they were stopped, where the form is for them."""
    if not request.user.is_authenticated:
        return None
    theirs = Supporter.objects.filter(membership__project__slug=slug, person=request.user, accepted_at__isnull=False)
    whom = whom_in(request)
    if not (whom.isascii() and whom.isdecimal() and len(whom) < 16):
        return None
    return theirs.filter(membership=int(whom)).select_related("membership__person").last()
