"""A person's own account: what we know of them, how they are reached, what they need, where they are signed in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from participants import actions
from participants.forms import DetailsForm, NeedForm, in_place
from participants.models import AccessNeed, Consent
from participants.refusals import Refused
from participants.signed_in import SignedIn, require_form

MOST_OFFERS = 5  # the page of their own has the rest


@require_safe
@login_required
@never_cache
def account(request: SignedIn) -> HttpResponse:
    """Everything in one list, with a link to change each thing."""
    facts = {
        "needs": needs_now(request),
        "offers": list(request.user.assets.all()[:MOST_OFFERS]),
        "passkeys": Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).count(),
        "clock": in_place(request.user.time_zone),
    }
    return render(request, "participants/account.html", facts)


@require_form
@login_required
@never_cache
def details(request: SignedIn) -> HttpResponse:
    form = DetailsForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid() and kept(request, form):
        return redirect("participants:account")
    return render(request, "participants/details.html", {"form": form})


def kept(request: SignedIn, form: DetailsForm) -> bool:
    """Keep what the form says; False with an error on the form where it was refused."""
    try:
        actions.change_details(**form.cleaned_data, by=request.user)
    except Refused as refused:
        form.add_error("reach_by", refused.sentence)
        return False
    messages.success(request, _("Your details are saved."))
    return True


@require_form
@login_required
@never_cache
def needs(request: SignedIn) -> HttpResponse:
    form = NeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_need(request.user, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("We have written down what you need."))
        return redirect("participants:needs")
    return render(request, "participants/needs.html", {"form": form, "needs": needs_now(request)})


@require_POST
@login_required
def end_need(request: SignedIn, need_id: int) -> HttpResponse:
    need = get_object_or_404(AccessNeed, pk=need_id, person=request.user)
    actions.end_need(need, now=timezone.now())
    messages.success(request, _("Taken off your list: %(need)s.") % {"need": need})
    return redirect("participants:needs")


@require_safe
@login_required
@never_cache
def consents(request: SignedIn) -> HttpResponse:
    """What somebody agreed to, and until when; each can be taken back here, whatever became of the project."""
    standing = Consent.objects.standing(timezone.localdate()).filter(person=request.user)
    return render(request, "participants/consents.html", {"consents": standing})


@require_POST
@login_required
def end_consent(request: SignedIn, consent_id: int) -> HttpResponse:
    consent = get_object_or_404(Consent, pk=consent_id, person=request.user)
    actions.withdraw_consent(consent, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. It counts no longer."))
    return redirect("participants:consents")


def needs_now(request: SignedIn) -> Any:
    return AccessNeed.objects.filter(person=request.user, ended_at=None)


@require_form
@login_required
@never_cache
def sign_out_everywhere(request: SignedIn) -> HttpResponse:
    """Ends every other session. The browser that asks stays signed in, since it is the one in their hands."""
    if request.method != "POST":
        return render(request, "participants/sign_out_everywhere.html")
    actions.sign_out_everywhere(by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out everywhere else. You are still signed in here."))
    return redirect("participants:account")
