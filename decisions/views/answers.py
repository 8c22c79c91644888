"""Telling people what came of it, the commissioner's answer, and answers to questions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from decisions.actions import answer_question, respond, tell_people
from decisions.feedback import only_yes
from decisions.forms import AnswerQuestionForm, RespondForm, TellForm
from decisions.models import Feedback, Position
from decisions.permissions import decision_for
from decisions.standing import standing
from decisions.state import outcome_of, waits_for_answer
from decisions.views.common import project_context, refused, sent
from participants.refusals import Refused
from participants.signed_in import SignedIn

AT_ONCE = 20  # people on one form: more would be too long to write and to send


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def feedback(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """ "You said, we did": to everyone who took part or said what led to it."""
    found = decision_for(request.user, slug, number, can="tell_people")
    outcome = outcome_of(found.decision)
    if outcome is None:
        messages.error(request, _("First record the outcome. Then you can tell people what came of it."))
        return redirect(found.decision)
    waiting = outcome.feedback.filter(written_at=None)
    owed = list(
        waiting.select_related("membership__person", "membership__group", "quoted", "nameless").order_by("pk")[:AT_ONCE]
    )
    yes = set(only_yes(waiting).values_list("pk", flat=True))
    form = TellForm(sent(request), owed=owed)
    if request.method == "POST" and form.is_valid():
        try:
            people = tell_people(found.decision, form.words(), by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = ngettext("%d person is being told.", "%d people are being told.", people)
            messages.success(request, said % people)
            return redirect("decisions:tell_people", slug, number)
    more = waiting.count() - len(owed) if len(owed) == AT_ONCE else 0
    return render(
        request,
        "decisions/feedback.html",
        project_context(
            found,
            form=form,
            outcome=outcome,
            more=more,
            yes=yes,
            standing=standing(found.decision, now=timezone.now()),
            on_the_way=on_the_way(outcome.pk),
        ),
    )


def on_the_way(outcome: int) -> int:
    """How many have words written for them that did not reach them yet."""
    return Feedback.objects.filter(outcome=outcome, written_at__isnull=False, told_at=None).count()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def response(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """The commissioner answers."""
    found, now = decision_for(request.user, slug, number, can="answer_decision"), timezone.now()
    outcome = outcome_of(found.decision)
    if outcome is None or not (request.method == "POST" or waits_for_answer(found.decision, outcome)):
        messages.error(request, _("This decision does not wait for an answer."))
        return redirect(found.decision)
    form = RespondForm(sent(request))
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data
        if not refused(form, lambda: respond(found.decision, **answer, by=request.user, now=now)):
            messages.success(request, _("Your answer is on the record. Everyone in the project is being told."))
            return redirect(found.decision)
    table = standing(found.decision, now=now)
    return render(
        request, "decisions/response.html", project_context(found, form=form, outcome=outcome, standing=table)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: SignedIn, slug: str, number: int, question_id: int) -> HttpResponse:
    """The facilitator answers what somebody asked before they say where they stand."""
    found = decision_for(request.user, slug, number, can="answer_question")
    asked = get_object_or_404(
        found.decision.positions.select_related("membership__person"), pk=question_id, stance=Position.QUESTION
    )
    form = AnswerQuestionForm(sent(request), name=asked.membership.person.name)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if not refused(
            form, lambda: answer_question(found.decision, asked, words, by=request.user, now=timezone.now())
        ):
            messages.success(request, _("Your answer is on the record. Who asked is being told."))
            return redirect(found.decision)
    return render(request, "decisions/answer_question.html", project_context(found, form=form, asked=asked))
