"""The terms of reference: reading them, writing the draft together, and what partners changed in it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participants.models import Person
from participants.refusals import Refused
from projects.actions.terms import give_keeping, leave_out, suggest_change, take_in, write_terms
from projects.forms.terms import KeeperForm, SuggestionAnswerForm, SuggestionForm, TermsForm
from projects.models import TermsAcceptance, TermsKeeper, TermsPart, TermsSuggestion, TermsVersion, Via
from projects.permissions import Seat, project_for
from projects.slices import part_of, slice_of
from projects.subjects import subjects_of
from projects.terms import by_group, in_force, latest, may_keep, parts_of, starting_text

A_PAGE = 25
BIGGEST = 32767  # the largest number that a version can have


def frame(seat: Seat, **more: Any) -> dict[str, Any]:
    return {"seat": seat, "tab": "overview", **more}


@require_safe
@login_required
def terms(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as it stands, with what differs from what was agreed; or what was agreed, where nothing differs."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    version, holds = latest(seat.project), in_force(seat.project)
    page: dict[str, Any] = {"version": version, "holds": holds, "may_keep": may_keep(seat)}
    if version is not None:
        waiting = seat.project.terms_suggestions.filter(answered_at=None).count()
        page |= {
            "parts": parts_of(version, holds if holds != version else None),
            "agreed": getattr(version, "agreed", None),
            "waiting": waiting,
            "may_suggest": seat.can("suggest_terms"),
            "may_agree": seat.can("keep_terms") and not hasattr(version, "agreed"),
            "may_see_acceptances": holds is not None and seat.can("see_acceptances"),
            "to_accept": holds is not None and seat.can("accept_terms") and not has_accepted(seat, holds),
        }
    return render(request, "projects/terms/terms.html", frame(seat, **page))


def has_accepted(seat: Seat, version: TermsVersion) -> bool:
    return TermsAcceptance.objects.filter(version=version, membership=seat.membership).exists()


@require_safe
@login_required
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as a whole, with what it changed in the one before."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    if number > BIGGEST:
        raise Http404
    found = seat.project.terms.select_related("agreed", "written_by__person").filter(number__in=[number - 1, number])
    versions = {each.number: each for each in found}
    if number not in versions:
        raise Http404
    one, before = versions[number], versions.get(number - 1)
    agreed = getattr(one, "agreed", None)
    page = {
        "version": one,
        "parts": parts_of(one, before),
        "agreed": agreed,
        "decided_in": subjects_of([agreed.about]).get(agreed.about) if agreed else None,
    }
    return render(request, "projects/terms/version.html", frame(seat, **page))


@require_safe
@login_required
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version, the newest first: when, by whom, why, and which were agreed."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    found = seat.project.terms.select_related("agreed", "written_by__person").order_by("-number")
    page = slice_of(part_of(found), request.GET.get("page"), A_PAGE)
    for each in page:
        each.project = seat.project
    return render(request, "projects/terms/versions.html", frame(seat, page=page))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the draft: the first from our plain text, or with `?start=blank` from nothing."""
    seat = keeping_seat(request, slug)
    old = latest(seat.project)
    if old:
        initial = {part.value: old.part(part) for part in TermsPart}
    elif request.GET.get("start") == "blank":
        initial = {TermsPart.FINAL_SAY.value: seat.project.final_say}
    else:
        initial = starting_text(seat.project)
    data = request.POST if request.method == "POST" else None
    form = TermsForm(data, first=old is None, initial=initial | {"number": old.number if old else 0})
    if form.is_valid():
        because, number = form.cleaned_data.get("because", ""), form.cleaned_data["number"]
        try:
            write_terms(
                seat.project, form.parts(), because=because, instead_of=number, by=seat.person, now=timezone.now()
            )
        except Refused as refused:
            form = newer(form, seat, refused)
        else:
            messages.success(request, _("A new version of the draft is there. Everyone can read what changed."))
            return redirect("projects:terms", slug)
    return render(request, "projects/terms/change.html", frame(seat, form=form, old=old))


def newer(form: TermsForm, seat: Seat, refused: Refused) -> TermsForm:
    """The same form with what was typed, for the version as it is now, and why it was refused."""
    now = latest(seat.project)
    sent = dict(form.data.items()) | {"number": str(now.number if now else 0)}
    again = TermsForm(sent, first="because" not in form.fields)
    again.add_error(None, refused.sentence)
    return again


def keeping_seat(request: HttpRequest, slug: str) -> Seat:
    """For facilitators and the partner who keeps the draft."""
    seat = project_for(cast(Person, request.user), slug, can="suggest_terms")
    if not may_keep(seat):
        raise PermissionDenied
    return seat


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """Suggest other words for one part (`?part=`). A facilitator may write one down for somebody (`?for=other`)."""
    seat = project_for(cast(Person, request.user), slug, can="suggest_terms")
    now_stands = latest(seat.project)
    if now_stands is None:
        return redirect("projects:terms", slug)
    wanted = request.GET.get("part", "")
    part = TermsPart(wanted) if wanted in TermsPart.values else TermsPart.PURPOSE
    for_others = request.GET.get("for") == "other" and seat.is_facilitator
    data = request.POST if request.method == "POST" else None
    initial = {"words": now_stands.part(part)}
    form = SuggestionForm(data, part=part, seat=seat, for_others=for_others, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        member, via = said.pop("who", None) or seat.partner, Via(said.pop("via", Via.ONLINE))
        try:
            suggest_change(member, part=part, **said, via=via, by=seat.person, now=timezone.now())
        except Refused as refused:
            form.add_error("words", refused.sentence)
        else:
            messages.success(request, _("Thank you. You will hear whether it is taken in, or why not."))
            return redirect("projects:terms_suggestions", slug)
    page = {"form": form, "part": part, "for_others": for_others, "parts": TermsPart.choices}
    return render(request, "projects/terms/suggest.html", frame(seat, **page))


@require_safe
@login_required
def suggestions(request: HttpRequest, slug: str) -> HttpResponse:
    """What partners changed in the terms: each suggestion, by whom, and what became of it."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    found = TermsSuggestion.objects.filter(project=seat.project).select_related(
        "membership__person", "group", "entered_by", "answered_by", "on", "taken_into"
    )
    page = slice_of(part_of(found), request.GET.get("page"), A_PAGE)
    lines = [(each, each.on.part(each.part)) for each in page]
    context = {"page": page, "lines": lines, "groups": by_group(seat.project), "may_keep": may_keep(seat)}
    return render(request, "projects/terms/suggestions.html", frame(seat, **context))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggestion(request: HttpRequest, slug: str, suggestion_id: int) -> HttpResponse:
    """Take one in, or say why not."""
    seat = keeping_seat(request, slug)
    one = get_object_or_404(
        TermsSuggestion.objects.select_related("membership__person", "group"), pk=suggestion_id, project=seat.project
    )
    if one.answered_at is not None:
        messages.info(request, _("This suggestion is answered already."))
        return redirect("projects:terms_suggestions", slug)
    form = SuggestionAnswerForm(request.POST if request.method == "POST" else None, suggestion=one)
    if form.is_valid():
        try:
            settle(form, one, seat)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Thank you. The person who suggested it is told."))
            return redirect("projects:terms_suggestions", slug)
    now_stands = latest(seat.project)
    page = {"form": form, "suggestion": one, "current": now_stands.part(one.part) if now_stands else ""}
    return render(request, "projects/terms/suggestion.html", frame(seat, **page))


def settle(form: SuggestionAnswerForm, suggestion: TermsSuggestion, seat: Seat) -> None:
    said = form.cleaned_data
    facts: dict[str, Any] = {"by": seat.person, "now": timezone.now()}
    if said["answer"] == SuggestionAnswerForm.TAKE:
        take_in(suggestion, words=said["words"], answer=said["because"], **facts)
    else:
        leave_out(suggestion, answer=said["because"], **facts)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keeper(request: HttpRequest, slug: str) -> HttpResponse:
    """Which partner keeps the draft beside the facilitators."""
    seat = project_for(cast(Person, request.user), slug, can="keep_terms")
    keeps = TermsKeeper.objects.filter(project=seat.project, ended_at=None).first()
    data = request.POST if request.method == "POST" else None
    form = KeeperForm(data, seat=seat, initial={"who": keeps.membership_id if keeps else None})
    if form.is_valid():
        try:
            give_keeping(seat.project, form.cleaned_data["who"], by=seat.person, now=timezone.now())
        except Refused as refused:
            form.add_error("who", refused.sentence)
        else:
            messages.success(request, _("Your change is saved."))
            return redirect("projects:terms", slug)
    return render(request, "projects/terms/keeper.html", frame(seat, form=form))
