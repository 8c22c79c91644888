"""One thing that somebody said: reading it, replying, thanking, and what the one who said it can do with it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participants.models import Person
from participants.refusals import Refused
from projects.actions import said as actions
from projects.actions.attachments import write_version
from projects.forms.contributions import CorrectForm, NarrowForm, ReplyForm, WrittenForm
from projects.models import Attachment, Contribution
from projects.permissions import Seat, project_for


def seat_in(request: HttpRequest, slug: str, can: str = "see") -> Seat:
    return project_for(cast(Person, request.user), slug, can=can)


def said_for(seat: Seat, contribution_id: int) -> Contribution:
    """What this person may read; 404 for anything else. One query."""
    people = ("membership__person", "membership__group", "stage", "session", "entered_by", "attachment")
    found = Contribution.objects.visible_to(seat).select_related(*people, "attachment__written_by__person")
    said = get_object_or_404(found, pk=contribution_id)
    said.project = seat.project
    return said


def own_said(seat: Seat, contribution_id: int) -> Contribution:
    """What this person said themself; 404 for anything else, so that nobody learns who said it."""
    own = Contribution.objects.visible_to(seat).filter(membership__person=seat.person)
    said = get_object_or_404(own.select_related("membership__person", "attachment"), pk=contribution_id)
    said.project = seat.project
    return said


@require_safe
@login_required
def contribution(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponse:
    seat = seat_in(request, slug)
    return page(request, seat, said_for(seat, contribution_id), ReplyForm())


def page(request: HttpRequest, seat: Seat, said: Contribution, form: ReplyForm) -> HttpResponse:
    mine = said.is_by(seat.person)
    replies = said.replies.select_related("membership__person", "membership__group")
    thanks = list(said.thanks.select_related("membership__person"))
    held: Attachment | None = getattr(said, "attachment", None)
    context: dict[str, Any] = {
        "seat": seat,
        "tab": "said",
        "said": said,
        "file": held,
        "written_by": writer_of(said, held),
        "may_write": may_write(seat, said, held),
        "mine": mine,
        "narrower": mine and actions.narrower(said),
        "may_correct": mine and actions.may_correct(said, seat.person, timezone.now()),
        "replies": [(each.shown_name(said), each) for each in replies],
        "thanked_by": ", ".join(each.membership.person.name for each in thanks),
        "may_thank": may_reply(seat) and not mine and all(each.membership != seat.membership for each in thanks),
        "form": form if may_reply(seat) else None,
    }
    return render(request, "projects/contribution.html", context)


def may_reply(seat: Seat) -> bool:
    return seat.can("reply") and seat.membership is not None


def may_write(seat: Seat, said: Contribution, held: Attachment | None) -> bool:
    return held is not None and held.is_recording and (seat.is_facilitator or said.is_by(seat.person))


def writer_of(said: Contribution, held: Attachment | None) -> str:
    """Who wrote a recording down; "" where it was the one who said it without their name."""
    if held is None or held.written_by is None or (said.is_nameless and held.written_by_id == said.membership_id):
        return ""
    return held.written_by.person.name


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replies(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponse:
    """Reply. GET is for somebody who comes back to the address of a form that was refused."""
    seat = seat_in(request, slug, "reply")
    said = said_for(seat, contribution_id)
    if request.method != "POST":
        return redirect(said)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            actions.reply(said, seat.partner, form.cleaned_data["words"], by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Your reply is there."))
            return redirect(said)
    return page(request, seat, said, form)


@require_POST
@login_required
def thanks(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponse:
    seat = seat_in(request, slug, "reply")
    said = said_for(seat, contribution_id)
    try:
        actions.thank(said, seat.partner, by=seat.person, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def audience(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponse:
    """Let fewer people read it, or take one's name off."""
    seat = seat_in(request, slug, "see")
    said = own_said(seat, contribution_id)
    form = NarrowForm(request.POST if request.method == "POST" else None, said=said)
    if request.method == "POST" and form.is_valid():
        try:
            actions.narrow(said, form.cleaned_data["audience"], by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Done. From now on, that is how it is shown."))
            return redirect(said)
    return own_page(request, seat, said, form, "projects/said_audience.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correction(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponse:
    seat = seat_in(request, slug, "see")
    said = own_said(seat, contribution_id)
    form = CorrectForm(request.POST if request.method == "POST" else None, initial={"words": said.words})
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.correct(said, form.cleaned_data["words"], by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            if changed:
                messages.success(request, _("It is corrected. People see that it was, and when."))
            else:
                messages.info(request, _("These are the same words, so nothing was changed."))
            return redirect(said)
    return own_page(request, seat, said, form, "projects/said_correction.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def taking_back(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponse:
    seat = seat_in(request, slug, "see")
    said = own_said(seat, contribution_id)
    if request.method != "POST":
        return own_page(request, seat, said, None, "projects/said_taking_back.html")
    try:
        actions.take_back(said, by=seat.person, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("It is taken back. Nobody can read it here any more."))
    return redirect("projects:said", slug)


def own_page(request: HttpRequest, seat: Seat, said: Contribution, form: Any, template: str) -> HttpResponse:
    return render(request, template, {"seat": seat, "tab": "said", "said": said, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def written_version(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponse:
    """Write down what a recording says, for those who can't hear it or would rather read."""
    seat = seat_in(request, slug, "reply")
    said = said_for(seat, contribution_id)
    held: Attachment | None = getattr(said, "attachment", None)
    if held is None or not may_write(seat, said, held):
        return redirect(said)
    form = WrittenForm(request.POST if request.method == "POST" else None, initial={"words": held.written})
    if request.method == "POST" and form.is_valid():
        try:
            write_version(held, form.cleaned_data["words"], by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Thank you. Everyone who can listen to it can now read it too."))
            return redirect(said)
    return render(
        request, "projects/said_written.html", {"seat": seat, "tab": "said", "said": said, "file": held, "form": form}
    )
