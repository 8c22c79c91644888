"""Sessions: the list, one session, planning and changing one, answering, and writing down who came."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from participants.addresses import page_of_ours
from participants.models import Person
from participants.refusals import Refused
from projects import calendar
from projects.actions import answer_session, cancel_session, change_session, record_attendance, schedule_session
from projects.easy import Facts, Reading, of_session, reading, sessions_with_facts
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
from projects.models import DesignSession, HelpAsked, Membership, SessionAnswer, Via
from projects.permissions import Seat, project_for
from projects.table import shape_of
from projects.views.acting import keeps_words, onward, seat_for, typed

A_PAGE = 20
MOST_COMING_UP = 20
MOST_HELP = 5


@require_safe
@login_required
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """Coming up, and on pages what is past or cancelled."""
    seat = seat_for(request, slug, can="see_sessions")
    now = timezone.now()
    mine = SessionAnswer.objects.standing().filter(session=OuterRef("pk"), membership=seat.whose)
    coming = seat.project.sessions.filter(ends_at__gt=now, cancelled_at=None)
    coming = coming.annotate(my_answer=Subquery(mine.values("answer")[:1]))[:MOST_COMING_UP]
    past = seat.project.sessions.filter(Q(ends_at__lte=now) | Q(cancelled_at__isnull=False)).order_by(
        "-starts_at", "-pk"
    )
    page = Paginator(past, A_PAGE).get_page(request.GET.get("page"))
    tables = calendar.tables_for_list(seat.project.pk, [*coming, *page], now)
    labels = dict(SessionAnswer.Answer.choices)
    context = {
        "coming": [(each, tables[each.pk], labels.get(getattr(each, "my_answer", ""))) for each in coming],
        "past": [(each, tables[each.pk]) for each in page],
        "page": page,
        "may_schedule": seat.can("schedule_session"),
        "asked": seat.can("answer_session"),
    }
    return render(request, "projects/sessions.html", {"seat": seat, "tab": "sessions", "now": now, **context})


def session_of(seat: Seat, session_id: int) -> DesignSession:
    found = sessions_with_facts(seat.project.sessions.select_related("stage", "scheduled_by"), seat.person)
    session = get_object_or_404(found, pk=session_id)
    session.project = seat.project
    return session


def read(request: HttpRequest, session: DesignSession, seat: Seat) -> Reading:
    """How this person reads what is said about the session."""
    facts = Facts.of(vars(session)["easy_facts"])
    return reading(request, of_session(session), facts, may_write=seat.can("write_easy_read"))


@require_safe
@login_required
def session(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    seat = seat_for(request, slug, can="see_sessions")
    found = session_of(seat, session_id)
    now = timezone.now()
    to_come = not found.cancelled_at and not found.has_begun(now)
    easy = read(request, found, seat)
    may_answer = to_come and seat.can("answer_session")
    form = answer_form(found, seat.partner, None, seat=seat, easy=easy.asked) if may_answer else None
    context: dict[str, Any] = {"session": found, "form": form, "to_come": to_come, "now": now, "easy": easy}
    if to_come:
        groups = calendar.answers_by_group([found], now)[found.pk]
        context |= {"answers": groups, "table": [group.at_table() for group in groups]}
    elif not found.cancelled_at:
        context["table"] = calendar.who_came(found)
    if seat.can("see_needs") and not found.cancelled_at:
        context |= to_arrange(found, now) if to_come else {}
    if seat.can("see_offers"):
        context["help_asked"] = still_looked_for(found)
    rights = {
        "may_ask_for_help": to_come and seat.can("ask_for_help"),
        "may_change": to_come and seat.can("schedule_session"),
        "may_record": not found.cancelled_at and found.has_begun(now) and seat.can("record_attendance"),
        "may_see_needs": to_come and seat.can("see_needs"),
    }
    return render(request, "projects/session.html", {"seat": seat, "tab": "sessions", **context, **rights})


def still_looked_for(session: DesignSession) -> list[HelpAsked]:
    """The questions for help with a session that are open."""
    asked = list(session.help_asked.open_on(timezone.localdate()).order_by("until", "pk")[:MOST_HELP])
    for each in asked:
        each.project = session.project
    return asked


def to_arrange(session: DesignSession, now: dt.datetime) -> dict[str, Any]:
    """What only facilitators see: needs, and who has not answered."""
    silent = list(calendar.silent(session, now)[: calendar.MOST_NAMES + 1])
    return {
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
@keeps_words(needs=_lazy("What is needed this time"))
def answer(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """One's own answer, or of the partner whom one supports; a facilitator may write down anybody's (`?partner=`)."""
    seat = seat_for(request, slug, can="answer_session")
    found = session_of(seat, session_id)
    whose = whose_answer(request, seat)
    now = timezone.now()
    own = whose == seat.whose
    easy = read(request, found, seat)
    switching = own and "switch" in request.POST
    data = request.POST if request.method == "POST" and not switching else None
    form = answer_form(found, whose, data, seat=seat, easy=easy.asked)
    if switching:
        form.initial = {**form.initial, **typed(request, "answer", "needs")}
    if form.is_valid():
        try:
            via = Via(form.cleaned_data.get("via") or Via.ONLINE)
            needs = form.cleaned_data["needs"]
            answer_session(found, whose, form.chosen(), needs=needs, by=seat.person, now=now, via=via)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, thanks(form.chosen(), own=own and not seat.supporting))
            return redirect(page_of_ours(request.POST.get("next", "")) or easy.onward(onward(found, seat)))
    closed = bool(found.cancelled_at) or found.has_begun(now)
    context = {"session": found, "form": form, "whose": whose, "own": own, "closed": closed, "easy": easy}
    return render(request, "projects/session_answer.html", {"seat": seat, "tab": "sessions", **context})


def whose_answer(request: HttpRequest, seat: Seat) -> Membership:
    wanted = request.GET.get("partner", "")
    if not wanted or not seat.can("record_attendance"):
        return seat.partner
    if not wanted.isdecimal() or len(wanted) > 15:
        raise Http404
    partners = Membership.objects.partners().exclude(role=Membership.Role.OBSERVER).filter(project=seat.project)
    return get_object_or_404(partners.select_related("person", "group"), pk=int(wanted))


def answer_form(session: DesignSession, member: Membership, data: Any, *, seat: Seat, easy: bool = False) -> AnswerForm:
    """With what they said before, or else their access needs, so that nobody has to say them each time.

    What a partner needs is not for their supporter to read.
    """
    said = SessionAnswer.objects.filter(session=session, membership=member).first()
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
