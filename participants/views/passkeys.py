"""Passkeys: another way in, by the lock of one's own phone or computer. The steps are django-allauth's."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participants.forms import PasskeyForm, PasskeyNameForm, PasskeySignInForm
from participants.signed_in import require_form


class ListPasskeys(views.ListWebAuthnView):  # type: ignore[misc]  # allauth has no types
    template_name = "mfa/passkeys.html"


class AddPasskey(views.AddWebAuthnView):  # type: ignore[misc]
    template_name = "mfa/add_passkey.html"

    def get_form_class(self) -> type[PasskeyForm]:
        return PasskeyForm

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Asks the browser for a passkey that signs in by itself."""
        context: dict[str, Any] = super(views.AddWebAuthnView, self).get_context_data(**facts)
        return context | {"options": auth.begin_registration(self.request.user, passwordless=True)}

    def form_valid(self, form: PasskeyForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your passkey is added. You can use it to sign in."))
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


class RenamePasskey(views.EditWebAuthnView):  # type: ignore[misc]
    template_name = "mfa/rename_passkey.html"

    def get_form_class(self) -> type[PasskeyNameForm]:
        return PasskeyNameForm


class RemovePasskey(views.RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "mfa/remove_passkey.html"
    object: Authenticator

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your passkey is removed. You can still sign in by a code."))
        return response


class PasskeySignIn(views.LoginWebAuthnView):  # type: ignore[misc]
    def get_form_class(self) -> type[PasskeySignInForm]:
        return PasskeySignInForm


listed = require_safe(never_cache(ListPasskeys.as_view()))
add = require_form(never_cache(AddPasskey.as_view()))
rename = require_form(never_cache(RenamePasskey.as_view()))
remove = require_form(never_cache(RemovePasskey.as_view()))
sign_in = require_form(never_cache(PasskeySignIn.as_view()))
