"""Passkeys against nonsense. What a real browser does with them is walked in Chromium."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants.models import Person

Browsers = Callable[[Person], Client]
SIGN_IN = "/accounts/passkeys/sign-in/"

NONSENSE = [
    "",
    "x",
    "null",
    "[]",
    "1",
    '"x"',
    "{}",
    '{"id": 1}',
    '{"response": []}',
    (
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":"MQ","clientDataJSON":"AA",'
        '"authenticatorData":"AA","signature":"AA"}}'
    ),
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
    "[" * 5000,
    "\x00",
]

pieces = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["AA", "MQ", "public-key"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "signature", "userHandle"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=8,
)


def key_of(person: Person, name: str = "Phone") -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
    )


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_for_a_passkey_signs_nobody_in(client: Client, bola: Person, credential: str) -> None:
    client.get(SIGN_IN, headers={"Accept": "application/json"})
    assert client.post(SIGN_IN, {"credential": credential})["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_for_a_new_passkey_adds_none(client_of: Browsers, bola: Person, credential: str) -> None:
    client = client_of(bola)
    client.get("/accounts/passkeys/add/")
    assert client.post("/accounts/passkeys/add/", {"credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(credential=pieces)
def test_no_nonsense_breaks_it(client: Client, bola: Person, credential: Any) -> None:
    words = json.dumps(credential)
    client.get(SIGN_IN, headers={"Accept": "application/json"})
    assert client.post(SIGN_IN, {"credential": words}).status_code in {302, 429}


def test_the_browser_is_asked_for_a_passkey_that_signs_in_by_itself(client_of: Browsers, bola: Person) -> None:
    page = client_of(bola).get("/accounts/passkeys/add/").content.decode()
    assert '"residentKey": "required"' in page
    assert '"userVerification": "required"' in page


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(
    client_of: Browsers, bola: Person, eve: Person, mailoutbox: list[EmailMessage]
) -> None:
    key = key_of(bola)
    for path in (f"/accounts/passkeys/{key.pk}/name/", f"/accounts/passkeys/{key.pk}/remove/"):
        assert client_of(eve).post(path, {"name": "Mine"}).status_code == 404
    client = client_of(bola)
    client.post(f"/accounts/passkeys/{key.pk}/name/", {"name": "Old phone"})
    assert "Old phone" in client.get("/accounts/passkeys/").content.decode()
    client.post(f"/accounts/passkeys/{key.pk}/remove/")
    assert not Authenticator.objects.exists()
    assert "A passkey was removed." in mailoutbox[0].body


def test_a_passkey_is_no_second_lock(client: Client, bola: Person, mailoutbox: list[EmailMessage]) -> None:
    key_of(bola)
    client.post("/accounts/login/", {"reach": bola.email})
    code = str(mailoutbox[0].body).split("    ")[1].split("\n")[0]
    assert client.post("/accounts/login/code/", {"code": code})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(bola.pk)
