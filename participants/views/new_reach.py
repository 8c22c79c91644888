"""A new email address or phone number: say it, then type the code that went there."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from participants import actions, post
from participants.door import tell_change
from participants.forms import CodeForm, NewEmailForm, NewPhoneForm
from participants.new_reach import NewReach
from participants.phones import takes_texts
from participants.reach import can_sign_in_without
from participants.refusals import Refused
from participants.signed_in import SignedIn, require_form


@require_form
@login_required
@never_cache
def email(request: SignedIn) -> HttpResponse:
    form = NewEmailForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "participants/email.html", {"form": form})
    if form.cleaned_data["email"] == request.user.email:
        messages.info(request, _("That is the email address that we have."))
        return redirect("participants:account")
    NewReach.begin(request, request.user, email=form.cleaned_data["email"])
    return redirect("participants:confirm_reach")


@require_form
@login_required
@never_cache
def phone(request: SignedIn) -> HttpResponse:
    """A mobile number shows by a code that it is theirs; a landline can't, and signs nobody in."""
    form = NewPhoneForm(request.POST if request.method == "POST" else None, initial={"phone": request.user.phone})
    if request.method != "POST" or not form.is_valid():
        return render(request, "participants/phone.html", {"form": form})
    number = form.cleaned_data["phone"]
    if not can_sign_in_without(request.user, phone=number):
        form.add_error("phone", str(actions.NUMBER_NEEDED))
        return render(request, "participants/phone.html", {"form": form})
    if number != request.user.phone and takes_texts(number) and post.can_text():
        NewReach.begin(request, request.user, phone=number)
        return redirect("participants:confirm_reach")
    actions.change_phone(number, by=request.user)
    messages.success(request, _("Your details are saved."))
    return redirect("participants:account")


@require_form
@login_required
@never_cache
def confirm(request: SignedIn) -> HttpResponse:
    process = NewReach.resume(request)
    if process is None:
        messages.warning(request, _("A code works for 15 minutes. Ask for a new one."))
        return redirect("participants:account")
    form = CodeForm(request.POST if request.method == "POST" else None, code=process.code)
    if request.method == "POST" and form.is_valid():
        keep(request, process)
        return redirect("participants:account")
    if form.has_error("code", "incorrect_code") and not process.record_invalid_attempt():
        messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
        return redirect("participants:account")
    return render(request, "participants/confirm_reach.html", {"form": form} | where(process))


def where(process: NewReach) -> dict[str, Any]:
    return {"email": process.email, "phone": process.phone}


def keep(request: SignedIn, process: NewReach) -> None:
    """Make the change, tell the address or number that they had before, and say how it went."""
    person, before = request.user, (request.user.email, request.user.phone)
    process.abort()
    try:
        if process.email:
            actions.change_email(process.email, by=person)
            tell_change(person, _("Your email address was changed."), email=before[0], phone=before[1])
        else:
            actions.change_phone(process.phone, by=person)
            tell_change(person, _("Your phone number was changed."), email=before[0], phone=before[1])
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Your details are saved."))
