"""Sessions: the list, one session, planning and changing one, answering, and writing down who came."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from participants.addresses import page_of_ours
from participants.models import Person
from participants.refusals import Refused
from projects import calendar, session_pages
from projects.actions import answer_session, cancel_session, change_session, record_attendance, schedule_session
from projects.easy import Reading, of_session, reading
from projects.forms.sessions import (
    AnswerForm,
    AttendanceForm,
    CancelForm,
    ChangeForm,
    EasyAnswerForm,
    HelpedForm,
    PassedOnForm,
    SessionForm,
)
from projects.models import DesignSession, Membership, SessionAnswer, Via
from projects.permissions import Seat, project_for
from projects.session_pages import Listed, Opened
from projects.slices import slice_of
from projects.table import shape_of
from projects.views.acting import Choice, keeps_words, onward, seat_for, typed, whose

A_PAGE = 12


@require_safe
@login_required
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """Coming up, and on pages what is past or cancelled."""
    seat = seat_for(request, slug, can="see_sessions")
    now = timezone.now()
    coming = session_pages.coming_up(seat.project, seat.whose, now)

    def past(most: int, after: int) -> Sequence[Listed]:
        return session_pages.past(seat.project, now, most=most, after=after)

    page = slice_of(past, request.GET.get("page"), A_PAGE)
    tables = calendar.tables_for_list(seat.project.pk, [each.session for each in [*coming, *page]], now)
    labels = dict(SessionAnswer.Answer.choices)
    context = {
        "coming": [(each.session, tables[each.session.pk], labels.get(each.said)) for each in coming],
        "past": [(each.session, tables[each.session.pk]) for each in page],
        "page": page,
        "may_schedule": seat.can("schedule_session"),
        "asked": seat.can("answer_session"),
    }
    return render(request, "projects/sessions.html", {"seat": seat, "tab": "sessions", "now": now, **context})


def opened(seat: Seat, session_id: int, partner: Membership | None) -> Opened:
    """A session of the project, with what `partner` said to it. Http404 where there is none."""
    found = session_pages.opened(seat.project, session_id, seat.person, partner)
    if found is None:
        raise Http404
    return found


def session_of(seat: Seat, session_id: int) -> DesignSession:
    return opened(seat, session_id, seat.whose).session


def read(request: HttpRequest, found: Opened, seat: Seat) -> Reading:
    """How this person reads what is said about the session."""
    return reading(request, of_session(found.session), found.easy, may_write=seat.can("write_easy_read"))


@require_safe
@login_required
def session(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    seat = seat_for(request, slug, can="see_sessions")
    page = opened(seat, session_id, seat.whose)
    found = page.session
    now = timezone.now()
    to_come = not found.cancelled_at and not found.has_begun(now)
    easy = read(request, page, seat)
    may_answer = to_come and seat.can("answer_session")
    form = answer_form(page, seat.partner, None, seat=seat, easy=easy.asked) if may_answer else None
    context: dict[str, Any] = {"session": found, "form": form, "to_come": to_come, "now": now, "easy": easy}
    if to_come:
        groups = calendar.answers_by_group([found], now)[found.pk]
        context |= {"answers": groups, "table": [group.at_table() for group in groups]}
    elif not found.cancelled_at:
        context["table"] = calendar.who_came(found)
    if seat.can("see_needs") and not found.cancelled_at:
        context |= to_arrange(found, now) if to_come else {}
    if seat.can("see_offers"):
        context["help_asked"] = session_pages.still_looked_for(found, timezone.localdate(now))
    rights = {
        "may_ask_for_help": to_come and seat.can("ask_for_help"),
        "may_change": to_come and seat.can("schedule_session"),
        "may_record": not found.cancelled_at and found.has_begun(now) and seat.can("record_attendance"),
        "may_see_needs": to_come and seat.can("see_needs"),
    }
    return render(request, "projects/session.html", {"seat": seat, "tab": "sessions", **context, **rights})


def to_arrange(session: DesignSession, now: dt.datetime) -> dict[str, Any]:
    """What only facilitators see: needs, and who has not answered."""
    silent = list(calendar.silent(session, now)[: calendar.MOST_NAMES + 1])
    return {
        "shut_out": calendar.shut_out(session, now),
        "needs": calendar.needs_to_arrange(session, now),
        "silent": silent[: calendar.MOST_NAMES],
        "more_silent": len(silent) > calendar.MOST_NAMES,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="schedule_session")
    form = SessionForm(request.POST if request.method == "POST" else None, project=seat.project)
    if form.is_valid():
        try:
            made = schedule_session(seat.project, form.plan(), by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The session is planned. We are asking every partner now."))
            return redirect("projects:session", slug, made.pk)
    return render(request, "projects/session_plan.html", {"seat": seat, "tab": "sessions", "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="schedule_session")
    found = session_of(seat, session_id)
    data = request.POST if request.method == "POST" else None
    form = ChangeForm(data, project=seat.project, initial=ChangeForm.of(found))
    if form.is_valid():
        try:
            because = form.cleaned_data["because"]
            change_session(found, form.plan(), because=because, by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Your changes are saved. If the time or the place is new, we tell everyone."))
            return redirect(found)
    context = {"seat": seat, "tab": "sessions", "form": form, "session": found}
    return render(request, "projects/session_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    seat = project_for(cast(Person, request.user), slug, can="schedule_session")
    found = session_of(seat, session_id)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel_session(found, form.cleaned_data["because"], by=seat.person, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The session is cancelled. We are telling everyone now."))
            return redirect(found)
    context = {"seat": seat, "tab": "sessions", "form": form, "session": found}
    return render(request, "projects/session_cancel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words(
    answer=Choice(_lazy("Can you come?"), lambda: SessionAnswer.Answer.choices),
    needs=_lazy("What is needed this time"),
)
def answer(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """One's own answer, or of the partner whom one supports; a facilitator may write down anybody's (`?partner=`)."""
    seat = seat_for(request, slug, can="answer_session")
    partner = whose(request, seat, enters="record_attendance")
    page = opened(seat, session_id, partner)
    found = page.session
    now = timezone.now()
    own = partner == seat.whose
    easy = read(request, page, seat)
    switching = own and "switch" in request.POST
    data = request.POST if request.method == "POST" and not switching else None
    form = answer_form(page, partner, data, seat=seat, easy=easy.asked)
    if switching:
        form.initial = {**form.initial, **typed(request, "answer", "needs")}
    if form.is_valid():
        try:
            via = Via(form.cleaned_data.get("via") or Via.ONLINE)
            needs = form.cleaned_data["needs"]
            answer_session(found, partner, form.chosen(), needs=needs, by=seat.person, now=now, via=via)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, thanks(form.chosen(), own=own and not seat.supporting))
            return redirect(page_of_ours(request.POST.get("next", "")) or easy.onward(onward(found, seat)))
    closed = bool(found.cancelled_at) or found.has_begun(now)
    context = {"session": found, "form": form, "whose": partner, "own": own, "closed": closed, "easy": easy}
    return render(request, "projects/session_answer.html", {"seat": seat, "tab": "sessions", **context})


def answer_form(page: Opened, member: Membership, data: Any, *, seat: Seat, easy: bool = False) -> AnswerForm:
    """With what they said before, or else their access needs, so that nobody has to say them each time.

    What a partner needs is not for their supporter to read.
    """
    session, said = page.session, page.said
    if seat.supporting:
        stands = said and (session.moved_at is None or said.answered_at >= session.moved_at)
        return HelpedForm(data, session=session, initial={"answer": said.answer if said and stands else ""})
    if said:
        stands = session.moved_at is None or said.answered_at >= session.moved_at
        initial = {"answer": said.answer if stands else "", "needs": said.needs}
    else:
        initial = {"needs": calendar.words_of_needs(member.person.access_needs.filter(ended_at=None))[:500]}
    if member != seat.membership:
        return PassedOnForm(data, session=session, initial=initial)
    return (EasyAnswerForm if easy else AnswerForm)(data, session=session, initial=initial)


def thanks(answer: SessionAnswer.Answer, *, own: bool) -> str:
    if not own:
        return _("Their answer is written down.")
    if answer in SessionAnswer.YES:
        return _("Thank you. We look forward to seeing you.")
    if answer == SessionAnswer.Answer.UNSURE:
        return _("Thank you. You can say yes or no when you know.")
    return _("Thank you for telling us. You can change your answer until the session begins.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attendance(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Tick who came; see the names once more; then it is written down for good."""
    seat = project_for(cast(Person, request.user), slug, can="record_attendance")
    found = session_of(seat, session_id)
    known = list(found.attendances.select_related("membership__person").order_by("membership__person__name"))
    members = calendar.partners(found).exclude(pk__in=[each.membership_id for each in known])
    members = members.select_related("person", "group")
    form = AttendanceForm(request.POST if request.method == "POST" else None, members=members)
    sure = False
    if form.is_valid():
        sure = True
        if form.cleaned_data["confirmed"]:
            try:
                came, by_phone = form.cleaned_data["came"], form.cleaned_data["by_phone"]
                record_attendance(found, came, by_phone, by=seat.person, now=timezone.now())
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("It is written down. Everyone can see it on the page of the session."))
                return redirect(found)
    context = {
        "session": found,
        "form": form,
        "known": known,
        "rows": [(each, shape_of(each.group.key, each.group.position)) for each in members],
        "ticked": ticked(request.POST),
        "asking": sure and not form.errors,
        "open": not found.cancelled_at and found.has_begun(timezone.now()),
    }
    return render(request, "projects/session_attendance.html", {"seat": seat, "tab": "sessions", **context})


def ticked(data: QueryDict) -> dict[str, set[str]]:
    """What was ticked, as it was sent, so that the form comes back as it was."""
    return {name: set(data.getlist(name)) for name in ("came", "by_phone")}
