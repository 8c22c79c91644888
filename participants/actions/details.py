"""What people change about themselves: how they are called and reached, and where they are signed in."""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.models import Person, ReachBy
from participants.reach import can_sign_in_without, ways
from participants.refusals import Refused

NUMBER_NEEDED = gettext_lazy("You sign in with your mobile number, so we need one. Give us another mobile number.")


def change_details(
    *, name: str, preferred_name: str, address: str, reach_by: str, language: str, time_zone: str, by: Person
) -> None:
    """Refused where the way to be reached can't work with what we know of them."""
    by.name, by.preferred_name, by.address = name, preferred_name, address
    by.reach_by, by.language, by.time_zone = reach_by, language, time_zone
    if reach_by not in ways(by):
        raise Refused(_("We can’t reach you in that way yet. Choose another way, or tell us what is missing first."))
    if reach_by == ReachBy.PHONE:
        by.no_calls_at = None  # who asks for calls may be called again
    by.save(update_fields=["name", "preferred_name", "address", "reach_by", "no_calls_at", "language", "time_zone"])


def change_email(email: str, *, by: Person) -> None:
    """Keep an address that has shown by a code that it is theirs. Refused where it is somebody else's by now."""
    by.email = email.strip().lower()
    try:
        with transaction.atomic():
            by.save(update_fields=["email"])
    except IntegrityError:
        raise Refused(_("That email address can’t be used. Ask the people who invited you.")) from None


def change_phone(phone: str, *, by: Person) -> None:
    """Keep a number in E.164, or "" for none. Refused where no way to sign in would be left."""
    if not can_sign_in_without(by, phone=phone):
        raise Refused(NUMBER_NEEDED)
    by.phone = phone
    if by.reach_by not in ways(by) and (left := ways(by)):
        by.reach_by = left[0]
    by.save(update_fields=["phone", "reach_by"])


def sign_out_everywhere(*, by: Person) -> None:
    """End every session that was made before now, in each browser. See `Person.get_session_auth_hash`."""
    by.session_stamp = uuid.uuid4()
    by.save(update_fields=["session_stamp"])
