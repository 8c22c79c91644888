"""Entering replies from slips and calls, one after the other, by keyboard alone."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.packs.asks import Ask, Things, asks_of, things_of, things_on
from coproduce.packs.forms import FindReplyForm, RepliesForm
from coproduce.packs.people import partners_named
from coproduce.packs.questions import questions_of
from coproduce.packs.replies import Entered, NotCounted, enter_replies
from coproduce.views.desk import desk_of
from participants.models import Person
from participants.refusals import Refused
from projects.models import Membership, Pack, Project, Supporter, Via
from projects.slips import read_slip_code, spaced


@require_safe
@login_required
def replies(request: HttpRequest) -> HttpResponse:
    """Find a slip by its code, or somebody by name."""
    projects = desk_of(request)
    form = FindReplyForm(request.GET)
    wanted = form.cleaned_data["q"].strip() if form.is_valid() else ""
    code = read_slip_code(wanted)
    if code and Pack.objects.filter(code=code, membership__project__in=projects).exists():
        return redirect("reply_slip", code)
    found = list(partners_named(projects, wanted)) if wanted else []
    page = {
        "form": FindReplyForm(initial={"q": wanted}),
        "wanted": wanted,
        "found": found,
        "code": code and spaced(code),
    }
    return render(request, "packs/replies.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reply_slip(request: HttpRequest, code: str) -> HttpResponse:
    """What stands on one slip."""
    projects = desk_of(request)
    people = ("membership__person", "membership__group", "membership__project", "entered_by")
    found = Pack.objects.filter(membership__project__in=projects).select_related(*people)
    pack = get_object_or_404(found, code=read_slip_code(code))
    asks = asks_of(pack)
    things = things_of(asks, [pack.membership_id], timezone.now())
    return enter(request, pack.membership, asks, things, pack)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reply_call(request: HttpRequest, seat_id: int) -> HttpResponse:
    """What somebody says on the phone about anything that is on now."""
    seat = seat_in(desk_of(request), seat_id)
    things = things_on(seat.project, [seat.pk], timezone.now())
    return enter(request, seat, things.everything(seat), things, None)


def seat_in(projects: Sequence[Project], seat_id: int) -> Membership:
    partners = Membership.objects.partners().without_observers().filter(project__in=projects)
    return get_object_or_404(partners.select_related("person", "group", "project"), pk=seat_id)


def enter(
    request: HttpRequest, seat: Membership, asks: Sequence[Ask], things: Things, pack: Pack | None
) -> HttpResponse:
    now, by = timezone.now(), cast(Person, request.user)
    questions = questions_of(seat, asks, things, now)
    data = request.POST if request.method == "POST" else None
    form = RepliesForm(data, questions=questions, initial={"via": Via.PAPER if pack else Via.PHONE})
    if form.is_valid():
        try:
            via = Via(form.cleaned_data["via"])
            entered = enter_replies(seat, form.replies(), via=via, by=by, now=now, pack=pack)
        except NotCounted as refusal:
            form.refuse(refusal.number, refusal.sentence)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, words_for(seat, entered))
            return redirect("replies")
    page = {"form": form, "seat": seat, "pack": pack, "code": pack and spaced(pack.code), "rows": form.rows()}
    return render(request, "packs/reply.html", page)


def words_for(seat: Membership, entered: Entered) -> str:
    """What came of it: "Gwen Parry: 2 replies are written down." """
    facts = {"name": seat.person.name, "count": entered.new}
    new = ngettext(
        "%(name)s: %(count)s reply is written down.", "%(name)s: %(count)s replies are written down.", entered.new
    )
    known = ngettext(
        "%(count)s was there already, in the same words, and was left as it is.",
        "%(count)s were there already, in the same words, and were left as they are.",
        entered.known,
    )
    if not entered.new:
        return _("%(name)s: all of this was written down already. Nothing has changed.") % facts
    return " ".join([new % facts, known % {"count": entered.known}] if entered.known else [new % facts])


@require_safe
@login_required
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """Where the square picture on a pack leads: the partner, and who helps them, to the project; others to the slip."""
    person = cast(Person, request.user)
    found = Pack.objects.select_related("membership__project")
    pack = get_object_or_404(found, code=read_slip_code(code))
    helps = Supporter.objects.helping(timezone.now()).filter(membership=pack.membership, person=person)
    project = pack.membership.project
    if pack.membership.person_id == person.pk or helps.exists():
        return redirect(project)
    if not Membership.objects.keeping().filter(project=project, person=person).exists():
        raise Http404
    return redirect(project) if project.closed_at else redirect("reply_slip", pack.code)
