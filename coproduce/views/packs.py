"""Packs for people who take part by post: for one person at once, for many in the background."""

import io
import zipfile
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.packs.forms import OnePackForm, PostForm, WhoForm
from coproduce.packs.making import make_pack
from coproduce.packs.people import counts, partners_for
from participants.models import AccessNeedKind, Person
from participants.refusals import Refused
from projects.actions.packs import set_post, start_packs
from projects.models import Membership, PackBatch
from projects.permissions import Seat, project_for

A_LIST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def packs(request: HttpRequest, slug: str) -> HttpResponse:
    """Packs for many, and those that were made before."""
    seat = project_for(cast(Person, request.user), slug, can="make_packs")
    form = WhoForm(request.POST if request.method == "POST" else None, counts=counts(seat.project))
    if form.is_valid():
        try:
            people = partners_for(seat.project, form.cleaned_data["who"])
            batch = start_packs(seat.project, people, by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error("who", refusal.sentence)
        else:
            return redirect("packs_made", slug, batch.pk)
    batches = seat.project.pack_batches.select_related("made_by")[:A_LIST]
    return render(request, "packs/packs.html", {**frame(seat), "form": form, "batches": batches})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pack_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The phone number and the address that packs carry."""
    seat = project_for(cast(Person, request.user), slug, can="make_packs")
    form = PostForm(request.POST if request.method == "POST" else None, instance=seat.project)
    if form.is_valid():
        set_post(seat.project, **form.cleaned_data, by=seat.person, now=timezone.now())
        messages.success(request, _("Saved. New packs carry this."))
        return redirect("packs", slug)
    return render(request, "packs/settings.html", {**frame(seat), "form": form})


@require_safe
@login_required
@never_cache
def packs_made(request: HttpRequest, slug: str, batch_id: int) -> HttpResponse:
    """How far the packs are, and their file once they are made. htmx asks again for the middle of the page alone."""
    seat = project_for(cast(Person, request.user), slug, can="make_packs")
    batch = batch_of(seat, batch_id)
    template = "packs/progress.html" if request.headers.get("HX-Request") else "packs/made.html"
    return render(request, template, {**frame(seat), "batch": batch})


@require_safe
@login_required
@never_cache
def packs_file(request: HttpRequest, slug: str, batch_id: int) -> HttpResponse:
    """One PDF, or a zip with several where there are many packs."""
    seat = project_for(cast(Person, request.user), slug, can="make_packs")
    batch = batch_of(seat, batch_id)
    if batch.finished_at is None or batch.forgotten_at is not None:
        raise Http404
    parts = [bytes(part.pdf) for part in batch.parts.all()]
    name = f"packs-{slug}-{timezone.localdate(batch.made_at):%Y-%m-%d}"
    if len(parts) == 1:
        return download(parts[0], f"{name}.pdf", "application/pdf")
    return download(zipped(parts, name), f"{name}.zip", "application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def pack_for(request: HttpRequest, slug: str, seat_id: int) -> HttpResponse:
    """One person's pack, made and handed over at once."""
    seat = project_for(cast(Person, request.user), slug, can="make_packs")
    partners = Membership.objects.partners().select_related("person", "project__organisation")
    whose = get_object_or_404(partners, pk=seat_id, project=seat.project, sees=Membership.Sight.ALL)
    large = whose.person.access_needs.filter(kind=AccessNeedKind.LARGE_PRINT, ended_at=None).exists()
    form = OnePackForm(request.POST if request.method == "POST" else None, initial={"large_print": large})
    if form.is_valid():
        large_print = form.cleaned_data["large_print"]
        pack, pdf = make_pack(whose, large_print=large_print, by=seat.person, now=timezone.now())
        return download(pdf, f"pack-{pack.code}.pdf", "application/pdf")
    made = whose.packs.exclude(asks=[]).select_related("made_by", "entered_by", "posted_by")[:A_LIST]
    return render(
        request, "packs/one.html", {**frame(seat), "form": form, "whose": whose, "made": made, "large": large}
    )


def batch_of(seat: Seat, batch_id: int) -> PackBatch:
    batch = get_object_or_404(seat.project.pack_batches.select_related("made_by"), pk=batch_id)
    batch.project = seat.project
    return batch


def zipped(parts: list[bytes], name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for number, pdf in enumerate(parts, start=1):
            file.writestr(f"{name}-{number:02}.pdf", pdf)
    return out.getvalue()


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def frame(seat: Seat) -> dict[str, object]:
    return {"seat": seat, "tab": "people", "project": seat.project}
