"""The desk: what a facilitator has to see to, across their projects."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce import desk as on_desk
from coproduce.letters import in_words
from coproduce.outcomes import OutcomeForm
from coproduce.quiet import gone_quiet, quiet_groups
from participants.by_hand import note_outcome
from participants.models import Attempt, Person
from participants.refusals import Refused
from projects.models import Project
from projects.permissions import Part, parts_anywhere


def desk_of(request: HttpRequest) -> list[Project]:
    """The projects on this person's desk; 403 for somebody who keeps none going and may not start one."""
    person = cast(Person, request.user)
    projects = on_desk.projects_kept_by(person, timezone.now())
    if not projects and Part.FACILITATOR not in parts_anywhere(person):
        raise PermissionDenied
    return projects


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    projects, person = desk_of(request), cast(Person, request.user)
    now = timezone.now()
    waiting = list(on_desk.to_tell_now(person, projects, now)[: on_desk.MOST + 1])
    quiet = gone_quiet(projects, now, most=on_desk.MOST)
    context = {
        "projects": projects,
        "now": now,
        "asking": on_desk.ASKING,
        "to_tell": list(in_words(waiting[: on_desk.MOST], projects)),
        "more_to_tell": len(waiting) > on_desk.MOST,
        "packs": on_desk.packs_to_post(projects),
        "lacks": on_desk.lacks(projects, now)[: on_desk.MOST] if projects else [],
        "unanswered": on_desk.unanswered(projects, now)[: on_desk.MOST],
        "terms": on_desk.terms_to_answer(projects) if projects else [],
        "needs": on_desk.needs_to_see_to(projects)[: on_desk.MOST],
        "quiet": quiet[: on_desk.QUIET],
        "more_quiet": len(quiet) > on_desk.QUIET,
        "quiet_groups": quiet_groups(quiet),
        "unwritten": [project for project in projects if getattr(project, "unwritten", 0)],
    }
    return render(request, "desk.html", context)


@require_POST
@login_required
def told(request: HttpRequest, message_id: int) -> HttpResponse:
    """A letter is written or a call is made."""
    projects, person, now = desk_of(request), cast(Person, request.user), timezone.now()
    message = get_object_or_404(on_desk.to_tell(person, projects, now), pk=message_id)
    try:
        note_outcome(message, Attempt.Outcome.REACHED, by=person, now=now)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Done: %(name)s has been told.") % {"name": message.to.name})
    return redirect("desk")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def outcome(request: HttpRequest, message_id: int) -> HttpResponse:
    """What came of a call or a letter that did not reach them."""
    projects, person, now = desk_of(request), cast(Person, request.user), timezone.now()
    message = get_object_or_404(on_desk.to_tell(person, projects, now), pk=message_id)
    data = request.POST if request.method == "POST" else None
    form = OutcomeForm(data, message=message, today=timezone.localdate(now))
    if form.is_valid():
        try:
            note_outcome(message, **form.cleaned_data, by=person, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, form.thanks())
            return redirect("desk")
    tries = message.tries.select_related("by").order_by("-at", "-pk")[:5]
    return render(request, "packs/outcome.html", {"form": form, "message": message, "tries": tries})
