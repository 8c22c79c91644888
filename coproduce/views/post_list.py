"""The post list: packs that are made and not in the post yet."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from coproduce.packs.posting import mark_posted, set_aside, to_post
from coproduce.views.desk import desk_of
from participants.models import Person

AT_ONCE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_list(request: HttpRequest) -> HttpResponse:
    """Tick what is in the post; or say that a pack will not be posted."""
    projects, now, by = desk_of(request), timezone.now(), cast(Person, request.user)
    waiting = to_post(projects, now)
    if request.method != "POST":
        packs = list(waiting[: AT_ONCE + 1])
        return render(request, "packs/post.html", {"packs": packs[:AT_ONCE], "more": len(packs) > AT_ONCE, "now": now})
    packs = list(waiting.filter(pk__in=numbers(request.POST.getlist("pack"))))
    if not packs:
        messages.warning(request, _("Nothing was ticked, so nothing has changed. Tick the packs first."))
    elif "aside" in request.POST:
        set_aside(packs, now=now)
        messages.success(request, _("Taken off the list. Slips from these packs can still be entered."))
    else:
        letters = mark_posted(packs, by=by, now=now)
        messages.success(request, posted_words(len(packs), letters))
    return redirect("post_list")


def numbers(words: list[str]) -> list[int]:
    return [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 16]


def posted_words(packs: int, letters: int) -> str:
    posted = ngettext("%d pack is marked as posted.", "%d packs are marked as posted.", packs) % packs
    covered = ngettext(
        "It stands for %d letter on your list, which is done as well.",
        "They stand for %d letters on your list, which are done as well.",
        letters,
    )
    return f"{posted} {covered % letters}" if letters else posted
