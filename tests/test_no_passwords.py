import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from participants.models import Person

ALLAUTHS_OWN = [
    "signup/",
    "signup/passkey/",
    "password/change/",
    "password/set/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-2-3/",
    "reauthenticate/",
    "email/",
    "confirm-email/",
    "confirm-email/abc/",
    "inactive/",
    "phone/change/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/recovery-codes/",
    "3rdparty/",
    "",
]


@pytest.mark.parametrize("page", ALLAUTHS_OWN)
def test_no_page_of_allauth_that_is_not_ours_can_be_reached(client: Client, bola: Person, page: str) -> None:
    assert client.get(f"/accounts/{page}").status_code == 404
    client.force_login(bola)
    assert client.get(f"/accounts/{page}").status_code == 404
    assert client.post(f"/accounts/{page}", {"password": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_change_password", "account_reset_password"])
def test_password_pages_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_no_password_signs_anybody_in(client: Client, bola: Person) -> None:
    assert not client.login(username="bola@example.org", email="bola@example.org", password="")
    assert not client.login(email="bola@example.org", password="secret")
    assert not bola.check_password("")
    assert not bola.has_usable_password()
