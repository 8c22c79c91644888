"""What a finished project learned, inside the project: the draft, its check by partners, and what is public."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decisions import actions
from decisions.actions.learning import has_ended
from decisions.checking import Standing, standing_of
from decisions.drawing_on import outcomes_of
from decisions.forms.learning import BeginForm, WordsForm
from decisions.learned import draft, published
from decisions.library import named_on
from decisions.models import Learning, LearningCheck, LearningComment, LearningPage, LearningRound, LearningText
from decisions.naming import first_names_in
from decisions.permissions import BIGGEST, RIGHTS
from decisions.views.common import refused, sent
from participants.signed_in import SignedIn, require_form
from projects.permissions import Seat, project_for
from projects.slices import part_of, slice_of

COMMENTS = 20


@dataclass(frozen=True)
class Draft:
    """What somebody is to a project, and the last version of the words of its learning."""

    seat: Seat
    text: LearningText

    @property
    def learning(self) -> Learning:
        return self.text.learning

    @property
    def round(self) -> LearningRound | None:
        """The check of these words, where partners were asked."""
        return getattr(self.text, "round", None)

    def standing(self) -> Standing | None:
        """How the check stands. Two queries, or none where nobody was asked."""
        return standing_of(self.round, self.seat.project.pk, timezone.now()) if self.round else None


def last_text(seat: Seat) -> LearningText | None:
    """The last version of the words, with its learning and its check. One query."""
    text = (
        LearningText.objects.filter(learning__project=seat.project)
        .select_related("learning", "round", "written_by__person")
        .order_by("-number")
        .first()
    )
    if text is not None:
        text.learning.project = seat.project
    return text


def draft_for(request: SignedIn, slug: str, *, can: str) -> Draft | None:
    """The draft, if this person may do `can`; None where the project has not begun one."""
    seat = project_for(request.user, slug, can=can, rights=RIGHTS)
    text = last_text(seat)
    return Draft(seat, text) if text else None


def context_of(seat: Seat, **more: object) -> dict[str, object]:
    return {"seat": seat, "tab": "overview", **more}


@require_safe
@login_required
def learning(request: SignedIn, slug: str) -> HttpResponse:
    """The draft and how it stands. Before there is one: what it is for, and the facilitator's way to begin."""
    seat = project_for(request.user, slug, can="see", rights=RIGHTS)
    text = last_text(seat)
    may = {"may_write": seat.can("write_learning", RIGHTS), "may_check": seat.can("check_learning", RIGHTS)}
    if text is None:
        return render(request, "decisions/learning/none.html", context_of(seat, **may))
    found = Draft(seat, text)
    return render(request, "decisions/learning/draft.html", context_of(seat, **may, **facts_of(found, request)))


def facts_of(found: Draft, request: SignedIn) -> dict[str, Any]:
    """What the page of the draft shows. Seven queries at the most."""
    pages = list(found.learning.pages.select_related("removal").defer("words", "document").order_by("-number"))
    named, standing = named_on(found.learning), found.standing()
    return {
        "shown": draft(found.seat.project, found.text),
        "text": found.text,
        "round": found.round,
        "standing": standing,
        "mine": my_check(found.seat, standing),
        "named": named,
        "names": [name for _pk, name in named],
        "is_named": found.seat.person.pk in [pk for pk, _name in named],
        "page": slice_of(part_of(comments_on(found)), request.GET.get("page"), COMMENTS),
        "pages": pages,
        "public": pages[0] if pages and not hasattr(pages[0], "removal") else None,
    }


def comments_on(found: Draft) -> "QuerySet[LearningComment]":
    return LearningComment.objects.filter(text__learning=found.learning).select_related(
        "text", "membership__person", "membership__group", "entered_by"
    )


def my_check(seat: Seat, standing: Standing | None) -> LearningCheck | None:
    """What this person has answered to the check that is open."""
    checks = standing.checks if standing and seat.membership else []
    return next((check for check in checks if check.membership_id == seat.partner.pk), None)


@require_form
@login_required
def begin(request: SignedIn, slug: str) -> HttpResponse:
    """The facilitator begins the page; where a stage is not closed, they say why the project is finished."""
    seat = project_for(request.user, slug, can="write_learning", rights=RIGHTS)
    form = BeginForm(sent(request), has_ended=has_ended(seat.project))
    if form.is_valid():
        because = form.cleaned_data.get("because", "")
        if not refused(
            form, lambda: actions.begin_learning(seat.project, because=because, by=seat.person, now=timezone.now())
        ):
            messages.success(request, _("The page is begun. We have filled in what was decided. Now write the rest."))
            return redirect("decisions:learning_words", slug)
    return render(request, "decisions/learning/begin.html", context_of(seat, form=form))


@require_form
@login_required
def words(request: SignedIn, slug: str) -> HttpResponse:
    """The facilitator changes the words."""
    found = draft_for(request, slug, can="write_learning")
    if found is None:
        return redirect("decisions:learning", slug)
    text = found.text
    initial = {part: getattr(text, part) for part in ("service", "number", *LearningText.PARTS)}
    form = WordsForm(sent(request), initial=initial)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "number"}
        number = form.cleaned_data["number"]
        if not refused(
            form,
            lambda: actions.change_learning(found.learning, said, number=number, by=request.user, now=timezone.now()),
        ):
            messages.success(request, _("The words are saved. Partners can read them and say what they think."))
            return redirect("decisions:learning", slug)
        refusal = form.non_field_errors()
        form = WordsForm({**request.POST.dict(), "number": text.number})  # to read what is there now, and send again
        for sentence in refusal:
            form.add_error(None, sentence)
    sources = outcomes_of(found.seat.project)
    firsts = first_names_in(found.seat.project, text)
    context = context_of(found.seat, form=form, text=text, sources=sources, firsts=firsts, round=found.round)
    return render(request, "decisions/learning/words.html", context)


@require_safe
@login_required
def version(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """A published version as it was, for the project's people; also after it was taken down."""
    seat = project_for(request.user, slug, can="see", rights=RIGHTS)
    pages = LearningPage.objects.filter(learning__project=seat.project).select_related(
        "learning", "text", "removal__removed_by__person", "published_by__person"
    )
    page = get_object_or_404(pages, number=min(number, BIGGEST))
    context = context_of(seat, page=page, shown=published(page), removal=getattr(page, "removal", None))
    return render(request, "decisions/learning/version.html", context)
