"""Decisions whose answers are counted: withdrawing an option, closing sooner, and how it was counted."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from decisions.actions.closing import NOTICE, close_sooner
from decisions.actions.common import current_wording
from decisions.actions.options import withdraw_option
from decisions.actions.outcomes import everybody_answered
from decisions.choosing import options_left, options_of
from decisions.counting import counted
from decisions.forms import CloseForm, WithdrawOptionForm
from decisions.forms.common import closing_initial
from decisions.permissions import decision_for
from decisions.standing import standing
from decisions.state import is_open, state_of
from decisions.tally import by_other_methods, hidden_words, in_short, names_of, steps_of, tally_of
from decisions.views.common import project_context, redirected_when_over, refused, sent
from decisions.voices import all_voices, positions_of
from participants.signed_in import SignedIn
from projects.views.acting import whom_in

A_PAGE = 50  # positions


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Withdraw an option that turns out not to be possible."""
    found = decision_for(request.user, slug, number, can="change_wording")
    decision = found.decision
    if over := redirected_when_over(request, decision, closing_is_over=True):
        return over
    if not decision.way.has_options:
        return redirect(decision)
    form = WithdrawOptionForm(sent(request), options=options_left(options_of(decision)))
    if (
        request.method == "POST"
        and form.is_valid()
        and not refused(
            form, lambda: withdraw_option(decision, **form.cleaned_data, by=request.user, now=timezone.now())
        )
    ):
        messages.success(request, _("The option is withdrawn. Those who had answered are told."))
        return redirect(decision)
    return render(request, "decisions/withdraw_option.html", project_context(found, form=form))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Close a decision whose answers are counted sooner than people were told."""
    found, now, zone = (
        decision_for(request.user, slug, number, can="record_outcome"),
        timezone.now(),
        request.user.zone,
    )
    decision = found.decision
    if decision.way.meets_objections or (request.method != "POST" and not is_open(decision, now)):
        return redirect("decisions:record_outcome", slug, number)
    everybody = everybody_answered(decision, now)
    initial = closing_initial(now + NOTICE + dt.timedelta(hours=1), zone)
    form = CloseForm(sent(request), zone=zone, now=now, everybody=everybody, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = {"because": form.cleaned_data["because"], "closes_at": form.cleaned_data.get("closes_at", now)}
        if not refused(form, lambda: close_sooner(decision, **facts, by=request.user, now=now)):
            if everybody:
                return redirect("decisions:record_outcome", slug, number)
            messages.success(request, _("It closes sooner. Those who have not answered are told."))
            return redirect(decision)
    state = state_of(decision, standing(decision, now=now), now=now)
    return render(
        request, "decisions/closing.html", project_context(found, form=form, everybody=everybody, state=state)
    )


@require_safe
@login_required
def positions(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """What each partner said, page by page; where answers are counted, once it is closed."""
    found, now = decision_for(request.user, slug, number, can="see_decisions", whom=whom_in(request)), timezone.now()
    decision = found.decision
    if is_open(decision, now) and not decision.way.meets_objections:
        messages.info(request, _("What people said is read here once it is closed, so that nobody is led by it."))
        return redirect(decision)
    table, current = standing(decision, now=now), current_wording(decision)
    found_positions, options = positions_of(decision), options_of(decision)
    voices = all_voices(decision.way, table, found_positions, current.number)
    page = Paginator(voices, A_PAGE).get_page(request.GET.get("page"))
    words = counted(decision, table, found_positions, options, current.number).words
    shown = Paginator(words, A_PAGE).get_page(request.GET.get("words"))
    context = project_context(found, page=page, options=options, words=shown)
    return render(request, "decisions/positions.html", context)


@require_safe
@login_required
def count(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Each step of the count, once it is closed, and what other methods would have come to."""
    found, now = decision_for(request.user, slug, number, can="see_decisions", whom=whom_in(request)), timezone.now()
    decision = found.decision
    if is_open(decision, now) or not decision.way.has_options:
        messages.info(request, _("Answers are counted here once a decision between options is closed."))
        return redirect(decision)
    options = options_of(decision)
    table, wording = standing(decision, now=now), current_wording(decision)
    result = counted(decision, table, positions_of(decision), options, wording.number)
    if not result.shows_numbers:
        messages.info(request, hidden_words(result))
        return redirect(decision)
    others = [(each.name, each.key, in_short(decision, came)) for each, came in by_other_methods(result)]
    context = project_context(
        found,
        tally=tally_of(decision, result, options),
        steps=steps_of(decision, result.whole, names_of(options)),
        method=decision.way,
        others=others,
    )
    return render(request, "decisions/count_steps.html", context)
