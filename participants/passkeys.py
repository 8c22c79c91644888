"""What a browser is told about us and about a person when it makes a passkey, and how we say that one did not work."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants.models import Person


class Passkeys(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That passkey did not work. Try again, or sign in with a code."),
    }

    def _get_site_name(self) -> str:
        return "Coproduce"

    def _get_user_identifier(self, user: Person) -> str:
        return user.email or user.name

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        return gettext("My passkey")
