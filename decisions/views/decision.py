"""The page of one decision, and taking part in it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.actions import take_position, withdraw_objection
from decisions.actions.common import current_wording, entitled
from decisions.aftermath import after, can_be_reviewed, notes_on
from decisions.choosing import options_of
from decisions.counting import counted, says_of
from decisions.easy import of_decision, of_each_version, of_outcome
from decisions.forms import AnswerQuestionForm, ChoosingWidget, EasyPositionForm, EnterPositionForm, PositionForm
from decisions.late import can_come_late, outcome_that_waits, waits_for_groups
from decisions.methods import Method, labels
from decisions.models import Decision, Objection, Option, Outcome, Position, Wording
from decisions.permissions import DecisionSeat, decision_for
from decisions.questions import Asked, questions_in
from decisions.standing import Standing, standing
from decisions.state import is_open, outcome_of, response_of, state_of, waiting, waits_for_answer
from decisions.tally import Tally, tally_of
from decisions.trail import contributions_of, ended_objections, met_words, since_met, trail_of, unsure_of
from decisions.views.common import project_context, redirected_when_over, sent
from decisions.voices import Said, positions_of, said_words, silent_seats, voices_of
from participants.refusals import Refused
from participants.signed_in import SignedIn
from participants.times import day
from projects.easy import Line, Reading, reading
from projects.views.acting import Choice, keeps_words, onward, typed, whom_in


@require_safe
@login_required
def decision(request: SignedIn, slug: str, number: int) -> HttpResponse:
    return page(request, decision_for(request.user, slug, number, can="see_decisions", whom=whom_in(request)))


def page(request: SignedIn, found: DecisionSeat, form: PositionForm | None = None) -> HttpResponse:
    wordings = list(found.decision.wordings.all())
    easy = read(request, found, wordings[-1])
    context = page_context(found, form, wordings, easy=easy, now=timezone.now())
    return render(request, "decisions/decision.html", context | {"easy_outcome": read_outcome(request, found)})


def read(request: SignedIn, found: DecisionSeat, wording: Wording) -> Reading:
    """How this person reads what is proposed."""
    original, facts = of_decision(found.decision, wording), vars(found.decision)["easy_facts"]
    return reading(request, original, facts, may_write=found.can("write_easy_read"))


def read_outcome(request: SignedIn, found: DecisionSeat) -> Reading | None:
    """How this person reads what was decided, once it is."""
    outcome = outcome_of(found.decision)
    if outcome is None:
        return None
    original, facts = of_outcome(found.decision, outcome), vars(found.decision)["easy_outcome"]
    return reading(request, original, facts, may_write=found.can("write_easy_read"))


def page_context(
    found: DecisionSeat, form: PositionForm | None, wordings: list[Wording], *, easy: Reading, now: dt.datetime
) -> dict[str, Any]:
    """Everything on the page. Six queries of its own, however many took part."""
    decision, positions = found.decision, positions_of(found.decision)
    sees_all = found.seat.can("see")
    table, contributions = standing(decision, now=now), contributions_of(decision) if sees_all else []
    current, open_now, outcome = wordings[-1], is_open(decision, now), outcome_of(decision)
    options, mine = options_of(decision), own_position(found, positions)
    wanted = outcome is not None and waits_for_answer(decision, outcome)
    late = waits_for_groups(outcome)
    sealed = mine is not None and mine.stance == Position.PRIVATE and mine.wording == current.number
    may_answer = (
        not sealed and (open_now or (late and is_missed(found, table, positions))) and found.can("take_position")
    )
    return project_context(
        found,
        state=state_of(decision, table, now=now),
        open_now=open_now,
        late=late,
        standing=table,
        wording=current,
        wording_before=wordings[-2] if len(wordings) > 1 else None,
        mine=mine,
        sealed=sealed,
        look_again=mine is not None and mine.wording != current.number,
        my_stance=stance_words(mine, form_for(found, easy), decision.way) if mine else "",
        my_objections=own_objections(mine, positions) if may_answer else [],
        form=form or (position_form(found, mine, current.number, easy, options) if may_answer else None),
        options=options,
        tally=count_of(decision, table, positions, options, current.number) if not open_now else None,
        easy=easy,
        may_answer=may_answer,
        groups=voices_of(
            decision.way,
            table,
            positions,
            silent_seats(decision, table, now=now),
            current.number,
            closed=not open_now,
        ),
        trail=trail_of(decision, contributions=contributions, wordings=wordings, positions=positions, standing=table),
        objections=ended_objections(positions),
        passed_over=passed_over(outcome, positions),
        by_count=by_count(decision, outcome, current, options),
        unsure=unsure_of(positions),
        questions=with_forms(questions_in(positions), may_answer=found.can("answer_question")),
        outcome=outcome,
        **words_of(decision),
        response=response_of(decision),
        answer_wanted=wanted,
        answer_state=waiting(outcome, now) if outcome is not None and wanted else None,
        may_respond=found.can("answer_decision"),
        sees_all=sees_all,
        may_add_action=outcome is not None and found.can("add_action"),
        is_facilitator=found.can("record_outcome"),
        notes=notes_on(decision, now),
        its=after(decision),
        may_review=found.may_review and can_be_reviewed(decision),
    )


def count_of(
    decision: Decision, table: Standing, positions: list[Said], options: list[Option], current: int
) -> Tally | None:
    """What it came to, where answers are counted; people read the rest for themselves."""
    if decision.way.meets_objections:
        return None
    return tally_of(decision, counted(decision, table, positions, options, current), options)


def with_forms(questions: list[Asked], *, may_answer: bool) -> list[tuple[Asked, AnswerQuestionForm | None]]:
    """Each question, and the form with which the reader can answer it."""
    return [
        (each, AnswerQuestionForm(name=each.name, auto_id=f"id_{each.id}_%s") if may_answer and each.waits else None)
        for each in questions
    ]


def by_count(decision: Decision, outcome: Outcome | None, current: Wording, options: list[Option]) -> str:
    """The very words that were agreed by counting: those written down beside them are the facilitator's."""
    if outcome is None or outcome.result != Outcome.Result.AGREED or decision.way.meets_objections:
        return ""
    chosen = {option.pk: str(option) for option in options}
    return chosen.get(outcome.chosen_id or 0, "") if decision.way.has_options else current.words


def passed_over(outcome: Outcome | None, positions: list[Said]) -> list[Said]:
    """The objections that still stand where it was agreed all the same, by the rule that was set beforehand."""
    agreed = outcome is not None and outcome.result == Outcome.Result.AGREED
    return [each for each in positions if agreed and each.stands]


def is_missed(found: DecisionSeat, table: Standing, positions: list[Said]) -> bool:
    """As `may_come_late`, for whom the page is and from what it knows already."""
    whose, outcome = found.seat.whose, outcome_of(found.decision)
    if whose is None or outcome is None:
        return False
    spoke = any(each.person_id == whose.person_id and each.at >= outcome.recorded_at for each in positions)
    return spoke or whose.group.name in {group.name for group in table.short}


def words_of(decision: Decision) -> dict[str, str]:
    """When it was decided and by whom it was written down, when it is looked at again, who answered and when."""
    outcome, response = outcome_of(decision), response_of(decision)
    words = {}
    if outcome is not None:
        words["decided_on"] = _("Written down on %s") % day(outcome.recorded_at)
        if outcome.stands_since is not None:
            words["stands_words"] = _("A group was missing at first. It stands since %s.") % day(outcome.stands_since)
    words["planned"] = planned(decision)
    if response is not None:
        words["answered_on"] = _("%(name)s, %(day)s") % {
            "name": getattr(decision, "answered_by_name", ""),
            "day": day(response.at),
        }
    return words


def planned(decision: Decision) -> str:
    """When it is looked at again."""
    if decision.review_on:
        return _("On %s") % day(decision.review_on)
    return _("When this has happened: %s") % decision.review_when if decision.review_when else ""


def own_position(found: DecisionSeat, positions: list[Said]) -> Said | None:
    """The last position of the person who reads the page, or of the partner for whom they read it."""
    whose = found.seat.whose
    if whose is None:
        return None
    own = [each for each in positions if each.person_id == whose.person_id and each.replaced_at is None]
    return own[-1] if own else None


def own_objections(mine: Said | None, positions: list[Said]) -> list[Said]:
    """Their own objections that still stand, so that they can take them back."""
    return [each for each in positions if mine and each.person_id == mine.person_id and each.stands]


def form_for(found: DecisionSeat, easy: Reading) -> type[PositionForm]:
    """In Easy Read words for somebody who answers for themself and reads it so."""
    by_consent = found.decision.method == "consent"
    return EasyPositionForm if by_consent and easy.asked and not found.seat.supporting else PositionForm


def stance_words(mine: Said, form: type[PositionForm], method: Method) -> str:
    """What they chose, for the middle of a sentence."""
    if mine.says is not None:
        return said_words(method, mine)
    stances = form.EASY if issubclass(form, EasyPositionForm) else {}
    label = stances[mine.stance][0] if mine.stance in stances else method.stance(mine.stance).label
    return str(label).removesuffix(".")


def position_form(
    found: DecisionSeat, mine: Said | None, wording: int, easy: Reading, options: list[Option]
) -> PositionForm:
    """Filled in with what they said on this wording, so that they can change it."""
    initial: dict[str, Any] = {"wording": wording, "interest": mine.interest if mine else ""}
    if mine is not None and mine.wording == wording:
        initial |= {"stance": mine.stance, "reason": mine.reason, "says": as_typed(mine)}
    return form_for(found, easy)(initial=initial, decision=found.decision, options=options)


def as_typed(mine: Said) -> dict[int, int]:
    """What somebody said between options, as it stands in the boxes: a place, or points, by option number."""
    says = says_of(mine)
    if isinstance(says, Mapping):
        return dict(says)
    return {number: place for place, number in enumerate(says, start=1)} if isinstance(says, tuple) else {}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(
    stance=Choice(_lazy("Where do you stand?"), labels),
    reason=_lazy("What you wanted to add"),
    interest=_lazy("What you declared"),
)
def position(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Say where one stands."""
    found = decision_for(request.user, slug, number, can="take_position", whom=whom_in(request))
    if request.method != "POST":
        return page(request, found)
    easy, options = read(request, found, current_wording(found.decision)), options_of(found.decision)
    asked: dict[str, Any] = {"decision": found.decision, "options": options}
    if "switch" in request.POST:
        initial = typed(request, "stance", "reason", "interest", "wording") | {"says": typed_choice(request, options)}
        return page(request, found, form_for(found, easy)(initial=initial, **asked))
    form = form_for(found, easy)(request.POST, **asked)
    if form.is_valid():
        now = timezone.now()
        try:
            taken = take_position(found.decision, found.seat.partner, **form.said(), by=request.user, now=now)
        except Refused as refused:
            form = kept(form, found, refused)
        else:
            again = taken.at != now
            messages.success(request, thanks(found, taken.stance, stands=stands_by_now(found.decision), again=again))
            return redirect(easy.onward(onward(found.decision, found.seat)))
    return page(request, found, form)


def typed_choice(request: SignedIn, options: list[Option]) -> dict[int, str]:
    """What stands in the boxes beside the options, sent or not."""
    return ChoosingWidget(options).value_from_datadict(request.POST, None, "says")


def stands_by_now(decision: Decision) -> bool:
    """Was it provisional when the page was opened, and does it stand since?"""
    return waits_for_groups(outcome_of(decision)) and outcome_that_waits(decision) is None


def thanks(found: DecisionSeat, stance: str, *, stands: bool, again: bool) -> str:
    """`again`: it was sent before, and counts once."""
    partner, private = found.seat.supporting, stance == Position.PRIVATE
    if private and again:
        return _("This was answered already. It counts once, and nobody can find it any more to change it.")
    if stands:
        return _("Thank you. It is on the record. No group is missing any more, so what was decided stands now.")
    if private:
        took_part = _("Thank you. Everyone reads that you took part, and nobody what you said.")
        theirs = _("It is on the record that %(name)s took part. Nobody reads what they said.")
        return theirs % {"name": partner} if partner else took_part
    if partner:
        return _("It is on the record for %(name)s. It can still be changed.") % {"name": partner}
    return _("Thank you. What you think is on the record. You can still change it.")


def kept(form: PositionForm, found: DecisionSeat, refused: Refused) -> PositionForm:
    """The same form with what they wrote, for the wording as it is now, and why it was refused."""
    data = dict(form.data.items()) | {"wording": str(current_wording(found.decision).number)}
    form = type(form)(data, decision=found.decision, options=options_of(found.decision))
    form.add_error(None, refused.sentence)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter_position(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Write down what a partner said by phone or on paper."""
    found = decision_for(request.user, slug, number, can="enter_position")
    if over := redirected_when_over(request, found.decision, closing_is_over=True, may_be_late=True):
        return over
    wording, partners = current_wording(found.decision), entitled(found.seat.project)
    if waits_for_groups(outcome_of(found.decision)):
        partners = partners.filter(pk__in=can_come_late(found.decision).order_by().values("pk"))
    sealed = Position.objects.filter(wording=wording, stance=Position.PRIVATE, replaced_at=None)
    partners = partners.exclude(person__in=sealed.values("membership__person"))  # what they said can't be changed
    options = options_of(found.decision)
    form = EnterPositionForm(
        sent(request), partners=partners, initial={"wording": wording.number}, decision=found.decision, options=options
    )
    if request.method == "POST" and form.is_valid():
        facts = form.said()
        try:
            take_position(found.decision, facts.pop("partner"), **facts, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("It is on the record, with your name as the one who wrote it down."))
            if stands_by_now(found.decision):
                messages.success(request, _("No group is missing any more, so what was decided stands now."))
            return redirect(found.decision)
    return render(request, "decisions/enter_position.html", project_context(found, form=form, wording=wording))


@require_POST
@login_required
def withdrawal(request: SignedIn, slug: str, number: int, objection: int) -> HttpResponse:
    """Take back an objection of one's own."""
    found = decision_for(request.user, slug, number, can="take_position", whom=whom_in(request))
    theirs = get_object_or_404(
        Objection.objects.select_related("position__membership", "position__decision"),
        pk=objection,
        position__decision=found.decision,
        position__membership__person=found.seat.partner.person_id,  # who left and came back has another seat
    )
    try:
        withdraw_objection(theirs, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The objection is taken back. Say now where you stand."))
    return redirect(onward(found.decision, found.seat))


def version(new: Wording, old: Wording | None, easy: list[Line], positions: list[Said]) -> dict[str, Any]:
    """One version as the page shows it: against the one before, who wrote it, which objections it met and how."""
    return {
        "new": new,
        "old": old,
        "easy": easy,
        "written": _("%(name)s, %(day)s") % {"name": new.written_by.person.name, "day": day(new.written_at)},
        "met": [
            (each.name, each.reason, each.answer, met_words(each.name, since_met(each, positions)))
            for each in positions
            if each.met_by == new.number
        ],
    }


@require_safe
@login_required
def versions(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Every wording, the newest first, with what changed and why."""
    found = decision_for(request.user, slug, number, can="see_decisions", whom=whom_in(request))
    wordings = list(found.decision.wordings.select_related("written_by__person"))
    positions = positions_of(found.decision)
    easy = of_each_version(found.decision, wordings)
    steps = [
        version(new, wordings[place - 1] if place else None, easy.get(new.number, []), positions)
        for place, new in enumerate(wordings)
    ]
    return render(request, "decisions/versions.html", project_context(found, thing=found.decision, steps=steps[::-1]))
