"""Phone numbers as people write them, made into the one form that we keep: E.164 (+447700900123)."""

from functools import lru_cache

import phonenumbers
from django.utils.translation import gettext as _

from participants.refusals import Refused

COUNTRY = "GB"  # where a number without a country code is at home
LONGEST = 40  # characters that a person may type; E.164 itself has at most 16


def to_e164(raw: object) -> tuple[str, str]:
    """The number in E.164 and a note on what we put right, or ("", "") where there is none.

    `raw` is text, or a number from a spreadsheet cell. A leading 0 or + that a spreadsheet ate is put back, and the
    note says so. Raises Refused with a sentence for the person who wrote it.
    """
    text = str(raw if raw is not None else "").strip().removesuffix(".0")
    if not text:
        return "", ""
    number = read(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), note_on(text, number)


def read(text: str) -> phonenumbers.PhoneNumber:
    """Raises Refused where `text` is no phone number."""
    refusal = Refused(_("Enter a phone number, like 07700 900123 or +44 7700 900123."))
    if len(text) > LONGEST or any(sign.isalpha() or not sign.isprintable() for sign in text):
        raise refusal
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        raise refusal from None
    if not phonenumbers.is_possible_number(number):
        raise refusal
    return number


def note_on(text: str, number: phonenumbers.PhoneNumber) -> str:
    """What a spreadsheet had eaten from the front, in words, or ""."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if text.lstrip("( ").startswith("+") or digits.startswith("0"):
        return ""
    if digits == f"{number.country_code}{number.national_number}":
        return _("We put back the + at the start.")
    return _("We put back the 0 at the start.")


@lru_cache(maxsize=1024)  # a page of people would spend a tenth of its time here
def in_words(e164: str) -> str:
    """A kept number as people here read it: 07700 900123 at home, +353 86 123 4567 from abroad."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164)
    at_home = number.country_code == phonenumbers.country_code_for_region(COUNTRY)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)


def takes_texts(e164: str) -> bool:
    """Whether a text message can arrive there: not at a landline. (In the UK mobile numbers begin with 07.)"""
    if not e164:
        return False
    number = phonenumbers.parse(e164)
    if number.country_code == phonenumbers.country_code_for_region(COUNTRY):
        return str(number.national_number).startswith("7")
    return phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.FIXED_LINE
