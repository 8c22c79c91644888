"""Opening a decision, changing its wording, recording its outcome."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decisions.actions import change_wording, open_decision, record_outcome, standing_objections
from decisions.actions.common import current_wording, entitled
from decisions.actions.outcomes import everybody_answered
from decisions.actions.shaping import last_version as last_version_of
from decisions.actions.terms import proposal_for, proposed_by
from decisions.choosing import options_left, options_of
from decisions.counting import Counted, counted
from decisions.forms import OpenForm, OutcomeForm, WordingForm
from decisions.forms.common import closing_initial
from decisions.methods import Method, methods
from decisions.models import Decision, Outcome, ProposalVersion, Wording
from decisions.permissions import RIGHTS, ProposalSeat, decision_for
from decisions.questions import questions_in
from decisions.standing import standing
from decisions.state import is_open
from decisions.tally import tally_of
from decisions.trail import unsure_of
from decisions.views.common import project_context, redirected_when_over, sent
from decisions.views.shaping import opening_words, proposed_in, still_shaped
from decisions.voices import positions_of
from participants.refusals import Refused
from participants.signed_in import SignedIn
from projects.actions.terms import last_version
from projects.models import Contribution
from projects.permissions import Seat, project_for

A_WEEK = dt.timedelta(days=7)
MOST_OLDER = 40  # decisions offered as what a new one replaces
MOST_SAID = 30  # contributions offered as where a question came from


def said_in(seat: Seat) -> object:
    """The last things that people said, to choose from."""
    readable = Contribution.objects.visible_to(seat).quotable().exclude(words="")
    newest = readable.order_by("-at", "-pk").values("pk")[:MOST_SAID]
    return Contribution.objects.filter(pk__in=newest).select_related("membership__person")


def decision_in(request: SignedIn, seat: Seat, name: str) -> Decision | None:
    """The decision of this project whose number stands in the address under that name."""
    number = request.GET.get(name, "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    return seat.project.decisions.filter(number=int(number)).first()


def replaceable(seat: Seat, wanted: Decision | None) -> QuerySet[Decision]:
    """The decisions that a new one can replace, the newest first, and the one that is asked for."""
    decided = seat.project.decisions.filter(outcome__isnull=False, replacement=None).order_by("-number")
    newest = list(decided.values_list("pk", flat=True)[:MOST_OLDER])
    return decided.filter(pk__in=[*newest, wanted.pk] if wanted else newest)


def same_words(before: Decision | None) -> dict[str, str]:
    """The question and the words of the decision that is asked anew, or nothing."""
    if before is None:
        return {}
    words = {"question": before.question, "background": before.background}
    if before.way.has_options:
        return words | {"options": "\n".join(option.words for option in options_left(options_of(before)))}
    return words | {"proposal": current_wording(before).words}


def first_words(before: Decision | None, version: ProposalVersion | None) -> dict[str, Any]:
    """What the form shows first: what was proposed, or what was asked before."""
    return opening_words(version) if version else same_words(before)


def method_in(request: SignedIn) -> Method:
    """How it is to be decided ("?method=" its key): by consent unless somebody says otherwise."""
    return methods().get(request.GET.get("method", "")) or methods()["consent"]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn, slug: str) -> HttpResponse:
    """Open a decision; "?replaces=" names the older one that it is to replace, "?from=" one with the same words."""
    seat, now, zone = (
        project_for(request.user, slug, can="open_decision", rights=RIGHTS),
        timezone.now(),
        request.user.zone,
    )
    method, proposed, older = method_in(request), proposed_in(request, seat), decision_in(request, seat, "replaces")
    before = older or decision_in(request, seat, "from")
    if over := proposed and still_shaped(request, ProposalSeat(seat, proposed)):
        return over
    version = last_version_of(proposed) if proposed else None
    form = OpenForm(
        sent(request),
        method=method,
        version=version.number if version else None,
        groups=list(seat.project.groups.all()),
        said=said_in(seat),
        older=replaceable(seat, older),
        zone=zone,
        now=now,
        initial={
            "closes_on": timezone.localdate(now + A_WEEK, zone),
            "replaces": older,
            **first_words(before, version),
        },
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            decision = open_decision(
                seat.project,
                question=facts["question"],
                background=facts["background"],
                proposal=facts.get("proposal", ""),
                options=facts.get("options", ()),
                method=method.key,
                closes_at=facts["closes_at"],
                minimums=form.minimums(),
                came_from=facts.get("came_from", ()),
                asks_for_answer=facts["asks_for_answer"],
                private=facts.get("private", False),
                proposed=proposed,
                proposed_version=facts.get("version"),
                replaces=facts.get("replaces"),
                by=request.user,
                now=now,
                **form.rules(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            form.read_again()
        else:
            messages.success(request, _("The decision is open. Every partner is being told, each in their own way."))
            return redirect(decision)
    context = {
        "seat": seat,
        "tab": "decisions",
        "project": seat.project,
        "form": form,
        "before": before,
        "older": older,
    }
    others = [each for each in methods().values() if each is not method]
    return render(request, "decisions/new.html", context | {"method": method, "others": others, "proposed": proposed})


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
    if decision.way.has_options:
        return redirect("decisions:withdraw_option", slug, number)
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


def hides_count(decision: Decision, now: dt.datetime) -> bool:
    """Nobody reads it while people still answer; and where objections are met, there is nothing to count."""
    return decision.way.meets_objections or is_open(decision, now)


def outcome_initial(decision: Decision, current: Wording, count: Counted) -> dict[str, str]:
    """What the count came to, and the words that it was about: the proposal, or the option that was chosen."""
    if not decision.way.has_options:
        words = current.words
    else:
        words = decision.options.get(number=count.chosen).words if count.chosen else ""
    if decision.way.meets_objections:
        return {"decided": words}
    return {"decided": words, "result": Outcome.Result.AGREED if count.agreed else Outcome.Result.NOT_AGREED}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def outcome(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Write down what was decided."""
    found, now = decision_for(request.user, slug, number, can="record_outcome"), timezone.now()
    if over := redirected_when_over(request, found.decision, closing_is_over=False):
        return over
    decision, current = found.decision, current_wording(found.decision)
    if request.method != "POST" and is_open(decision, now) and not decision.way.meets_objections:
        return redirect("decisions:close", slug, number)
    may_wait = now < decision.closes_at and not everybody_answered(decision, now)
    table, positions = standing(decision, now=now), positions_of(decision)
    options = options_of(decision)
    count = counted(decision, table, positions, options, current.number)
    form = OutcomeForm(
        sent(request),
        today=timezone.localdate(now, request.user.zone),
        may_wait=may_wait,
        method=decision.way,
        partners=entitled(found.seat.project),
        initial=outcome_initial(decision, current, count),
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_outcome(decision, **form.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The outcome is recorded. Now tell people what came of what they said."))
            return redirect("decisions:tell_people", slug, number)
    return render(
        request,
        "decisions/outcome.html",
        project_context(
            found,
            form=form,
            wording=current,
            objections=standing_objections(decision),
            agreed_now=count.agreed,
            tally=None if hides_count(decision, now) else tally_of(decision, count, options),
            standing=table,
            may_wait=may_wait,
            unsure=unsure_of(positions),
            questions=[each for each in questions_in(positions) if each.waits],
        ),
    )
