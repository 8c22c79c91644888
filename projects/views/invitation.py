"""The pages of somebody who is asked to join. None of them needs signing in, and reading changes nothing."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Protocol, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participants.models import Person
from participants.refusals import Refused
from projects import guesses
from projects.actions import invitations as actions
from projects.codes import find_invitation as find
from projects.codes import find_supporter
from projects.forms.invitations import AcceptForm, AcceptKnownForm, CodeForm
from projects.models import Invitation, Stage
from projects.terms import agreed_for

JUST_JOINED = "invitation_accepted"  # in the session: the code of the invitation that this browser said yes to


class Coded(Protocol):
    """What a code leads to."""

    code: str


class Finder[Row](Protocol):
    def __call__(self, typed: str, *, exact: bool = ...) -> Row | None: ...


def by_code[Row: Coded](
    find: "Finder[Row]",
) -> Callable[[Callable[[HttpRequest, Row], HttpResponse]], Callable[[HttpRequest, str], HttpResponse]]:
    """For pages behind a code. A wrong code is told so, and too many of them have to wait.

    A right one opens whatever was tried before it, since many people can share one address, as in a library; but after
    too many wrong ones no look-alikes are tried.
    """

    def wrapped(page: Callable[[HttpRequest, Row], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
        @never_cache
        @functools.wraps(page)
        def found(request: HttpRequest, code: str) -> HttpResponse:
            too_many = guesses.too_many(request)
            row = find(code, exact=too_many)
            if row is None and too_many:
                return render(request, "projects/invitation/wait.html", status=429)
            if row is None:
                guesses.count_wrong(request)
                return render(request, "projects/invitation/unknown.html", {"form": CodeForm()}, status=404)
            if code != row.code and request.method in ("GET", "HEAD"):
                return redirect(f"projects:{page.__name__}", row.code)
            return page(request, row)

        return found

    return wrapped


with_invitation = by_code(find)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_invitation(request: HttpRequest) -> HttpResponse:
    """Type the code from a letter."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "projects/invitation/find.html", {"form": form})
    code, too_many = form.cleaned_data["code"], guesses.too_many(request)
    if (invitation := find(code, exact=too_many)) is not None:
        return redirect("projects:invitation", invitation.code)
    if (supporter := find_supporter(code, exact=too_many)) is not None:
        return redirect("projects:support", supporter.code)
    if too_many:
        return render(request, "projects/invitation/wait.html", status=429)
    guesses.count_wrong(request)
    form.add_error("code", _("We can’t find an invitation with this code. Check it letter by letter and try again."))
    return render(request, "projects/invitation/find.html", {"form": form})


@with_invitation
@require_safe
def invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """What the project is about and what is asked; or why this invitation is not open."""
    state = standing(invitation, timezone.now())
    mine = request.session.get(JUST_JOINED) == invitation.code or request.user == invitation.membership.person
    return render(
        request,
        f"projects/invitation/{state}.html",
        {
            **about(request, invitation),
            "mine": mine,
            "stage": open_stage(invitation),
            "texts": state == "accepted" and mine and gets_texts(invitation.membership.person),
            "ending": invitation.membership.person.phone[-3:],
        },
    )


@with_invitation
@require_safe
def invitation_terms(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """What partners agreed about their work together, for somebody who may join them."""
    if standing(invitation, timezone.now()) not in ("open", "declined", "accepted"):
        return redirect("projects:invitation", invitation.code)
    version, parts = agreed_for(invitation.membership.project)
    page = {"version": version, "parts": parts}
    return render(request, "projects/invitation/terms.html", {**about(request, invitation), **page})


@with_invitation
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say yes, and what you need. Two at once make one yes."""
    now = timezone.now()
    if standing(invitation, now) not in ("open", "declined") or stranger(request, invitation):
        return redirect("projects:invitation", invitation.code)
    form = accept_form(request, invitation)
    if request.method != "POST" or not form.is_valid():
        by_number = isinstance(form, AcceptForm) and not form.person.email and bool(form.person.phone)
        page = {"form": form, "needs_noted": needs_noted(invitation), "sign_in_first": by_number}
        return render(request, "projects/invitation/accept.html", {**about(request, invitation), **page})
    try:
        accept(request, invitation, form.acceptance(), now)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        request.session[JUST_JOINED] = invitation.code
    return redirect("projects:invitation", invitation.code)


def accept(request: HttpRequest, invitation: Invitation, said: actions.Acceptance, now: dt.datetime) -> None:
    person = invitation.membership.person
    if written_down_anew(request, invitation):
        actions.accept_as_themself(invitation, said, by=cast(Person, request.user), now=now)
    else:
        actions.accept_invitation(invitation, said, by=person, now=now, signed_in=request.user == person)


@with_invitation
@require_http_methods(["GET", "HEAD", "POST"])
def decline_invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say no. Nobody asks why."""
    now = timezone.now()
    if standing(invitation, now) != "open" or stranger(request, invitation):
        return redirect("projects:invitation", invitation.code)
    if request.method != "POST":
        return render(request, "projects/invitation/decline.html", about(request, invitation))
    try:
        actions.decline_invitation(invitation, by=invitation.membership.person, now=now)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect("projects:invitation", invitation.code)


def standing(invitation: Invitation, now: dt.datetime) -> str:
    """As `Invitation.state`, or "replaced" where a newer one was sent in its place.

    A no can be taken back until the invitation expires; after that it is "refused".
    """
    state = invitation.state(now)
    if state in ("withdrawn", "expired", "declined") and actions.replaced(invitation):
        return "replaced"
    return "refused" if state == "declined" and now >= invitation.expires_at else state


def about(request: HttpRequest, invitation: Invitation) -> dict[str, object]:
    membership = invitation.membership
    return {
        "invitation": invitation,
        "membership": membership,
        "project": membership.project,
        "person": membership.person,
        "stranger": stranger(request, invitation),
    }


def stranger(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether somebody else is signed in here: they are told so, and can't answer in another's place."""
    signed_in = request.user.is_authenticated and request.user != invitation.membership.person
    return signed_in and not written_down_anew(request, invitation)


def written_down_anew(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether who is signed in here was asked as if they were somebody new: they answer as who they are."""
    return request.user.is_authenticated and actions.is_double(invitation.membership.person, request.user)


def accept_form(request: HttpRequest, invitation: Invitation) -> AcceptForm | AcceptKnownForm:
    person: Person = invitation.membership.person
    posted = request.POST if request.method == "POST" else None  # a form that stays empty is a yes as well
    if request.user.is_authenticated or not actions.may_fill_in(invitation.membership):
        return AcceptKnownForm(posted)
    return AcceptForm(posted, person=person)


def gets_texts(person: Person) -> bool:
    """Whether they can sign in by a text message: not where others use the same number."""
    return Person.objects.by_text(person.phone) == person


def needs_noted(invitation: Invitation) -> bool:
    """Whether needs were written down with the invitation. Which, is not for everybody who has the link."""
    person = invitation.membership.person
    return not invitation.membership.asked_name and person.access_needs.filter(ended_at=None).exists()


def open_stage(invitation: Invitation) -> Stage | None:
    return Stage.objects.filter(project=invitation.membership.project, began_at__isnull=False, closure=None).first()
