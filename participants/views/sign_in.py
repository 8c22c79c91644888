"""Signing in by a code. The steps are django-allauth's; here stands what ours do differently."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from participants import door
from participants.forms import CodeForm, SignInForm
from participants.signed_in import require_form

TRIES = {"try_code": "6/15m/key"}  # counted in Redis beside allauth's own count, which parallel requests could outrun


class SignIn(RequestLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Ask for a code. Known or not, everybody goes on to the same page."""

    template_name = "account/sign_in.html"

    http_method_names = ["get", "head", "post"]

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if form._user is None and form.cleaned_data.get("email"):
            door.tell_stranger(form.cleaned_data["email"])
        return response

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponseRedirect | None:
        """A code is on its way: go on to it, unless they want to start again with another address."""
        if request.method == "POST" or "again" in request.GET:
            clear_login(request)
            return None
        return redirect(self.get_success_url())

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        context: dict[str, Any] = super(RequestLoginCodeView, self).get_context_data(**facts)
        return context


class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Type the code."""

    template_name = "account/enter_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if not request.user.is_authenticated and not getattr(self, "_process", None):
            messages.warning(request, _("A code works for 15 minutes. Ask for a new one."))
            return self.start_again()
        return response

    def start_again(self) -> HttpResponseRedirect:
        return redirect(self.passthrough_next_url(reverse("account_login")))

    def get_form_class(self) -> Any:
        return super().get_form_class() if self._action == "resend" else CodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._action != "resend" and not self.may_try():
            return self.too_often()
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def may_try(self) -> bool:
        key = self.request.session.session_key
        return bool(ratelimit.consume(self.request, app="participants", action="try_code", config=TRIES, key=key))

    def too_often(self) -> HttpResponse:
        self._process.abort()
        messages.error(self.request, get_adapter().error_messages["too_many_login_attempts"])
        return self.start_again()

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        if not form.has_error("code", "incorrect_code") or self._process.record_invalid_attempt():
            page: HttpResponse = self.render_to_response(self.get_context_data(form=form))
            return page
        messages.error(self.request, _("That was not the code either. To be safe, we start again with a new code."))
        return self.start_again()

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """Send the code again; to somebody we don't know nothing goes, and it looks the same."""
        state = self._process.state
        key = state.get("email") or state["phone"]
        if not ratelimit.consume(self.request, app="allauth.account", action="request_login_code", key=key):
            messages.warning(self.request, get_adapter().error_messages["rate_limited"])
        else:
            state["at"] = time.time()
            if self._process.user:
                self._process.resend()
            else:
                self._process.record_resend()
                self._process.persist()
            messages.success(self.request, _("We sent a new code. Use that one: the old one no longer works."))
        return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        state = self._process.state
        sent = {"can_resend": self._process.can_resend, "email": state.get("email"), "phone": state.get("phone")}
        context: dict[str, Any] = super(ConfirmLoginCodeView, self).get_context_data(**facts)
        return context | sent


sign_in = require_form(SignIn.as_view())
enter_code = require_form(EnterCode.as_view())
