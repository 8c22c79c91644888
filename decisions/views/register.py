"""The register of decisions: read, checked, taken away, corrected."""

import io
import json
import zipfile
from collections.abc import Iterable
from importlib import resources

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from decisions.actions.register import correct
from decisions.forms import CorrectEntryForm
from decisions.models import RegisterEntry, RegisterHead
from decisions.permissions import RIGHTS
from decisions.register import exported
from decisions.register_check import wrong_in
from decisions.register_words import facts_of, summary
from decisions.views.common import refused, sent
from participants.signed_in import SignedIn
from projects.models import Project
from projects.slices import part_of, slice_of
from projects.views.acting import seat_for

A_PAGE = 25
README = """This is the register of decisions of a project in Coproduce.

register.jsonl     one entry on each line
verify_record.py   checks it: python3 verify_record.py register.jsonl --head {head}

The head of the register on {at} was
{head}
Keep it. Whoever has it can find out later whether an entry was changed, taken out, put in or moved.
"""


@require_safe
@login_required
def register(request: SignedIn, slug: str) -> HttpResponse:
    """Every entry, the newest first."""
    seat = seat_for(request, slug, can="see", rights=RIGHTS)
    entries = RegisterEntry.objects.filter(project=seat.project).select_related("decision").order_by("-number")
    page = slice_of(part_of(entries), request.GET.get("page"), A_PAGE)
    rows = [(entry, summary(entry)) for entry in page]
    head = RegisterHead.objects.filter(project=seat.project).first()
    context = {"seat": seat, "tab": "record", "page": page, "rows": rows, "head": head}
    return render(request, "decisions/register/register.html", context)


@require_safe
@login_required
def check(request: SignedIn, slug: str) -> HttpResponse:
    """Whether the register is whole, worked out now."""
    seat = seat_for(request, slug, can="see", rights=RIGHTS)
    head = RegisterHead.objects.filter(project=seat.project).first()
    context = {"seat": seat, "tab": "record", "wrong": wrong_in(seat.project), "head": head}
    return render(request, "decisions/register/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """One entry with all that it says; whoever keeps the register can correct it by a new one."""
    seat = seat_for(request, slug, can="correct_register" if request.method == "POST" else "see", rights=RIGHTS)
    found = get_object_or_404(
        RegisterEntry.objects.select_related("decision__project", "project"), project=seat.project, number=number
    )
    may_correct = seat.can("correct_register", RIGHTS) and found.kind != RegisterEntry.Kind.CORRECTION
    form = CorrectEntryForm(sent(request)) if may_correct else None
    if request.method == "POST" and form is None:
        return redirect("decisions:register_entry", slug, number)
    if form is not None and request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if not refused(form, lambda: correct(found, words=words, by=request.user, now=timezone.now())):
            messages.success(request, _("The correction is in the register. The entry itself stays as it was."))
            return redirect("decisions:register", slug)
    corrections = RegisterEntry.objects.filter(
        project=seat.project, kind=RegisterEntry.Kind.CORRECTION, body__corrects=found.number
    )
    context = {
        "seat": seat,
        "tab": "record",
        "entry": found,
        "facts": facts_of(found),
        "corrections": corrections,
        "form": form,
    }
    return render(request, "decisions/register/entry.html", context)


@require_safe
@login_required
def export(request: SignedIn, slug: str) -> HttpResponse:
    """The register with the script that checks it, as a ZIP file."""
    seat = seat_for(request, slug, can="see", rights=RIGHTS)
    name = f"register-{seat.project.slug}"
    answer = HttpResponse(zipped(seat.project), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer


def zipped(project: Project) -> bytes:
    lines = as_lines(exported(project))
    head = RegisterHead.objects.filter(project=project).first()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("register.jsonl", lines)
        archive.writestr("verify_record.py", resources.files("decisions").joinpath("verify_record.py").read_text())
        at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
        archive.writestr("READ-ME.txt", README.format(head=head or "0:-", at=at))
    return file.getvalue()


def as_lines(entries: Iterable[dict[str, object]]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entries)
