"""The record: everything that happened in a project, and the facts behind the involvement map."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.cell import late_in
from projects.involvement import ON_MAP, involvement_map
from projects.privacy import named_facts
from projects.sentences import sentence_for
from projects.slices import part_of, slice_of
from projects.subjects import look_up, subjects_of
from projects.views.acting import seat_for

A_PAGE = 25


@require_safe
@login_required
def record(request: HttpRequest, slug: str) -> HttpResponse:
    seat = seat_for(request, slug, can="see")
    entries = seat.project.history.select_related("by").only("at", "verb", "about", "facts", "by__name")
    page = slice_of(part_of(entries), request.GET.get("page"), A_PAGE)
    found = look_up(entry.about for entry in page)
    links = {about: subject.url for about, subject in found.subjects.items()}
    lines = [
        (entry.at, sentence_for(entry, links.get(entry.about, ""), nameless=entry.about in found.nameless))
        for entry in page
    ]
    return render(request, "projects/record.html", {"seat": seat, "tab": "record", "page": page, "lines": lines})


@require_safe
@login_required
def involvement(request: HttpRequest, slug: str) -> HttpResponse:
    """The facts behind the map, all of them or those of one stage (`?stage=` its position) and group (its key)."""
    seat = seat_for(request, slug, can="see")
    whole = involvement_map(seat.project)
    stage = next((stage for stage in whole.stages if str(stage.position) == request.GET.get("stage")), None)
    group = next((row.group for row in whole.rows if row.group.key == request.GET.get("group")), None)
    facts = named_facts(seat.project).filter(kind__in=ON_MAP).order_by("-at", "-pk")
    if stage:
        facts = facts.filter(stage=stage)
    if group:
        facts = facts.filter(group=group)
    found = facts.select_related("membership__person", "group", "stage").only(
        "kind", "about", "at", "via", "group", "stage__name", "membership__person__name"
    )
    page = slice_of(part_of(found), request.GET.get("page"), A_PAGE)
    subjects = subjects_of(fact.about for fact in page)
    lines = [(fact, subjects.get(fact.about)) for fact in page]
    context = {"seat": seat, "tab": "overview", "page": page, "lines": lines, "map": whole, "late": late_in(whole)}
    return render(request, "projects/involvement.html", context | {"stage": stage, "group": group})
