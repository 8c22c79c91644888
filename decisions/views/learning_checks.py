"""What happens to a draft: comments, the check by partners, publishing, taking down, and names by consent."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decisions import actions
from decisions.actions.common import entitled, number_in
from decisions.checking import Standing
from decisions.forms.learning import CheckForm, CommentForm, NamedForm, PublishForm, RemovalForm, RoundForm
from decisions.models import LearningRound
from decisions.permissions import BIGGEST
from decisions.views.common import refused, sent
from decisions.views.learning import Draft, context_of, draft_for, my_check
from participants.actions import withdraw_consent
from participants.models import Consent
from participants.signed_in import SignedIn, require_form

A_YEAR = dt.timedelta(days=365)


@require_form
@login_required
def comment(request: SignedIn, slug: str) -> HttpResponse:
    """A partner says something about the draft."""
    found = draft_for(request, slug, can="check_learning")
    if found is None:
        return redirect("decisions:learning", slug)
    form = CommentForm(sent(request), seat=found.seat, partners=entitled(found.seat.project))
    if form.is_valid():
        seat, via = form.speaker()
        said, now = form.cleaned_data["words"], timezone.now()
        if not refused(
            form, lambda: actions.comment_on_learning(found.learning, seat, said, by=request.user, now=now, via=via)
        ):
            messages.success(request, _("Thank you. Everyone in the project can read it now."))
            return redirect("decisions:learning", slug)
    return render(request, "decisions/learning/comment.html", context_of(found.seat, form=form))


@require_form
@login_required
def ask(request: SignedIn, slug: str) -> HttpResponse:
    """The facilitator asks all partners to check the words."""
    found = draft_for(request, slug, can="write_learning")
    if found is None or found.round is not None:
        return redirect("decisions:learning", slug)
    form = RoundForm(sent(request))
    if form.is_valid():
        days = form.cleaned_data["days"]
        if not refused(
            form, lambda: actions.ask_for_check(found.learning, days=days, by=request.user, now=timezone.now())
        ):
            messages.success(request, _("All partners are being asked to check it."))
            return redirect("decisions:learning", slug)
    return render(request, "decisions/learning/ask.html", context_of(found.seat, form=form, text=found.text))


@require_form
@login_required
def check(request: SignedIn, slug: str) -> HttpResponse:
    """A partner says whether the words can go public."""
    found = draft_for(request, slug, can="check_learning")
    if found is None or found.round is None:
        return redirect("decisions:learning", slug)
    mine = my_check(found.seat, found.standing())
    initial = {"answer": "fine" if mine.is_fine else "change", "change": mine.change} if mine else {}
    form = CheckForm(sent(request), seat=found.seat, partners=entitled(found.seat.project), initial=initial)
    round_ = found.round
    if form.is_valid() and not refused(form, lambda: keep_check(form, round_, request)):
        messages.success(request, _("Thank you. Your answer is kept, and you can change it until the page is public."))
        return redirect("decisions:learning", slug)
    return render(request, "decisions/learning/check.html", context_of(found.seat, form=form, round=round_))


def keep_check(form: CheckForm, round_: LearningRound, request: SignedIn) -> None:
    seat, via = form.speaker()
    actions.check_learning(round_, seat, change=form.wanted(), by=request.user, now=timezone.now(), via=via)


@require_form
@login_required
def publish(request: SignedIn, slug: str) -> HttpResponse:
    """The facilitator publishes what was checked."""
    found = draft_for(request, slug, can="write_learning")
    standing = found.standing() if found else None
    if found is None or standing is None:
        return redirect("decisions:learning", slug)
    form = PublishForm(sent(request), standing=standing)
    if request.method == "POST" and form.is_valid() and not refused(form, lambda: put_up(form, found, request)):
        messages.success(request, _("The page is public. Everyone can read it now."))
        return redirect("decisions:learning", slug)
    return render(request, "decisions/learning/publish.html", publish_context(found, form, standing))


def put_up(form: PublishForm, found: Draft, request: SignedIn) -> None:
    unchanged = form.cleaned_data.get("unchanged_because", "")
    actions.publish_learning(
        found.learning, form.reasons(), unchanged_because=unchanged, by=request.user, now=timezone.now()
    )


def publish_context(found: Draft, form: PublishForm, standing: Standing) -> dict[str, object]:
    return context_of(found.seat, form=form, standing=standing, round=found.round, text=found.text)


@require_form
@login_required
def removal(request: SignedIn, slug: str) -> HttpResponse:
    """The facilitator takes down what is public."""
    found = draft_for(request, slug, can="write_learning")
    if found is None or not found.learning.pages.filter(removal=None).exists():
        return redirect("decisions:learning", slug)
    form = RemovalForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if not refused(
            form, lambda: actions.take_down_learning(found.learning, reason, by=request.user, now=timezone.now())
        ):
            messages.success(request, _("The page is taken down. Nobody outside the project can read it now."))
            return redirect("decisions:learning", slug)
    return render(request, "decisions/learning/removal.html", context_of(found.seat, form=form))


@require_form
@login_required
def named(request: SignedIn, slug: str) -> HttpResponse:
    """A partner agrees to be named on the page, until a day."""
    found = draft_for(request, slug, can="check_learning")
    if found is None:
        return redirect("decisions:learning", slug)
    initial = {"ends_on": timezone.localdate() + A_YEAR}
    form = NamedForm(sent(request), seat=found.seat, partners=entitled(found.seat.project), initial=initial)
    if form.is_valid():
        seat, via = form.speaker()
        ends_on, now = form.cleaned_data["ends_on"], timezone.now()
        if not refused(
            form, lambda: actions.name_on_learning(found.learning, seat, ends_on, by=request.user, now=now, via=via)
        ):
            messages.success(request, _("The name will stand on the page. It can be taken off at any time."))
            return redirect("decisions:learning", slug)
    return render(request, "decisions/learning/named.html", context_of(found.seat, form=form))


@require_POST
@login_required
def unnamed(request: SignedIn, slug: str) -> HttpResponse:
    """A partner takes their name off the page, or a facilitator that of somebody who asks them to. It goes at once."""
    found = draft_for(request, slug, can="check_learning")
    if found is not None:
        for consent in Consent.objects.filter(
            person=whose(request, found), topic=found.learning.topic, purpose=Consent.Purpose.NAMED, withdrawn_at=None
        ):
            withdraw_consent(consent, by=request.user, now=timezone.now())
        messages.success(request, _("The name is off the page."))
    return redirect("decisions:learning", slug)


def whose(request: SignedIn, found: Draft) -> int:
    """The id of the person whose name it is: one's own, or for a facilitator the one that was sent."""
    sent_id = number_in(request.POST.get("person", ""))
    return sent_id if found.seat.is_facilitator and 0 < sent_id <= BIGGEST else request.user.pk
