"""Our answers to what django-allauth asks: who may sign in by which code, and how the code reaches them.

Nobody has a password and nobody signs up: accounts come from invitations or from an administrator. Whoever asks for a
code sees the same page, whether or not we know them; what there is to explain goes to the address or phone itself.
Codes are secrets: they go straight out through `participants.post` and are never kept in the Message outbox.
"""

from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants import post
from participants.models import Person
from participants.phones import takes_texts

log = structlog.get_logger()

# Codes leave beside the request, so that the time a page takes says nothing about whether we know somebody.
COURIER: Executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="courier")


class Door(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's adapter. What is not answered here has no page either: see `participants/urls.py`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("That is not the code we sent. Check the newest message from us and try again."),
        "too_many_login_attempts": _("You have tried a few times now. Wait 15 minutes, then ask for a new code."),
        "rate_limited": _("You have asked for a few codes now. Wait a little, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """One step: the code. A passkey is another way in, never a second lock, so that losing it locks nobody out."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def is_reauthentication_required(self, *, app: str, **_facts: Any) -> bool:
        """Nobody has a password to ask for again; changes to an account are told by email instead."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        messages.error(request, _("You can’t sign in just now. Ask the people who invited you."))
        return redirect("account_login")

    def get_user_by_phone(self, phone: str) -> Person | None:
        return Person.objects.by_text(phone)

    def set_phone_verified(self, user: Person, phone: str) -> None:
        """Nothing to keep: a code that came back says it each time."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        send_words(template_prefix, email, context)

    def send_verification_code_sms(self, user: Person, phone: str, code: str, **_facts: Any) -> None:
        text_words("code", phone, user.reads, code=code)

    def send_unknown_account_sms(self, phone: str, **_facts: Any) -> None:
        """Tell a phone that we know why no code comes. One that we don't know gets nothing: texts cost money."""
        sharing = Person.objects.with_number(phone)
        if not takes_texts(phone) or not sharing:
            return
        text_words("shared" if len(sharing) > 1 else "by_email", phone, sharing[0].reads)

    def send_notification_mail(self, template_prefix: str, user: Person, *_more: Any, **_facts: Any) -> None:
        """Passkeys that came or went."""
        with translation.override(user.reads):
            added = template_prefix.endswith("webauthn_added")
            tell_change(user, gettext("A passkey was added.") if added else gettext("A passkey was removed."))

    def add_message(self, request: HttpRequest, level: int, *args: Any, **facts: Any) -> None:
        """Only trouble is said by allauth; good news is said by our own pages."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **facts)


def tell_change(person: Person, what: str, *, email: str | None = None, phone: str = "") -> None:
    """Tell somebody that their account was changed, in case it was not them; to where they were reached before."""
    if email := email or person.email:
        send_words("account/email/changed", email, {"what": what})
    elif takes_texts(phone or person.phone):
        text_words("changed", phone or person.phone, person.reads, what=what)


def tell_stranger(email: str) -> None:
    """Tell an address that we don't know it, so that somebody who mistyped or has several can try another one."""
    send_words("account/email/unknown_account", email, {})


def send_words(template: str, email: str, facts: dict[str, Any]) -> None:
    """Send `<template>_subject.txt` and `_message.txt` to one address, in the language of its person."""
    person = Person.objects.by_email(email)
    with translation.override(person.reads if person else translation.get_language()):
        context = facts | {"person": person, "site_url": settings.SITE_URL}
        subject = render_to_string(f"{template}_subject.txt", context)
        text = render_to_string(f"{template}_message.txt", context)
    COURIER.submit(carry, post.send_email, email, subject, text)


def text_words(name: str, phone: str, language: str | None = None, **facts: Any) -> None:
    """Send the words of `account/text/<name>.txt` to one phone; in the language of the page where none is said."""
    with translation.override(language or translation.get_language()):
        context = facts | {"host": urlsplit(settings.SITE_URL).netloc}
        words = render_to_string(f"account/text/{name}.txt", context).strip()
    COURIER.submit(carry, post.send_text, phone, words)


def carry(send: Any, *words: str) -> None:
    """Runs beside the request. The page already says what to do if nothing comes, so a failure is only logged."""
    try:
        send(*words)
    except post.NotSent as why:
        log.error("code_not_sent", why=str(why), for_good=why.for_good)
