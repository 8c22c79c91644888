"""Accepting the terms of reference, asking about them first, and who has done which."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participants.models import Person
from participants.refusals import Refused
from projects.actions.terms import accept_terms, answer_question, ask_about_terms
from projects.forms.terms import AcceptForThemForm, AcceptTermsForm, AnswerQuestionForm
from projects.models import Membership, TermsAcceptance, TermsQuestion, TermsVersion, Via
from projects.permissions import Seat, project_for
from projects.slices import slice_of
from projects.terms import agreed_for, readers
from projects.views.terms import frame

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Read what holds and accept it, or ask a question first."""
    seat = project_for(cast(Person, request.user), slug, can="accept_terms")
    holds, parts = agreed_for(seat.project)
    if holds is None:
        return redirect("projects:terms", slug)
    form = AcceptTermsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            messages.success(request, say(form, holds, seat.partner, seat, Via.ONLINE))
            return redirect(seat.project)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    accepted = TermsAcceptance.objects.filter(version=holds, membership=seat.membership).first()
    questions = TermsQuestion.objects.filter(version__project=seat.project, membership=seat.membership)
    page = {"version": holds, "parts": parts, "accepted": accepted, "form": None if accepted else form}
    page["questions"] = questions.select_related("answered_by")
    return render(request, "projects/terms/accept.html", frame(seat, **page))


def say(form: AcceptTermsForm, version: TermsVersion, member: Membership, seat: Seat, via: Via) -> str:
    """Keep what they say. Returns the words of thanks."""
    said = form.cleaned_data
    facts: dict[str, Any] = {"by": seat.person, "now": timezone.now(), "via": via}
    if said["answer"] == AcceptTermsForm.ACCEPT:
        accept_terms(version, member, **facts)
        return _("Thank you. It is written down that you accept this.")
    ask_about_terms(version, member, said["words"], **facts)
    return _("Thank you. A facilitator answers your question.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def acceptances(request: HttpRequest, slug: str) -> HttpResponse:
    """For facilitators: who has accepted, who asks something, who has said nothing; and writing down a yes."""
    seat = project_for(cast(Person, request.user), slug, can="see_acceptances")
    holds, _parts = agreed_for(seat.project)
    if holds is None:
        return redirect("projects:terms", slug)
    data = request.POST if request.method == "POST" else None
    form = AcceptForThemForm(data, seat=seat, initial={"who": request.GET.get("partner")})
    if form.is_valid():
        try:
            say(form, holds, form.cleaned_data["who"], seat, form.via_of())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("It is written down."))
            return redirect("projects:terms_acceptances", slug)
    page = slice_of(lambda most, after: readers(holds, most=most, after=after), request.GET.get("page"), A_PAGE)
    context: dict[str, Any] = {"version": holds, "form": form, "page": page}
    return render(request, "projects/terms/acceptances.html", frame(seat, **context))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def question(request: HttpRequest, slug: str, question_id: int) -> HttpResponse:
    """A facilitator answers what somebody asked about the terms."""
    seat = project_for(cast(Person, request.user), slug, can="see_acceptances")
    one = get_object_or_404(
        TermsQuestion.objects.select_related("version__project", "membership__person", "entered_by"),
        pk=question_id,
        version__project=seat.project,
    )
    form = AnswerQuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_question(one, form.cleaned_data["answer"], by=seat.person, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Your answer is on its way."))
            return redirect("projects:terms_acceptances", slug)
    return render(request, "projects/terms/question.html", frame(seat, form=form, question=one))
