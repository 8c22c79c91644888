"""The way down from a cell of the involvement map, and the map on paper."""

from collections.abc import Iterator
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from participants.models import Person
from projects.cell import Partner, add_facts, partners_in
from projects.involvement import Cell, InvolvementMap, Row, involvement_map
from projects.permissions import project_for
from projects.slices import slice_of

A_PAGE = 20
ON_A_SHEET = 4  # stages on one sheet of large print
SHOWING = {"": (True, True), "there": (True, False), "silent": (False, True)}


@require_safe
@login_required
def cell(request: HttpRequest, slug: str, position: int, key: str) -> HttpResponse:
    """Who of one group took part in one stage and how, and who has not. As many queries, however many facts."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    whole = involvement_map(seat.project)
    found = cell_at(whole, position, key)
    who = request.GET.get("who", "")
    there, silent = SHOWING.get(who, SHOWING[""])

    def partners(most: int, after: int) -> list[Partner]:
        return partners_in(found.stage, found.group, there=there, silent=silent, most=most, after=after)

    page = slice_of(partners, request.GET.get("page"), A_PAGE)
    add_facts(found.stage, found.group, page.rows)
    first = whole.stages[0]
    context = {
        "cell": found,
        "page": page,
        "who": who,
        "began_with": first.closure.closed_at if first.is_closed else None,
        "first": first,
    }
    return render(request, "projects/involvement_cell.html", {"seat": seat, "tab": "overview", **context})


def cell_at(whole: InvolvementMap, position: int, key: str) -> Cell:
    """The cell of a stage that has begun and a group, as the map has it. Http404 where there is none."""
    for row in whole.rows:
        for each in row.cells:
            if (each.stage.position, each.group.key) == (position, key) and each.stage.began_at is not None:
                return each
    raise Http404


@require_safe
@login_required
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The map for paper: all of it on one A4 sheet, or in large print with a few stages on each."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    whole = involvement_map(seat.project)
    large = request.GET.get("print") == "large"
    sheets = list(in_parts(whole, ON_A_SHEET)) if large else [whole]
    context = {"seat": seat, "tab": "overview", "sheets": sheets, "large": large, "now": timezone.now()}
    return render(request, "projects/involvement_sheet.html", context)


def in_parts(whole: InvolvementMap, most: int) -> Iterator[InvolvementMap]:
    """The map cut into maps of up to `most` stages."""
    for start in range(0, len(whole.stages), most):
        rows = tuple(Row(row.group, row.cells[start : start + most]) for row in whole.rows)
        yield InvolvementMap(whole.stages[start : start + most], rows)
