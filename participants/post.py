"""The one door through which email and text messages leave. It decides nothing about who gets what or when.

Two callers: `participants.delivery` for everything in the Message outbox, and `participants.door` for sign-in codes,
which are secrets: they go straight out and are kept nowhere (but in the demo's local outbox folder).
"""

from collections.abc import Mapping
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from participants import outbox

NOTIFY_TIMEOUT = 15  # seconds


class NotSent(Exception):
    """The provider did not take it. `for_good`: the same message to the same address can never get through."""

    def __init__(self, why: object, *, for_good: bool) -> None:
        super().__init__(str(why))
        self.for_good = for_good


def open_mailbag() -> BaseEmailBackend:
    """A connection for many emails: `with open_mailbag() as connection: send_email(..., connection=connection)`."""
    return mailers.default


def send_email(
    to: str,
    subject: str,
    text: str,
    html: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    connection: BaseEmailBackend | None = None,
) -> None:
    """Send one email to one address now. Raises NotSent."""
    message = EmailMultiAlternatives(" ".join(subject.split()), text, to=[to], headers=dict(headers or {}))
    if html:
        message.attach_alternative(html, "text/html")
    try:
        (connection or open_mailbag()).send_messages([message])
    except SMTPRecipientsRefused as refused:
        code, words = refused.recipients.get(to, (0, b""))
        raise NotSent(f"{code} {words!r}", for_good=500 <= code < 600) from refused
    except SMTPResponseException as refused:
        raise NotSent(f"{refused.smtp_code} {refused.smtp_error!r}", for_good=False) from refused
    except ValueError as wrong:  # an address or a header that no email can have
        raise NotSent(wrong, for_good=True) from wrong
    except (SMTPException, OSError) as away:
        raise NotSent(repr(away), for_good=False) from away


def can_text() -> bool:
    """Whether this copy of Coproduce can send text messages at all."""
    return not settings.PRODUCTION or bool(settings.NOTIFY_API_KEY)


def send_text(to_phone: str, words: str) -> None:
    """Send one text message to one E.164 number now. Raises NotSent."""
    if not settings.PRODUCTION:
        outbox.keep_text(to_phone, words)
        return
    if not can_text():
        raise NotSent("Text messages are switched off here (NOTIFY_API_KEY).", for_good=True)
    client = NotificationsAPIClient(settings.NOTIFY_API_KEY, timeout=NOTIFY_TIMEOUT)
    try:
        client.send_sms_notification(to_phone, settings.NOTIFY_TEXT_TEMPLATE, personalisation={"message": words})
    except APIError as refused:
        raise NotSent(refused, for_good=refused.status_code == 400) from refused
