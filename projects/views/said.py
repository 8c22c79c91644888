"""What people said: the list, saying something, and the draft of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participants.refusals import Refused
from participants.times import clock
from projects.actions import contribute
from projects.actions.drafts import discard_draft, save_draft
from projects.files import Upload
from projects.forms.contributions import SayForm, WriteDownForm
from projects.models import Attachment, Contribution, Draft, Reply, Via
from projects.permissions import Seat
from projects.uploads import was_too_large
from projects.views.acting import Choice, keeps_words, onward, seat_for

A_PAGE = 25
SAY = "say"
KEPT_IN_DRAFT = ("who", "via", "kind", "words", "audience", "alt")


@require_safe
@login_required
def said(request: HttpRequest, slug: str) -> HttpResponse:
    seat = seat_for(request, slug, can="see")
    stages = list(seat.project.stages.all())
    kind, whose = request.GET.get("kind", ""), request.GET.get("whose", "")
    stage = next((stage for stage in stages if str(stage.position) == request.GET.get("stage")), None)
    found = contributions(seat)
    if kind in Contribution.Kind.values:
        found = found.filter(kind=kind)
    if stage:
        found = found.filter(stage=stage)
    if whose == "mine":
        found = found.filter(membership__person=seat.person)
    if "unwritten" in request.GET:
        found = found.filter(attachment__in=Attachment.objects.filter(project=seat.project).unwritten())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    choices = {
        "can_say": seat.can("say"),
        "draft": draft_of(seat) if seat.can("say") else None,
        "kinds": Contribution.Kind.choices,
        "kind": kind,
        "stages": stages,
        "stage": stage,
        "whose": whose,
    }
    return render(request, "projects/said.html", {"seat": seat, "tab": "said", "page": page, **choices})


def contributions(seat: Seat) -> "QuerySet[Contribution]":
    """What this person may read, with no more of each row than the list shows."""
    shown = ("kind", "words", "form", "audience", "via", "at", "corrected_at", "stage__name", "session__title")
    people = ("membership__person__name", "membership__group", "entered_by__name")
    return (
        Contribution.objects.visible_to(seat)
        .select_related("stage", "session", "membership__person", "membership__group", "entered_by", "attachment")
        .only(*shown, *people, "attachment__form", "attachment__alt", "attachment__thumbnail", "attachment__written")
        .annotate(has_replies=Exists(Reply.objects.filter(contribution=OuterRef("pk"))))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(
    kind=Choice(_lazy("What it is"), lambda: Contribution.Kind.choices),
    words=_lazy("What you wanted to say"),
    audience=Choice(_lazy("Who can read it"), lambda: Contribution.Audience.choices),
)
def say(request: HttpRequest, slug: str) -> HttpResponse:
    seat = seat_for(request, slug, can="say")
    draft = draft_of(seat)
    form = say_form(request, seat, draft)
    if form.is_valid():
        try:
            kept = keep(form, seat, draft)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, thanks_for(kept))
            return redirect(onward(resolve_url("projects:said", slug), seat))
    if request.method == "POST" and form.upload and seat.acting is None:
        form = with_file_kept(request, form, seat)
    return say_page(request, seat, form, draft)


def draft_of(seat: Seat) -> Draft | None:
    """Their own. What somebody writes for a partner whom they support is no draft, so that no two get mixed up."""
    if seat.acting is not None:
        return None
    return Draft.objects.filter(project=seat.project, person=seat.person, form=SAY).select_related("attachment").first()


def held_in(draft: Draft | None) -> Attachment | None:
    return getattr(draft, "attachment", None)


def say_form(request: HttpRequest, seat: Seat, draft: Draft | None) -> SayForm:
    """What was sent, or else what the draft holds."""
    options: dict[str, Any] = {"held": held_in(draft)}
    if request.method == "POST":
        options |= {"data": request.POST, "files": request.FILES, "too_much": was_too_large(request)}
    elif draft is not None:
        options["initial"] = draft.facts
    return WriteDownForm(seat=seat, **options) if seat.is_facilitator else SayForm(**options)


def say_page(request: HttpRequest, seat: Seat, form: SayForm, draft: Draft | None) -> HttpResponse:
    context = {"seat": seat, "tab": "said", "form": form, "draft": draft}
    return render(request, "projects/say.html", context)


def keep(form: SayForm, seat: Seat, draft: Draft | None) -> Contribution:
    found = form.cleaned_data
    return contribute(
        found.get("who") or seat.partner,
        kind=Contribution.Kind(found["kind"]),
        words=found["words"],
        via=Via(found.get("via") or Via.ONLINE),
        by=seat.person,
        now=timezone.now(),
        audience=found["audience"],
        upload=form.upload,
        alt=found["alt"],
        draft=draft,
        draft_file=form.keeps_held,
    )


def thanks_for(said: Contribution) -> str:
    if said.audience == Contribution.Audience.FACILITATORS:
        return _("Thank you. Only facilitators and you can read it.")
    if said.is_nameless:
        return _("Thank you. Everyone in the project can read it now, without your name.")
    return _("Thank you. Everyone in the project can read it now.")


def typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in KEPT_IN_DRAFT if name in request.POST}


def with_file_kept(request: HttpRequest, form: SayForm, seat: Seat) -> SayForm:
    """Something else was wrong: the file is kept in the draft, so that nobody has to choose or record it again."""
    try:
        draft = save(request, seat, form.upload)
    except Refused:
        return form  # no room: the form says so itself
    again = say_form(request, seat, draft_of(seat) or draft)
    again.files = MultiValueDict()
    again.full_clean()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def save(request: HttpRequest, seat: Seat, upload: Upload | None) -> Draft:
    alt = request.POST.get("alt", "")[:300].replace("\0", "")
    drop = "drop_file" in request.POST
    return save_draft(
        seat.project, seat.person, SAY, typed(request), now=timezone.now(), upload=upload, alt=alt, without_file=drop
    )


@require_POST
@login_required
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Save for later: by the button, or by the script that saves as one types (which asks for JSON)."""
    seat = seat_for(request, slug, can="say")
    if seat.acting is not None:
        raise PermissionDenied
    form = say_form(request, seat, draft_of(seat))
    form.is_valid()
    wrong = [str(error) for error in form.errors.get("file", [])]
    try:
        kept = save(request, seat, form.upload)
    except Refused as refusal:
        wrong, kept = [refusal.sentence], save(request, seat, None)
    if request.headers.get("Accept") == "application/json":
        saved = _("Saved at %(clock)s") % {"clock": clock(kept.saved_at)}
        held = held_in(draft_of(seat))
        return JsonResponse({"saved": saved, "file": held.name if held else "", "wrong": " ".join(wrong)})
    if wrong:
        messages.error(request, " ".join(wrong))
        return redirect("projects:say", slug)
    messages.success(request, _("It is saved. Nobody else can read it. Come back when you like."))
    return redirect("projects:said", slug)


@require_POST
@login_required
def draft_removal(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw the draft away."""
    seat = seat_for(request, slug, can="say")
    if seat.acting is not None:
        raise PermissionDenied
    found = draft_of(seat)
    if found is not None:
        discard_draft(found)
        messages.success(request, _("What you had written is thrown away."))
    return redirect("projects:say", slug)
