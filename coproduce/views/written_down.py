"""What was written down for somebody, for them to check and put right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coproduce.packs.forms import CorrectForm
from coproduce.written_down import written_for_person
from participants.refusals import Refused
from participants.signed_in import SignedIn, require_form
from projects.actions.said import correct
from projects.models import Contribution


@require_safe
@login_required
def written_down(request: SignedIn) -> HttpResponse:
    return render(request, "packs/written_down.html", {"written": written_for_person(request.user, timezone.now())})


@require_form
@login_required
def correct_words(request: SignedIn, said_id: int) -> HttpResponse:
    """Put right what somebody wrote down that one said. Only its owner may."""
    theirs = Contribution.objects.filter(
        membership__person=request.user, membership__left_at=None, project__closed_at=None, taken_back_at=None
    ).exclude(entered_by=request.user)
    said = get_object_or_404(theirs.select_related("project", "membership", "entered_by"), pk=said_id)
    form = CorrectForm(request.POST if request.method == "POST" else None, initial={"words": said.words})
    if form.is_valid():
        try:
            correct(said, form.cleaned_data["words"], by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error("words", refusal.sentence)
        else:
            messages.success(request, _("Thank you. It now says what you said."))
            return redirect("written_down")
    return render(request, "packs/correct.html", {"form": form, "said": said})
