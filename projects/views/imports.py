"""Bringing people in from a spreadsheet, step by step. Each step is kept, so that a closed tab loses nothing."""

import functools
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participants.models import Person
from participants.refusals import Refused
from projects.actions import imports as actions
from projects.forms.imports import ColumnsForm, CommitForm, FileForm, GroupsForm
from projects.models import PartnerImport
from projects.permissions import Seat, project_for
from projects.spreadsheet.plan import Fate, Plan, Row, plan_of
from projects.uploads import was_too_large

A_PAGE = 50
SHOWS = ("doubtful", "joining", "all")

Page = Callable[[HttpRequest, Seat, PartnerImport], HttpResponse]


def of_import(page: Page) -> Callable[[HttpRequest, str, int], HttpResponse]:
    """Fetches an import that is under way. One that is done shows what came of it; one that is forgotten is gone."""

    @login_required
    @functools.wraps(page)
    def found(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
        seat = project_for(cast(Person, request.user), slug, can="invite")
        now = timezone.now()
        known = Q(pk__in=PartnerImport.objects.under_way(now).values("pk")) | Q(done_at__isnull=False)
        table = PartnerImport.objects.filter(known, project=seat.project, pk=import_id).first()
        if table is None:
            raise Http404
        table.project = seat.project
        if table.done_at is not None and page.__name__ != "import_progress":
            return redirect("projects:import_progress", slug, import_id)
        return page(request, seat, table)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the file."""
    person, now = cast(Person, request.user), timezone.now()
    seat = project_for(person, slug, can="invite")
    form = FileForm()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES, too_much=was_too_large(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = actions.start_import(seat.project, file.read(), file.name, by=person, now=now)
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            return redirect("projects:import_columns", slug, table.pk)
    open_ones = PartnerImport.objects.under_way(now).filter(project=seat.project).defer("rows")[:5]
    return render(request, "projects/import/file.html", {**frame(seat), "form": form, "open_ones": open_ones})


@require_safe
@of_import
def import_progress(request: HttpRequest, seat: Seat, table: PartnerImport) -> HttpResponse:
    """Where the import stands: the next step, or what came of it."""
    if table.done_at is None:
        return redirect(f"projects:import_{table.step}", seat.project.slug, table.pk)
    invited, post, call = (table.result.get(name, 0) for name in ("invited", "post", "call"))
    counts = {**table.result, "sent": max(invited - post - call, 0)}
    return render(request, "projects/import/done.html", {**frame(seat, table), "counts": counts})


@require_http_methods(["GET", "HEAD", "POST"])
@of_import
def import_columns(request: HttpRequest, seat: Seat, table: PartnerImport) -> HttpResponse:
    """Which column is what."""
    form = ColumnsForm(request.POST or None, table=table)
    if request.method == "POST" and form.is_valid():
        if form.heading_changed:
            actions.choose_heading(table, form.cleaned_data["heading"])
            messages.info(request, _("We looked at the columns again, with the headings that you chose."))
            return redirect("projects:import_columns", seat.project.slug, table.pk)
        try:
            actions.choose_columns(table, form.columns())
        except Refused as refused:
            form.add_error("group", refused.sentence)
        else:
            return redirect("projects:import_groups", seat.project.slug, table.pk)
    sample = table.rows[table.heading : table.heading + 3]
    return render(request, "projects/import/columns.html", {**frame(seat, table), "form": form, "sample": sample})


@require_http_methods(["GET", "HEAD", "POST"])
@of_import
def import_groups(request: HttpRequest, seat: Seat, table: PartnerImport) -> HttpResponse:
    """Which of our groups each word means."""
    if table.step == PartnerImport.Step.COLUMNS:
        return redirect("projects:import_columns", seat.project.slug, table.pk)
    form = GroupsForm(
        request.POST or None,
        words=actions.group_words(table),
        chosen=table.groups,
        groups=list(seat.project.groups.all()),
    )
    if request.method == "POST" and form.is_valid():
        actions.choose_groups(table, form.groups())
        return redirect("projects:import_preview", seat.project.slug, table.pk)
    return render(request, "projects/import/groups.html", {**frame(seat, table), "form": form})


@require_safe
@of_import
def import_preview(request: HttpRequest, seat: Seat, table: PartnerImport) -> HttpResponse:
    """What will happen to each row, before anything is written."""
    if table.step != PartnerImport.Step.PREVIEW:
        return redirect(f"projects:import_{table.step}", seat.project.slug, table.pk)
    return preview(request, seat, table, CommitForm(initial={"invite": CommitForm.NOW}))


@require_POST
@of_import
def import_commit(request: HttpRequest, seat: Seat, table: PartnerImport) -> HttpResponse:
    """Bring them in: all or nobody."""
    form = CommitForm(request.POST)
    if not form.is_valid():
        return preview(request, seat, table, form)
    try:
        actions.commit_import(table, invite=form.invites_now, by=seat.person, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect("projects:import_progress", seat.project.slug, table.pk)


@require_POST
@of_import
def import_discard(request: HttpRequest, seat: Seat, table: PartnerImport) -> HttpResponse:
    """Stop, and forget the file."""
    actions.discard_import(table)
    messages.success(request, _("We have forgotten the file. Nobody was brought in."))
    return redirect("projects:people", seat.project.slug)


def preview(request: HttpRequest, seat: Seat, table: PartnerImport, form: CommitForm) -> HttpResponse:
    plan = plan_of(table, by=seat.person)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "doubtful" if any(row.doubtful for row in plan.rows) else "all"
    page = Paginator(chosen(plan, show), A_PAGE).get_page(request.GET.get("page"))
    shows = [
        ("doubtful", _("rows to look at"), len(chosen(plan, "doubtful"))),
        ("joining", _("people who join"), len(plan.joining)),
        ("all", _("rows in all"), len(plan.rows)),
    ]
    facts = {"form": form, "plan": plan, "counts": plan.counts, "page": page, "show": show, "shows": shows}
    return render(request, "projects/import/preview.html", {**frame(seat, table), **facts})


def chosen(plan: Plan, show: str) -> list[Row]:
    """The rows of one filter: those that stay out first, in the order of the file."""
    if show == "joining":
        return plan.joining
    if show == "all":
        return plan.rows
    return sorted((row for row in plan.rows if row.doubtful), key=lambda row: row.fate != Fate.PROBLEM)


def frame(seat: Seat, table: PartnerImport | None = None) -> dict[str, object]:
    return {"seat": seat, "tab": "people", "project": seat.project, "table": table}
