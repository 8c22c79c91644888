"""What people offer in a project, and asking who could help."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participants.actions import take_away
from participants.models import Asset, Person
from participants.refusals import Refused
from projects.actions.help import answer_help, ask_for_help, stop_looking, write_down_offer
from projects.forms.help import AnswerHelpForm, AskForHelpForm, OfferForThemForm, SearchOffersForm, YesForThemForm
from projects.models import DesignSession, HelpAnswer, HelpAsked, Membership, Via
from projects.offers import audiences, offers, own_that_fits, suggested
from projects.permissions import Seat, project_for
from projects.slices import slice_of
from projects.subjects import subjects_of

A_PAGE = 25
MOST_ASKED = 10


@require_safe
@login_required
@never_cache
def offered(request: HttpRequest, slug: str) -> HttpResponse:
    """What is looked for now, and what partners offer: as much of it as this person may read."""
    seat = project_for(cast(Person, request.user), slug, can="see_offers")
    search = SearchOffersForm(request.GET)
    sought = search.cleaned_data if search.is_valid() else {"q": "", "kind": ""}
    page = slice_of(
        lambda most, after: offers(seat, kind=sought["kind"], words=sought["q"], most=most, after=after),
        request.GET.get("page"),
        A_PAGE,
    )
    asked = seat.project.help_asked.open_on(timezone.localdate()).select_related("asked_by__person")
    context = {
        "seat": seat,
        "tab": "people",
        "page": page,
        "search": SearchOffersForm(initial=sought),
        "sought": bool(sought["q"] or sought["kind"]),
        "asked": with_project(asked.order_by("until", "pk")[:MOST_ASKED], seat),
        "mine": seat.person.assets.count(),
        "may_write_down": seat.can("write_down_offer"),
    }
    return render(request, "projects/help/offers.html", context)


def with_project(asked: "QuerySet[HelpAsked]", seat: Seat) -> list[HelpAsked]:
    """Fetched, each with the project that is known already."""
    found = list(asked)
    for each in found:
        each.project = seat.project
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write_down(request: HttpRequest, slug: str) -> HttpResponse:
    """A facilitator writes down what somebody told them that they offer."""
    seat = project_for(cast(Person, request.user), slug, can="write_down_offer")
    form = OfferForThemForm(request.POST if request.method == "POST" else None, seat=seat)
    if form.is_valid():
        told = form.cleaned_data
        try:
            write_down_offer(told.pop("who"), **told, by=seat.person, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("It is written down. They can take it away at any time."))
            return redirect("projects:offers", slug)
    return render(request, "projects/help/write_down.html", {"seat": seat, "tab": "people", "form": form})


@require_POST
@login_required
def take_away_for_them(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """A facilitator takes away, when asked to, what was written down for somebody who can't do it here themself."""
    seat = project_for(cast(Person, request.user), slug, can="write_down_offer")
    written_down = Asset.objects.exclude(via=Asset.Via.ONLINE).filter(seen_by__in=audiences(seat))
    partners = Membership.objects.partners().filter(project=seat.project)
    asset = get_object_or_404(written_down, pk=asset_id, person__in=partners.order_by().values("person"))
    take_away(asset)
    messages.success(request, _("It is gone: %(words)s") % {"words": asset.words})
    return redirect("projects:offers", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask who could help. `?session=` is the session that it is for."""
    seat = project_for(cast(Person, request.user), slug, can="ask_for_help")
    sessions = DesignSession.objects.coming_up(timezone.now()).filter(project=seat.project)
    initial = {"session": request.GET.get("session")}
    form = AskForHelpForm(request.POST if request.method == "POST" else None, sessions=sessions, initial=initial)
    if form.is_valid():
        try:
            asked = ask_for_help(seat.partner, **form.cleaned_data, by=seat.person, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Your question is asked. We ask everybody whom it may fit."))
            return redirect("projects:help", slug, asked.pk)
    return render(request, "projects/help/ask.html", {"seat": seat, "tab": "people", "form": form})


def help_for(request: HttpRequest, slug: str, help_id: int, *, can: str) -> tuple[Seat, HelpAsked]:
    """A question for help, and what this person is to its project. Two queries."""
    seat = project_for(cast(Person, request.user), slug, can=can)
    asked = get_object_or_404(
        HelpAsked.objects.select_related("session", "asked_by__person"), project=seat.project, pk=help_id
    )
    asked.project = seat.project
    return seat, asked


@require_safe
@login_required
@never_cache
def help_asked(request: HttpRequest, slug: str, help_id: int) -> HttpResponse:
    seat, asked = help_for(request, slug, help_id, can="see_offers")
    return render(request, "projects/help/help.html", about(seat, asked))


def about(seat: Seat, asked: HelpAsked, **forms: Any) -> dict[str, Any]:
    """What the page shows to this person. The names behind a yes are for facilitators and for whoever asked."""
    is_open, theirs = asked.is_open(timezone.localdate()), asked.asked_by_id == seat.partner.pk
    own = HelpAnswer.objects.filter(asked=asked, membership=seat.partner).first()
    asks_them = is_open and not theirs
    fits = own_that_fits(seat.person, asked) if asks_them else None
    page: dict[str, Any] = {
        "seat": seat,
        "tab": "people",
        "asked": asked,
        "subject": next(iter(subjects_of([asked.about]).values()), None) if asked.about else None,
        "is_open": is_open,
        "own": own,
        "fits": fits,
        "form": AnswerHelpForm(initial=initial_of(own)) if asks_them else None,
        "may_stop": is_open and may_stop(seat, asked),
        "may_write_down": is_open and seat.can("write_down_offer"),
        **forms,
    }
    if theirs or seat.is_facilitator:
        page["answers"] = yeses(asked)
        page["suggested"] = suggested(seat, asked) if is_open else []
    return page


def initial_of(own: HelpAnswer | None) -> dict[str, str]:
    if own is None:
        return {}
    return {"answer": AnswerHelpForm.YES if own.yes else AnswerHelpForm.NO, "words": own.words}


def yeses(asked: HelpAsked) -> "QuerySet[HelpAnswer]":
    said = asked.answers.filter(yes=True).select_related("membership__person", "membership__group", "entered_by")
    return said.exclude(membership__left_at__isnull=False)


def may_stop(seat: Seat, asked: HelpAsked) -> bool:
    return seat.is_facilitator or (seat.membership is not None and asked.asked_by_id == seat.membership.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def answer(request: HttpRequest, slug: str, help_id: int) -> HttpResponse:
    """Say yes or no. A no is kept where nobody reads it."""
    seat, asked = help_for(request, slug, help_id, can="see_offers")
    if request.method != "POST":
        return render(request, "projects/help/help.html", about(seat, asked))
    form = AnswerHelpForm(request.POST)
    if form.is_valid():
        yes, words = form.cleaned_data["answer"] == AnswerHelpForm.YES, form.cleaned_data["words"]
        try:
            answer_help(asked, seat.partner, yes=yes, words=words, by=seat.person, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, thanks(yes=yes))
            return redirect("projects:help", slug, asked.pk) if yes else redirect("home")
    return render(request, "projects/help/help.html", about(seat, asked, form=form))


def thanks(*, yes: bool) -> str:
    return _("Thank you. They hear that you want to help.") if yes else _("That is fine. Nobody hears of it.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def yes_for_them(request: HttpRequest, slug: str, help_id: int) -> HttpResponse:
    """A facilitator writes down somebody's yes."""
    seat, asked = help_for(request, slug, help_id, can="write_down_offer")
    initial = {"who": request.GET.get("partner")}
    form = YesForThemForm(request.POST if request.method == "POST" else None, seat=seat, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        via, who = Via(said["via"]), said["who"]
        try:
            answer_help(asked, who, yes=True, words=said["words"], by=seat.person, now=timezone.now(), via=via)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Their yes is written down."))
            return redirect("projects:help", slug, asked.pk)
    page = {"seat": seat, "tab": "people", "asked": asked, "form": form}
    return render(request, "projects/help/yes_for_them.html", page)


@require_POST
@login_required
def end(request: HttpRequest, slug: str, help_id: int) -> HttpResponse:
    """Stop looking: for whoever asked, and for facilitators."""
    seat, asked = help_for(request, slug, help_id, can="ask_for_help")
    if not may_stop(seat, asked):
        raise PermissionDenied
    stop_looking(asked, by=seat.person, now=timezone.now())
    messages.success(request, _("Nobody is asked any more."))
    return redirect("projects:help", slug, asked.pk)
