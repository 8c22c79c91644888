"""Writing the Easy Read words of a stage or a session; `decisions.views.easy` writes those of a decision."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participants.models import Person
from participants.refusals import Refused
from projects.actions.easy import choose_pictures, write_easy_read
from projects.easy import EASY, Original, newest, of_session, of_stage
from projects.easy_words import advice_on, lines_of
from projects.forms.easy import EasyReadForm
from projects.forms.pictures import PicturesForm
from projects.permissions import Seat, project_for
from projects.views.sessions import session_of
from projects.views.stages import stage_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stage(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="write_easy_read")
    return written(request, seat, of_stage(stage_of(seat, position)), tab="overview")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="write_easy_read")
    return written(request, seat, of_session(session_of(seat, session_id)), tab="sessions")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stage_pictures(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="write_easy_read")
    return pictured(request, seat, of_stage(stage_of(seat, position)), tab="overview")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_pictures(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="write_easy_read")
    return pictured(request, seat, of_session(session_of(seat, session_id)), tab="sessions")


def pictured(request: HttpRequest, seat: Seat, original: Original, *, tab: str) -> HttpResponse:
    """A picture for each line, found by its words or by others; or none."""
    twin = newest([original.about]).get(original.about)
    if twin is None:
        messages.info(request, _("Write the Easy Read words first. Then you can choose pictures for them."))
        return redirect(original.writing_url)
    lines = lines_of(twin.words)
    data = request.POST if request.method == "POST" else None
    form = PicturesForm(data, lines=lines, pictures=twin.pictures, initial={"twin": twin.id})
    if "look" not in request.POST and form.is_valid():
        facts: dict[str, Any] = {"twin": form.cleaned_data["twin"] or 0, "by": seat.person, "now": timezone.now()}
        try:
            choose_pictures(seat.project, original, form.pictures(), **facts)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            form.data = {**dict(form.data.items()), "twin": str(twin.id)}
        else:
            messages.success(request, _("The Easy Read words are saved. People who need them read them first."))
            return redirect(f"{original.url}?read={EASY}")
    context = {"seat": seat, "tab": tab, "project": seat.project, "original": original, "form": form}
    return render(request, "projects/easy_pictures.html", context | {"left": len(lines) - len(form.lines)})


def written(request: HttpRequest, seat: Seat, original: Original, *, tab: str) -> HttpResponse:
    """The form, with advice after a first try. What is hard to read can be saved all the same."""
    form = easy_form(request, original)
    context: dict[str, Any] = {"seat": seat, "tab": tab, "project": seat.project, "original": original}
    if form.is_valid():
        words = form.cleaned_data["words"]
        advice = advice_on(words)
        if "look" not in request.POST and (not advice or "seen" in request.POST):
            try:
                write_easy_read(seat.project, original, words, by=seat.person, now=timezone.now())
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(
                    request, _("The Easy Read words are saved. You can now choose a picture for each line.")
                )
                return redirect(original.pictures_url)
        context |= {"advice": advice, "lines": lines_of(words)}
    elif form.is_bound:
        form.mark_anew()
    context |= {"form": form, "twin": newest([original.about]).get(original.about)}
    context["outdated"] = context["twin"] is not None and not context["twin"].is_of(original)
    return render(request, "projects/easy_read.html", context)


def easy_form(request: HttpRequest, original: Original) -> EasyReadForm:
    if request.method == "POST":
        return EasyReadForm(request.POST, original=original)
    twin = newest([original.about]).get(original.about)
    return EasyReadForm(original=original, initial={"words": twin.words if twin else "", "mark": original.mark})
