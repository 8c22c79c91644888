"""The stages of a project: all of them in order, and one."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from participants.models import Person
from projects.actions.stages import why_not_reopened
from projects.done import in_their_words, says_by_group, standing_question, words_said
from projects.easy import facts_of_stage, of_stage, reading
from projects.gate import closed_without
from projects.holding import stages_with_facts
from projects.involvement import InvolvementMap, involvement_map
from projects.ladder import IN_PLAIN_WORDS
from projects.models import HistoryEntry, Stage, StageClosure
from projects.permissions import Seat, project_for
from projects.sentences import sentence_for
from projects.templates_of_stages import MOST_STAGES

MOST_CHANGES = 20
CHANGES = ("stage_renamed", "stage_kind", "stage_days", "stage_rung", "stage_purpose", "stage_open", "stage_fixed")


@require_safe
@login_required
def stages(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody reads the stages; who may arrange them finds what can be done with each."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    found = list(seat.project.stages.select_related("closure"))
    may_arrange = seat.can("arrange_stages")
    busy = stages_with_facts(seat.project) if may_arrange else set()
    rows = [
        {
            "stage": stage,
            "may_go": may_arrange and stage.began_at is None and stage.pk not in busy,
            "up": stage.began_at is None and number > 0 and found[number - 1].began_at is None,
            "down": stage.began_at is None and number + 1 < len(found),
            "next": found[number + 1] if number + 1 < len(found) else None,
        }
        for number, stage in enumerate(found)
    ]
    for row in rows:
        following = row["next"]
        row["may_merge"] = row["may_go"] and isinstance(following, Stage) and following.pk not in busy
    context = {"rows": rows, "may_arrange": may_arrange, "may_add": may_arrange and len(found) < MOST_STAGES}
    return render(request, "projects/stages/stages.html", {"seat": seat, "tab": "overview", **context})


@require_safe
@login_required
def stage(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """What a stage is, who has been part of it, and whether it is done."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    whole = involvement_map(seat.project)
    found = stage_on(whole, seat, position)
    now = timezone.now()
    question = standing_question(found) if found.is_open else None
    may_close = seat.can("close_stage")
    facts = facts_of_stage(found, seat.person)
    context = {
        "stage": found,
        "easy": reading(request, of_stage(found), facts, may_write=seat.can("write_easy_read")),
        "map": whole.only(found),
        "number": found.position,
        "count": len(whole.stages),
        "rung_words": IN_PLAIN_WORDS.get(found.rung, ""),
        "question": question,
        "mine": question and question.answers.filter(membership=seat.membership).first(),
        "changes": changes_of(found),
        "past": past_closures(found),
        "without": closed_without(found.closure.gaps.select_related("group")) if found.is_closed else [],
        "may_arrange": seat.can("arrange_stages"),
        "may_close": may_close,
        "may_answer": question is not None and seat.can("answer_stage"),
        "may_reopen": may_close and found.is_closed and not why_not_reopened(found, now),
    }
    if question:
        context |= {"says": says_by_group(question, now, over=False), "words": words_said(question)[:3]}
    return render(request, "projects/stages/stage.html", {"seat": seat, "tab": "overview", **context})


def stage_on(whole: InvolvementMap, seat: Seat, position: int) -> Stage:
    """The stage in that place, with its project; Http404 where there is none."""
    found = next((stage for stage in whole.stages if stage.position == position), None)
    if found is None:
        raise Http404
    found.project = seat.project
    return found


def stage_of(seat: Seat, position: int) -> Stage:
    """The same, where nothing else is wanted of the map."""
    found = get_object_or_404(seat.project.stages.select_related("closure"), position=position)
    found.project = seat.project
    return found


def changes_of(stage: Stage) -> list[tuple[HistoryEntry, str]]:
    """What was said differently before, the latest first. One query."""
    entries = stage.project.history.filter(about=f"stage:{stage.pk}", verb__in=CHANGES).select_related("by")
    return [(entry, sentence_for(entry)) for entry in entries[:MOST_CHANGES]]


def past_closures(stage: Stage) -> list[StageClosure]:
    """The times that it was closed and opened again, with what was missing then and what people `said` to "are we done
    here?". Four queries."""
    found = stage.past_closures.select_related("closed_by", "reopened_by", "question")
    said = Prefetch("question__answers", in_their_words(), to_attr="said")
    return list(found.prefetch_related("gaps__group", said).order_by("-closed_at"))
