"""Proposals: what partners would like to be decided, and shaping it together before it is opened."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from decisions.actions import answer_remark, change_proposal, not_take_up, propose, remark, take_back
from decisions.actions.common import entitled
from decisions.actions.shaping import last_version, waiting
from decisions.forms.shaping import (
    AnswerRemarkForm,
    ChangeProposalForm,
    NotTakenUpForm,
    ProposeForm,
    RemarkForm,
    TakeBackForm,
    words_of,
)
from decisions.models import Proposal, ProposalAnswer, ProposalRemark, ProposalVersion
from decisions.permissions import RIGHTS, ProposalSeat, proposal_for
from decisions.shaping import all_in, end_of, since_of, state_of, with_states
from decisions.views.common import refused, sent
from participants.refusals import Refused
from participants.signed_in import SignedIn
from participants.times import day
from projects.models import Membership
from projects.permissions import Seat
from projects.slices import part_of, slice_of
from projects.views.acting import keeps_words, onward, seat_for, whom_in

KINDS = ProposalRemark.Kind
A_PAGE = 25
MOST_SUGGESTED = 20  # suggested changes that one form asks about


def frame(seat: Seat, **more: Any) -> dict[str, Any]:
    return {"seat": seat, "tab": "decisions", "project": seat.project, **more}


@require_safe
@login_required
def proposals(request: SignedIn, slug: str) -> HttpResponse:
    """Everything that partners proposed, also what is settled."""
    seat = seat_for(request, slug, can="see_decisions", rights=RIGHTS)
    page = all_in(seat.project, request.GET.get("page"))
    context = frame(
        seat, page=page, proposals=with_states(page, timezone.now()), may_propose=seat.can("propose", RIGHTS)
    )
    return render(request, "decisions/proposals/list.html", context)


def partners_for(request: SignedIn, seat: Seat) -> Any:
    """Whose words a facilitator can write down (`?told`), or None where people speak for themself."""
    told = "told" in request.GET and seat.can("enter_position", RIGHTS)
    return entitled(seat.project).exclude(pk=seat.partner.pk) if told else None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(question=_lazy("What should we decide?"), words=_lazy("What you wanted to be decided"), why=_lazy("Why"))
def new(request: SignedIn, slug: str) -> HttpResponse:
    """Propose something, or write down what somebody else proposes."""
    seat = seat_for(request, slug, can="propose", rights=RIGHTS)
    partners = partners_for(request, seat)
    form = ProposeForm(sent(request), partners=partners)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose(**form.who(seat.partner), **form.said(), by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It is there for everyone to read. You will hear what becomes of it."))
            return redirect(onward(made, seat))
    context = frame(seat, form=form, told=partners is not None, may_write=seat.can("enter_position", RIGHTS))
    return render(request, "decisions/proposals/new.html", context)


@require_safe
@login_required
def proposal(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """One proposal: its words, what others say about it, and what became of it."""
    found = proposal_for(request.user, slug, number, can="see_decisions", whom=whom_in(request))
    one, now = found.proposal, timezone.now()
    versions = list(one.versions.select_related("written_by__person"))
    ended, since = end_of(one), since_of(one, versions)
    said = one.remarks.select_related(
        "membership__person", "group", "entered_by", "version", "answer__version", "answer__entered_by"
    )
    page = slice_of(part_of(said), request.GET.get("page"), A_PAGE)
    context = frame(
        found.seat,
        proposal=one,
        version=versions[-1],
        before=versions[-2] if len(versions) > 1 else None,
        state=state_of(ended.how if ended else "", since, now),
        end=ended,
        opened_with=other_words(found, versions[-1]),
        page=page,
        may_speak=ended is None and found.seat.can("propose", RIGHTS),
        may_shape=ended is None and found.may_shape,
        may_take_back=ended is None and found.is_theirs and found.seat.can("propose", RIGHTS),
        may_open=ended is None and found.seat.can("open_decision", RIGHTS),
        by_themself=ended is not None and ended.by.person_id == one.membership.person_id,
    )
    return render(request, "decisions/proposals/proposal.html", context)


def other_words(found: ProposalSeat, last: ProposalVersion) -> str:
    """The words with which it was opened, where they are not those that were shaped together; else "" """
    ended = end_of(found.proposal)
    if ended is None or ended.decision is None or ended.decision.way.has_options:
        return ""
    words = str(ended.decision.wordings.values_list("words", flat=True)[0])
    return words if words.split() != last.words.split() else ""


def still_shaped(request: SignedIn, found: ProposalSeat) -> HttpResponse | None:
    """To the proposal, with why, for who opens a form that could only be refused. What was sent comes back instead."""
    if request.method == "POST" or end_of(found.proposal) is None:
        return None
    messages.info(request, _("This proposal is not being shaped any more. You can read here what became of it."))
    return redirect(onward(found.proposal, found.seat))


def proposed_in(request: SignedIn, seat: Seat) -> Proposal | None:
    """The proposal that a decision is opened from ("?proposal=" its number), with its end, if there is one."""
    number = request.GET.get("proposal", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    found = seat.project.proposals.select_related("membership__person", "group", "end").filter(number=int(number))
    proposal = found.first()
    if proposal is not None:
        proposal.project = seat.project
    return proposal


def opening_words(version: ProposalVersion) -> dict[str, Any]:
    """What was proposed, as the form that opens a decision shows it first."""
    words = {"question": version.question, "proposal": version.words, "background": version.why}
    return words | {"version": version.number}


def kind_in(request: SignedIn) -> str:
    """What somebody wants to say (`?kind=`): a reaction unless it is said."""
    kind = request.GET.get("kind", "")
    return kind if kind in KINDS.values else KINDS.REACTION


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(words=_lazy("What you wanted to say"), why=_lazy("Why"))
def say(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Ask something about a proposal, say what one thinks of it, or suggest other words."""
    found = proposal_for(request.user, slug, number, can="propose", whom=whom_in(request))
    if over := still_shaped(request, found):
        return over
    seat, kind, version = found.seat, kind_in(request), last_version(found.proposal)
    partners = partners_for(request, seat)
    initial = {"words": version.words} if kind == KINDS.CHANGE else {}
    form = RemarkForm(sent(request), kind=kind, partners=partners, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = {**form.who(seat.partner), **form.said(), "by": request.user, "now": timezone.now()}
        if not refused(form, lambda: remark(found.proposal, kind=kind, **facts)):
            messages.success(request, _("Thank you. Everyone can read it now."))
            return redirect(onward(found.proposal, seat))
    context = frame(seat, proposal=found.proposal, version=version, form=form, kind=kind, kinds=KINDS)
    context |= {"told": partners is not None, "may_write": seat.can("enter_position", RIGHTS)}
    return render(request, "decisions/proposals/say.html", context)


def shaping_seat(request: SignedIn, slug: str, number: int) -> tuple[ProposalSeat, Membership]:
    """For who made the proposal, and for facilitators."""
    found = proposal_for(request.user, slug, number, can="propose", whom=whom_in(request))
    if not found.may_shape:
        raise PermissionDenied
    return found, found.seat.partner


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(
    question=_lazy("What should we decide?"),
    words=_lazy("What you wanted to be decided"),
    why=_lazy("Why"),
    because=_lazy("What you changed"),
)
def change(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """New words, and which suggestions they take up."""
    found, member = shaping_seat(request, slug, number)
    if over := still_shaped(request, found):
        return over
    version = last_version(found.proposal)
    suggested = list(waiting(found.proposal).filter(kind=KINDS.CHANGE)[:MOST_SUGGESTED])
    form = ChangeProposalForm(sent(request), suggested=suggested, initial=words_of(version))
    if request.method == "POST" and form.is_valid():
        facts = {"takes_up": form.takes_up(), "instead_of": form.cleaned_data["number"], "by": request.user}
        act = {**form.said(), **facts, "now": timezone.now()}
        if not refused(form, lambda: change_proposal(found.proposal, member, **act)):
            messages.success(request, _("The words have changed. Everyone can read what changed, and why."))
            return redirect(onward(found.proposal, found.seat))
        form = for_newest(form, last_version(found.proposal))
    context = frame(found.seat, proposal=found.proposal, version=version, form=form)
    return render(request, "decisions/proposals/change.html", context)


def for_newest(form: ChangeProposalForm, version: ProposalVersion) -> ChangeProposalForm:
    """The same form with what was typed and why it was refused, for the words as they are now."""
    again = ChangeProposalForm(
        dict(form.data.items()) | {"number": str(version.number)}, suggested=form.suggested, initial=words_of(version)
    )
    for sentence in form.non_field_errors():
        again.add_error(None, sentence)
    return again


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(words=_lazy("Your answer"))
def answer(request: SignedIn, slug: str, number: int, remark_id: int) -> HttpResponse:
    """Answer a question, or say why a suggested change is not taken up."""
    found, member = shaping_seat(request, slug, number)
    asked = get_object_or_404(
        found.proposal.remarks.exclude(kind=KINDS.REACTION).select_related("membership__person", "version", "proposal"),
        pk=remark_id,
    )
    if request.method != "POST" and ProposalAnswer.objects.filter(remark=asked).exists():
        messages.info(request, _("This has an answer already. You can read it here."))
        return redirect(onward(found.proposal, found.seat))
    if over := still_shaped(request, found):
        return over
    form = AnswerRemarkForm(sent(request), kind=asked.kind)
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "by": request.user, "now": timezone.now()}
        if not refused(form, lambda: answer_remark(asked, member, **facts)):
            messages.success(request, _("Your answer is there, and they are told."))
            return redirect(onward(found.proposal, found.seat))
    context = frame(found.seat, proposal=found.proposal, version=last_version(found.proposal), asked=asked, form=form)
    return render(request, "decisions/proposals/answer.html", context)


@require_safe
@login_required
def versions(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """All the words that it had, the newest first, with what changed and why."""
    found = proposal_for(request.user, slug, number, can="see_decisions", whom=whom_in(request))
    all_words = list(found.proposal.versions.select_related("written_by__person"))
    taken_up = found.proposal.answers.exclude(version=None).select_related("remark__membership__person", "version")
    steps = [step(new, all_words[place - 1] if place else None, taken_up) for place, new in enumerate(all_words)]
    thing = {"question": all_words[-1].question, "get_absolute_url": onward(found.proposal, found.seat)}
    return render(request, "decisions/versions.html", frame(found.seat, thing=thing, steps=steps[::-1]))


def step(new: ProposalVersion, old: ProposalVersion | None, taken_up: Any) -> dict[str, Any]:
    """One version as the page shows it: against the one before, who wrote it, and what it took up."""
    return {
        "new": new,
        "old": old,
        "other_question": old is not None and old.question != new.question,
        "other_why": old is not None and old.why != new.why,
        "written": _("%(name)s, %(day)s") % {"name": new.written_by.person.name, "day": day(new.at)},
        "taken_up": [
            (each.remark.membership.person.name, each.remark.words, each.words)
            for each in taken_up
            if each.version_id == new.pk
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(because=_lazy("What you wanted to say"))
def taking_back(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Take one's own proposal back."""
    found = proposal_for(request.user, slug, number, can="propose", whom=whom_in(request))
    if not found.is_theirs:
        raise PermissionDenied
    if over := still_shaped(request, found):
        return over
    form = TakeBackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "by": request.user, "now": timezone.now()}
        if not refused(form, lambda: take_back(found.proposal, found.seat.partner, **facts)):
            messages.success(request, _("It is taken back. Everyone can still read it."))
            return redirect(onward(found.proposal, found.seat))
    context = frame(found.seat, proposal=found.proposal, version=last_version(found.proposal), form=form)
    return render(request, "decisions/proposals/taking_back.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def not_taken_up(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Say why a proposal is not opened."""
    found = proposal_for(request.user, slug, number, can="open_decision")
    if over := still_shaped(request, found):
        return over
    form = NotTakenUpForm(sent(request))
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "by": request.user, "now": timezone.now()}
        if not refused(form, lambda: not_take_up(found.proposal, **facts)):
            messages.success(request, _("Your reason is there for everyone to read. Who proposed it is told."))
            return redirect(found.proposal)
    context = frame(found.seat, proposal=found.proposal, version=last_version(found.proposal), form=form)
    return render(request, "decisions/proposals/not_taken_up.html", context)
