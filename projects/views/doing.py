"""What is to be done: the list of a project, one action item, saying how it goes, and that it has not happened."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from participants.refusals import Refused
from projects.actions.doing import note_progress, say_not_happened
from projects.doing import SHOWN, SHOWN_NAMES, Doing, State, figures, item_in, items_of, may_note, notes_of
from projects.forms.doing import NotHappenedForm, NotHappenedForThemForm, ProgressForm
from projects.models import ActionItem, Via
from projects.permissions import Seat
from projects.slices import slice_of
from projects.subjects import subjects_of
from projects.views.acting import keeps_words, onward, seat_for

A_PAGE = 25
MOST_NOTES = 50
BIGGEST = 2**63 - 1  # the largest number that an item can have


@require_safe
@login_required
def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be done in a project, those first that partners say have not happened. `?show=` is one of SHOWN."""
    seat = seat_for(request, slug, can="see")
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else "all"
    page = slice_of(
        lambda most, after: items_of(seat.project, shown, most=most, after=after), request.GET.get("page"), A_PAGE
    )
    counts = figures(seat.project)
    filters = [(key, name, counts.get(key)) for key, name in SHOWN_NAMES.items()]
    subjects = subjects_of(each.about for each in page)
    rows = [(each, subjects.get(each.about)) for each in page]
    context = {"seat": seat, "tab": "decisions", "page": page, "rows": rows, "filters": filters, "shown": shown}
    return render(request, "projects/actions/list.html", context)


def item_for(request: HttpRequest, slug: str, action_id: int, *, can: str = "see") -> tuple[Seat, Doing]:
    """An action item as it stands, and what this person is to its project. Two queries; 404 where there is none."""
    seat = seat_for(request, slug, can=can)
    doing = item_in(seat.project, action_id)
    if doing is None:
        raise Http404
    return seat, doing


def item_of(seat: Seat, doing: Doing) -> ActionItem:
    """The item itself, for an action."""
    return get_object_or_404(ActionItem, pk=doing.pk, project=seat.project)


@require_safe
@login_required
def action(request: HttpRequest, slug: str, action_id: int) -> HttpResponse:
    seat, doing = item_for(request, slug, action_id)
    return render(request, "projects/actions/one.html", page(seat, doing))


def page(seat: Seat, doing: Doing, **more: Any) -> dict[str, Any]:
    """One action item with everything that was said about it."""
    item = ActionItem(pk=doing.pk)
    notes = list(notes_of(item)[:MOST_NOTES])
    theirs = seat.whose is not None and seat.whose.person_id == doing.owner_id
    return {
        "seat": seat,
        "tab": "decisions",
        "doing": doing,
        "notes": notes,
        "seen": notes[0].pk if notes else 0,
        "subject": subjects_of([doing.about]).get(doing.about),
        "may_note": may_note(seat, doing.owner_id),
        "may_doubt": seat.can("say_not_happened") and not theirs and doing.state is not State.DROPPED,
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def progress(request: HttpRequest, slug: str, action_id: int) -> HttpResponse:
    """The owner says how it goes, or a facilitator whom they told."""
    seat, doing = item_for(request, slug, action_id)
    if not may_note(seat, doing.owner_id):
        raise PermissionDenied
    for_owner = "" if seat.person.pk == doing.owner_id else doing.owner
    context = page(seat, doing)
    form = ProgressForm(
        request.POST if request.method == "POST" else None, for_owner=for_owner, initial={"seen": context["seen"]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            note_progress(item_of(seat, doing), **form.said(), by=seat.person, now=timezone.now())
        except Refused as refused:
            form = read_again(form, for_owner, context["seen"], refused)
        else:
            messages.success(request, _("Thank you. Everyone in the project can read it."))
            return redirect("projects:action", slug, doing.pk)
    return render(request, "projects/actions/progress.html", context | {"form": form})


def read_again(form: ProgressForm, for_owner: str, seen: int, refused: Refused) -> ProgressForm:
    """The same form with what they wrote, now that they can read what was said meanwhile, and why it was refused."""
    again = ProgressForm(dict(form.data.items()) | {"seen": str(seen)}, for_owner=for_owner)
    again.add_error(None, refused.sentence)
    return again


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(words=_lazy("What you see instead"))
def not_happened(request: HttpRequest, slug: str, action_id: int) -> HttpResponse:
    """A partner says that it has not happened."""
    seat, doing = item_for(request, slug, action_id, can="say_not_happened")
    form = not_happened_form(request, seat)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        who, via = said.get("who") or seat.partner, Via(said.get("via") or Via.ONLINE)
        try:
            say_not_happened(
                who, item_of(seat, doing), words=said["words"], by=seat.person, now=timezone.now(), via=via
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("It is on the record. %(name)s is asked to answer.") % {"name": doing.owner})
            return redirect(onward(doing.url, seat))
    return render(request, "projects/actions/not_happened.html", page(seat, doing, form=form))


def not_happened_form(request: HttpRequest, seat: Seat) -> NotHappenedForm:
    sent = request.POST if request.method == "POST" else None
    if seat.is_facilitator:
        return NotHappenedForThemForm(sent, seat=seat)
    return NotHappenedForm(sent, partner=seat.supporting)
