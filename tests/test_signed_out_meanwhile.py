"""Somebody writes for a long time, and is signed out when they send it."""

from django.test import Client

from projects.models import Contribution, Membership

SAY = "/projects/short-breaks-for-carers/said/new"
WORDS = "You were signed out, so what you sent is not kept."


def test_they_learn_that_it_is_not_kept(seats: dict[str, Membership], client: Client) -> None:
    page = client.post(SAY, {"kind": "worry", "words": "Nobody rings."}, follow=True)
    assert page.redirect_chain == [(f"/accounts/login/?next={SAY}", 302)]
    assert WORDS in page.content.decode()
    assert not Contribution.objects.exists()


def test_who_only_reads_is_just_asked_to_sign_in(seats: dict[str, Membership], client: Client) -> None:
    page = client.get(SAY, follow=True).content.decode()
    assert "Sign in" in page
    assert WORDS not in page
