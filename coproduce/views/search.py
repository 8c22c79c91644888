"""Looking for words in one project."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coproduce.search import A_PAGE, KINDS, LONGEST, Answer, search
from projects.views.acting import seat_for

LAST_PAGE = 1_000


@require_safe
@login_required
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that fits by kind, or one kind page by page."""
    seat = seat_for(request, slug, can="see")
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else ""
    page = page_number(request.GET.get("page", ""))
    answer = search(seat, words, kind=kind, page=page) if words else Answer([])
    facts = {
        "words": words,
        "looked_for": " or ".join(answer.instead) or words,
        "kind": kind,
        "kind_name": KINDS.get(kind, ""),
        "answer": answer,
        "page": page,
        "has_more": bool(kind and answer.groups and answer.groups[0].many > page * A_PAGE),
    }
    return render(request, "search.html", {"seat": seat, "tab": "search", "project": seat.project, **facts})


def page_number(words: str) -> int:
    return min(max(int(words), 1), LAST_PAGE) if words.isascii() and words.isdecimal() and len(words) < 9 else 1
