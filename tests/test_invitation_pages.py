import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from participants.models import AccessNeed, Person
from projects.actions.invitations import Acceptance, accept_invitation, decline_invitation, send_again
from projects.actions.invitations import withdraw_invitation as withdraw
from projects.codes import find_invitation, grouped
from projects.guesses import MOST
from projects.models import Invitation, Membership, Project


@pytest.fixture
def url(invitation: Invitation) -> str:
    return f"/invitation/{invitation.code}/"


SAYING_YES = {"name": "Jean Morris", "reach_by": "email", "language": "en-gb"}


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer
    return str(answer.content.decode())


def test_anybody_with_the_link_reads_what_it_is_about(client: Client, url: str) -> None:
    words = page(client, url)
    assert "Short breaks for carers" in words
    assert "Amina Yusuf" in words
    assert "You can say no. Nobody will ask why." in words


def test_reading_changes_nothing(client: Client, url: str, asked: Membership, now: dt.datetime) -> None:
    for each in (url, f"{url}accept", f"{url}decline"):
        client.get(each)
        client.head(each)
    asked.refresh_from_db()
    assert asked.state(now) == "open"


def test_reading_takes_few_queries(
    client: Client, url: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        client.get(url)


def test_saying_yes_leads_to_what_happens_next(client: Client, url: str, asked: Membership, now: dt.datetime) -> None:
    answer = client.post(f"{url}accept", SAYING_YES, follow=True)
    words = answer.content.decode()
    assert "You are part of it now" in words
    assert 'name="reach" value="jean@example.org"' in words
    assert not answer.context["user"].is_authenticated
    asked.refresh_from_db()
    assert asked.state(now) == "joined"


def test_the_button_after_the_yes_sends_a_code_and_leads_to_the_project(
    client: Client, url: str, project: Project
) -> None:
    client.post(f"{url}accept", SAYING_YES)
    sign_in = {"reach": "jean@example.org", "next": project.get_absolute_url()}
    answer = client.post(reverse("account_login"), sign_in)
    assert answer["Location"].startswith(reverse("account_confirm_login_code"))


def test_a_used_invitation_shows_nobody_elses_address(client: Client, url: str) -> None:
    client.post(f"{url}accept", SAYING_YES)
    words = page(Client(), url)
    assert "This invitation is answered" in words
    assert "jean@example.org" not in words


def test_saying_no_takes_one_button(client: Client, url: str, asked: Membership, now: dt.datetime) -> None:
    answer = client.post(f"{url}decline", follow=True)
    assert "You said no, and that is fine" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state(now) == "declined"


def test_the_form_comes_back_filled_in_when_there_is_no_way_to_reach_them(client: Client, url: str) -> None:
    answer = client.post(f"{url}accept", SAYING_YES | {"reach_by": "post", "needs_words": "I bring my dog"})
    words = answer.content.decode()
    assert "Enter the postal address" in words
    assert "I bring my dog" in words


def test_expired_used_withdrawn_and_replaced_invitations_explain_themselves(
    client: Client, url: str, asked: Membership, amina: Person, now: dt.datetime
) -> None:
    Invitation.objects.update(expires_at=now)
    assert "This invitation has ended" in page(client, url)
    newer = send_again(asked, by=amina, now=now)
    assert "There is a newer invitation" in page(client, url)
    withdraw(asked, by=amina, now=now)
    assert "This invitation was taken back" in page(client, f"/invitation/{newer.code}/")


def test_a_no_that_is_too_old_to_change_says_whom_to_ask(
    client: Client, url: str, invitation: Invitation, now: dt.datetime
) -> None:
    decline_invitation(invitation, by=invitation.membership.person, now=now)
    Invitation.objects.update(expires_at=now)
    assert "ask Amina Yusuf to invite you again" in page(client, url)


def test_a_mistyped_code_says_so_and_offers_to_type_it(client: Client, invitation: Invitation) -> None:
    words = page(client, "/invitation/ABCDEFGHJKMN/", status=404)
    assert "We can’t find this invitation" in words
    assert "Short breaks" not in words


def test_a_code_is_read_as_people_type_it(client: Client, invitation: Invitation, url: str) -> None:
    typed = f" {grouped(invitation.code).lower().replace('-', ' - ')} "
    assert client.post("/invitation/", {"code": typed}).url == url  # type: ignore[attr-defined]


def test_look_alikes_are_read_as_what_they_can_only_be(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(code="QABCVEFGHJKM")
    for typed in ("OABCVEFGHJKM", "0ABCUEFGHJKM", "qabc-vefg-hikm", "QABCVEFGHLKM"):
        assert find_invitation(typed) == invitation, typed


def test_a_code_that_could_be_two_is_nobodys(invitation: Invitation, asked: Membership, now: dt.datetime) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(code="QABCVEFGHJKM", withdrawn_at=now)
    Invitation.objects.create(
        membership=asked, code="DABCVEFGHJKM", sent_by=invitation.sent_by, sent_at=now, expires_at=now
    )
    assert find_invitation("OABCVEFGHJKM") is None


@pytest.mark.parametrize(
    "typed", ["", " ", "\0", "A" * 5000, "🙂" * 12, "ＡＢＣＤＥＦＧＨＪＫＭＮ", "%00", "OOOOOOOOOOOO", "\u202e"]
)
def test_any_code_gets_a_calm_answer(client: Client, invitation: Invitation, typed: str) -> None:
    assert client.post("/invitation/", {"code": typed}).status_code == 200


def test_an_invitation_opens_while_redis_is_away(client: Client, url: str, settings: Settings) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert "Short breaks for carers" in page(client, url)
    page(client, "/invitation/ABCDEFGHJKMN/", status=404)


def test_guessing_has_to_wait(client: Client, url: str) -> None:
    for _each in range(MOST):
        client.post("/invitation/", {"code": "ABCDEFGHJKMN"})
    assert client.post("/invitation/", {"code": "ABCDEFGHJKMN"}).status_code == 429
    assert client.get("/invitation/ABCDEFGHJKMN/").status_code == 429


def test_a_right_code_opens_whatever_was_tried_before_it(client: Client, url: str, invitation: Invitation) -> None:
    for _each in range(MOST + 1):
        client.post("/invitation/", {"code": "ABCDEFGHJKMN"})
    assert "Short breaks for carers" in page(client, url)
    assert client.post("/invitation/", {"code": invitation.code})["Location"] == url
    Invitation.objects.filter(pk=invitation.pk).update(code="QBCDEFGHJKMN")
    assert client.post("/invitation/", {"code": "0BCDEFGHJKMN"}).status_code == 429  # no look-alikes any more
    page(client, "/invitation/ABCDEFGHJKMN/", status=429)


def test_needs_that_came_with_the_invitation_are_said_to_be_noted_and_not_which(
    client: Client, url: str, asked: Membership, amina: Person, now: dt.datetime
) -> None:
    assert "We have noted some of what you need" not in page(client, f"{url}accept")
    facts = {"recorded_by": amina, "recorded_at": now, "reviewed_at": now}
    AccessNeed.objects.create(person=asked.person, kind="other", words="A bed to lie down", **facts)
    words = page(client, f"{url}accept")
    assert "We have noted some of what you need" in words
    assert "A bed to lie down" not in words


def test_the_form_says_what_it_cannot_do_without_and_how_much_it_holds(client: Client, url: str) -> None:
    words = page(client, f"{url}accept")
    assert "We only need your name and a way to reach you." in words
    assert "Up to 300 letters." in words


def test_somebody_else_who_is_signed_in_is_told_so_and_cannot_answer(
    client_of: Callable[[Person], Client], bola: Person, url: str, asked: Membership, now: dt.datetime
) -> None:
    client = client_of(bola)
    words = page(client, url)
    assert "You are signed in as Bola Adeyemi" in words
    assert "Yes, I want to take part" not in words
    client.post(f"{url}accept", SAYING_YES)
    client.post(f"{url}decline")
    asked.refresh_from_db()
    assert asked.state(now) == "open"


def test_the_invited_person_who_is_signed_in_goes_on_to_the_project(
    client_of: Callable[[Person], Client], url: str, asked: Membership
) -> None:
    answer = client_of(asked.person).post(f"{url}accept", follow=True)
    assert "Go to the project" in answer.content.decode()


def test_somebody_with_neither_email_nor_phone_needs_to_do_nothing_more(
    client: Client, url: str, asked: Membership, invitation: Invitation, now: dt.datetime
) -> None:
    Person.objects.filter(pk=asked.person.pk).update(email=None, phone="", address="3 Castle Hill", reach_by="post")
    answer = client.post(f"{url}accept", SAYING_YES | {"reach_by": "post"}, follow=True)
    assert "You don’t need to do anything more." in answer.content.decode()


def test_an_acceptance_that_came_first_is_shown_to_the_second(
    client: Client, url: str, invitation: Invitation, now: dt.datetime
) -> None:
    accept_invitation(invitation, Acceptance(), by=invitation.membership.person, now=now)
    assert "This invitation is answered" in client.post(f"{url}accept", SAYING_YES, follow=True).content.decode()
