"""A new email address or phone number is kept only when a code that went there has come back.

Without that, somebody could be locked out by a typing slip, or by another person who enters their number. Whether an
address belongs to somebody else already is told to that address alone.
"""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from django.http import HttpRequest

from participants import door
from participants.models import Person

KEY = "new_reach"


class NewReach(AbstractCodeVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """One asking, kept in the session: where the code went, until when it works and how many tries are left."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
        )

    @classmethod
    def begin(cls, request: HttpRequest, person: Person, *, email: str = "", phone: str = "") -> "NewReach":
        process = cls(request, cls.initial_state(person, email=email, phone=phone))
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> "NewReach | None":
        """The asking of this session, or None where there is none or its time is over."""
        state = request.session.get(KEY)
        process: NewReach | None = cls(request, state).abort_if_invalid() if state else None
        return process

    @property
    def email(self) -> str:
        return str(self.state.get("email", ""))

    @property
    def phone(self) -> str:
        return str(self.state.get("phone", ""))

    def send(self) -> None:
        if self.email and Person.objects.by_email(self.email):
            door.send_words("account/email/already_ours", self.email, {})
            return
        code = self.state["code"] = get_adapter().generate_login_code()
        if self.email:
            door.send_words("account/email/new_address", self.email, {"code": code})
        else:
            door.text_words("new_number", self.phone, code=code)

    def persist(self) -> None:
        self.request.session[KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(KEY, None)
