import pytest

from participants.phones import in_words, takes_texts, to_e164
from participants.refusals import Refused


@pytest.mark.parametrize(
    "raw",
    ["07700 900123", "+44 7700 900123", "+44 (0)7700 900 123", "0044 7700-900123", " 07700900123 ", "(07700) 900123"],
)
def test_a_number_is_kept_in_one_form_however_it_is_written(raw: str) -> None:
    assert to_e164(raw) == ("+447700900123", "")


@pytest.mark.parametrize("raw", ["7700900123", 7700900123, 7700900123.0, "7700 900123"])
def test_a_zero_that_a_spreadsheet_ate_is_put_back_and_shown(raw: object) -> None:
    assert to_e164(raw) == ("+447700900123", "We put back the 0 at the start.")


def test_a_plus_that_a_spreadsheet_ate_is_put_back_and_shown() -> None:
    assert to_e164(447700900123) == ("+447700900123", "We put back the + at the start.")


@pytest.mark.parametrize("raw", [None, "", "   "])
def test_no_number_is_no_number(raw: object) -> None:
    assert to_e164(raw) == ("", "")


def test_a_number_from_abroad_keeps_its_country() -> None:
    assert to_e164("+353 86 123 4567") == ("+353861234567", "")


@pytest.mark.parametrize(
    "raw",
    [
        "999",
        "none",
        "07700 900123 ext 5",
        "7.7009E+09",
        "0" * 300,
        "\x00",
        "077\x00900123",
        "+",
        "07700 9001234567",
        "=1+1",
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(raw: str) -> None:
    with pytest.raises(Refused, match="Enter a phone number"):
        to_e164(raw)


def test_numbers_are_shown_as_people_here_read_them() -> None:
    assert in_words("+447700900123") == "07700 900123"
    assert in_words("+353861234567") == "+353 86 123 4567"
    assert in_words("") == ""


def test_a_landline_takes_no_text_messages() -> None:
    assert takes_texts("+447700900103")
    assert takes_texts("+353861234567")
    assert not takes_texts("+441632960106")
    assert not takes_texts("")
