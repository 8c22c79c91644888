"""The end of a stage: asking whether it is done, answering, seeing what is missing, closing it, opening it again."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from participants.addresses import page_of_ours
from participants.models import Person
from participants.refusals import Refused
from projects.actions import answer_if_done, ask_if_done, close_stage, reopen_stage
from projects.actions.stages import why_not_reopened
from projects.done import MOST_WORDS, says_by_group, standing_question, waited_for, words_said
from projects.forms.stages import ClosureForm, DoneForm, PassedOnDoneForm, ReopenForm
from projects.gate import closed_without, missing, said
from projects.involvement import InvolvementMap, involvement_map
from projects.models import Membership, Stage, StageAnswer, StageGap, StageQuestion, Via
from projects.permissions import Seat, project_for
from projects.views.acting import Choice, keeps_words, whose
from projects.views.stages import stage_of, stage_on


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def closure(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """Everyone reads what is missing from a stage and how it was closed; the facilitator closes the open one."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    if request.method == "POST" and not seat.can("close_stage"):
        raise PermissionDenied
    whole = involvement_map(seat.project)
    stage = stage_on(whole, seat, position)
    if stage.began_at is None:
        raise Http404
    if stage.is_closed:
        return show_closed(request, seat, whole, stage)
    return show_open(request, seat, whole, stage)


def show_open(request: HttpRequest, seat: Seat, whole: InvolvementMap, stage: Stage) -> HttpResponse:
    gaps = missing(stage, whole=whole)
    form = ClosureForm(request.POST if request.method == "POST" else None, gaps=gaps)
    if form.is_valid():
        try:
            close_stage(stage, form.reasons(), by=seat.person, now=timezone.now())
        except Refused as refusal:
            # Something may have come in between: the page shows what is missing now, with what was typed.
            gaps = missing(stage)
            form = ClosureForm(request.POST, gaps=gaps)
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(stage)s is closed.") % {"stage": stage.name})
            return redirect(seat.project)
    question = standing_question(stage)
    page = {
        "stage": stage,
        "form": form if seat.can("close_stage") else None,
        "blocking": [gap for gap in gaps if gap.needs_reason],
        "left_out": any(gap.kind == StageGap.Kind.NO_PART for gap in gaps),
        "warnings": [gap for gap in gaps if not gap.needs_reason],
        "map": whole.only(stage),
        "following": whole.after(stage),
        "question": question,
        **what_was_said(question, over=False),
    }
    return render(request, "projects/stages/close.html", {"seat": seat, "tab": "overview", **page})


def what_was_said(question: StageQuestion | None, *, over: bool) -> dict[str, object]:
    if question is None:
        return {}
    words = list(words_said(question)[: MOST_WORDS + 1])
    return {
        "says": says_by_group(question, timezone.now(), over=over),
        "words": words[:MOST_WORDS],
        "more": len(words) > MOST_WORDS,
        "concerns": any(each.answer == StageAnswer.Answer.CONCERN for each in words),
    }


def show_closed(request: HttpRequest, seat: Seat, whole: InvolvementMap, stage: Stage) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, _("Somebody has just closed this stage. You don't need to do anything."))
        return redirect("projects:closure", seat.project.slug, stage.position)
    question = stage.closure.question
    gaps = list(stage.closure.gaps.select_related("group"))
    page = {
        "stage": stage,
        "without": closed_without(gaps),
        "all_took_part": not any(gap.kind == StageGap.Kind.NO_PART for gap in gaps),
        "warnings": [(gap, said(gap.kind, gap.partners)) for gap in gaps if not gap.reason],
        "map": whole.only(stage),
        "question": question,
        "may_reopen": seat.can("close_stage") and not why_not_reopened(stage, timezone.now()),
        **what_was_said(question, over=True),
    }
    return render(request, "projects/stages/closed.html", {"seat": seat, "tab": "overview", **page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """Ask every partner whether the stage is done."""
    seat = project_for(cast(Person, request.user), slug, can="close_stage")
    stage = stage_of(seat, position)
    if request.method == "POST":
        try:
            ask_if_done(stage, by=seat.person, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _("We are asking every partner now."))
        return redirect(stage)
    standing = standing_question(stage) if stage.is_open else None
    context = {"seat": seat, "tab": "overview", "stage": stage, "standing": standing}
    return render(request, "projects/stages/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(
    answer=Choice(_lazy("Are we done here?"), lambda: StageAnswer.Answer.choices),
    words=_lazy("Your concern, or what is missing"),
)
def answer(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """One's own answer; a facilitator may write down somebody else's (`?partner=` their membership)."""
    seat = project_for(cast(Person, request.user), slug, can="answer_stage")
    stage = stage_of(seat, position)
    partner = whose(request, seat, enters="close_stage")
    own = partner == seat.membership
    asked = standing_question(stage) if stage.is_open else None
    form = answer_form(asked, partner, request.POST if request.method == "POST" else None, own=own)
    if asked is not None and form.is_valid():
        try:
            via = Via(form.cleaned_data.get("via") or Via.ONLINE)
            answer_if_done(
                stage, partner, form.chosen(), form.cleaned_data["words"], by=seat.person, now=timezone.now(), via=via
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Thank you. You can change your answer until the stage closes."))
            return redirect(page_of_ours(request.POST.get("next", "")) or stage)
    context = {"stage": stage, "form": form, "whose": partner, "own": own, "asked": asked}
    if asked is not None and seat.can("close_stage"):
        answered = asked.answers.values("membership")
        silent = waited_for(seat.project.pk, timezone.now()).exclude(pk__in=answered).select_related("person", "group")
        context["silent"] = silent.order_by("person__name", "pk")[:MOST_WORDS]
    return render(request, "projects/stages/answer.html", {"seat": seat, "tab": "overview", **context})


def answer_form(asked: StageQuestion | None, partner: Membership, data: object, *, own: bool) -> DoneForm:
    """With what they said before."""
    before = asked and asked.answers.filter(membership=partner).first()
    initial = {"answer": before.answer, "words": before.words} if before else {}
    return (DoneForm if own else PassedOnDoneForm)(data, initial=initial)  # type: ignore[arg-type]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reopening(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """Open a closed stage again, with a reason."""
    seat = project_for(cast(Person, request.user), slug, can="close_stage")
    stage = stage_of(seat, position)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reopen_stage(stage, form.cleaned_data["because"], by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(stage)s is open again. We are telling everyone.") % {"stage": stage.name})
            return redirect("projects:stage", slug, position)
    why_not = why_not_reopened(stage, timezone.now()) if stage.is_closed else _("This stage is not closed.")
    following = seat.project.stages.filter(position__gt=position, began_at__isnull=False).first()
    context = {"stage": stage, "form": form, "why_not": why_not, "following": following}
    return render(request, "projects/stages/reopen.html", {"seat": seat, "tab": "overview", **context})
