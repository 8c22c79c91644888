"""Opening a decision, changing its wording, recording its outcome."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decisions.actions import change_wording, open_decision, record_outcome, standing_objections
from decisions.actions.common import current_wording
from decisions.actions.outcomes import everybody_answered
from decisions.actions.terms import proposal_for, proposed_by
from decisions.forms import OpenForm, OutcomeForm, WordingForm
from decisions.forms.common import closing_initial
from decisions.models import Wording
from decisions.permissions import RIGHTS, decision_for
from decisions.questions import questions_in
from decisions.standing import standing
from decisions.trail import unsure_of
from decisions.views.common import project_context, redirected_when_over, sent
from decisions.voices import positions_of
from participants.refusals import Refused
from participants.signed_in import SignedIn
from projects.actions.terms import last_version
from projects.models import Contribution
from projects.permissions import Seat, project_for

A_WEEK = dt.timedelta(days=7)
MOST_SAID = 30  # contributions offered as where a question came from


def said_in(seat: Seat) -> object:
    """The last things that people said, to choose from."""
    readable = Contribution.objects.visible_to(seat).quotable().exclude(words="")
    newest = readable.order_by("-at", "-pk").values("pk")[:MOST_SAID]
    return Contribution.objects.filter(pk__in=newest).select_related("membership__person")


def same_words(request: SignedIn, seat: Seat) -> dict[str, str]:
    """The question and the words of the decision that is asked anew ("?from=" its number), or nothing."""
    number = request.GET.get("from", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return {}
    before = seat.project.decisions.filter(number=int(number)).first()
    if before is None:
        return {}
    return {"question": before.question, "background": before.background, "proposal": current_wording(before).words}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn, slug: str) -> HttpResponse:
    """Open a decision."""
    seat, now, zone = (
        project_for(request.user, slug, can="open_decision", rights=RIGHTS),
        timezone.now(),
        request.user.zone,
    )
    form = OpenForm(
        sent(request),
        groups=list(seat.project.groups.all()),
        said=said_in(seat),
        zone=zone,
        now=now,
        initial={"closes_on": timezone.localdate(now + A_WEEK, zone), **same_words(request, seat)},
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            decision = open_decision(
                seat.project,
                question=facts["question"],
                background=facts["background"],
                proposal=facts["proposal"],
                closes_at=facts["closes_at"],
                minimums=form.minimums(),
                came_from=facts.get("came_from", ()),
                asks_for_answer=facts["asks_for_answer"],
                by=request.user,
                now=now,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The decision is open. Every partner is being told, each in their own way."))
            return redirect(decision)
    return render(
        request, "decisions/new.html", {"seat": seat, "tab": "decisions", "project": seat.project, "form": form}
    )


def words_to_change(current: Wording) -> str:
    """The words as they are; about the terms of reference, those that propose their newest version."""
    proposed = proposed_by(current)
    newest = last_version(proposed.project) if proposed else None
    return proposal_for(newest) if newest else current.words


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wording(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Change what is proposed."""
    found = decision_for(request.user, slug, number, can="change_wording")
    if over := redirected_when_over(request, found.decision, closing_is_over=True):
        return over
    decision, now, zone = found.decision, timezone.now(), request.user.zone
    current = current_wording(decision)
    form = WordingForm(
        sent(request),
        objections=standing_objections(decision),
        zone=zone,
        now=now,
        earliest=decision.closes_at.replace(second=0, microsecond=0),
        initial={"words": words_to_change(current)} | closing_initial(decision.closes_at, zone),
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            change_wording(
                decision,
                words=facts["words"],
                because=facts["because"],
                meets=form.meets(),
                closes_at=max(facts["closes_at"], decision.closes_at),
                by=request.user,
                now=now,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The wording has changed. Those who had answered are asked to look again."))
            return redirect(decision)
    return render(request, "decisions/wording.html", project_context(found, form=form, wording=current))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def outcome(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Write down what was decided."""
    found, now = decision_for(request.user, slug, number, can="record_outcome"), timezone.now()
    if over := redirected_when_over(request, found.decision, closing_is_over=False):
        return over
    decision, current = found.decision, current_wording(found.decision)
    may_wait = now < decision.closes_at and not everybody_answered(decision, now)
    form = OutcomeForm(
        sent(request),
        today=timezone.localdate(now, request.user.zone),
        may_wait=may_wait,
        initial={"decided": current.words},
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_outcome(decision, **form.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The outcome is recorded. Now tell people what came of what they said."))
            return redirect("decisions:tell_people", slug, number)
    objections, table = standing_objections(decision), standing(decision, now=now)
    positions = positions_of(decision)
    return render(
        request,
        "decisions/outcome.html",
        project_context(
            found,
            form=form,
            wording=current,
            objections=objections,
            standing=table,
            may_wait=may_wait,
            unsure=unsure_of(positions),
            questions=[each for each in questions_in(positions) if each.waits],
        ),
    )
