"""Agreeing to a use of what is one's own: until a day, and no longer than one wants."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from participants.actions import give_consent, withdraw_consent
from participants.models import Consent, Person
from participants.refusals import Refused

WORDS = "Your name on the public page of “Short breaks”."


def agree(person: Person, now: dt.datetime, days: int = 365) -> Consent:
    ends_on = now.date() + dt.timedelta(days=days)
    return give_consent(person, Consent.Purpose.NAMED, "learning:1", WORDS, ends_on=ends_on, by=person, now=now)


def test_it_stands_until_the_end_of_its_last_day(bola: Person, now: dt.datetime) -> None:
    consent = agree(bola, now, days=3)
    assert list(Consent.objects.standing(now.date() + dt.timedelta(days=3))) == [consent]
    assert not Consent.objects.standing(now.date() + dt.timedelta(days=4)).exists()


def test_it_ends_the_moment_it_is_withdrawn(bola: Person, now: dt.datetime) -> None:
    consent = agree(bola, now)
    withdraw_consent(consent, by=bola, now=now)
    assert not Consent.objects.standing(now.date()).exists()


def test_a_new_one_replaces_the_old(bola: Person, now: dt.datetime) -> None:
    agree(bola, now, days=3)
    newer = agree(bola, now, days=30)
    assert list(Consent.objects.standing(now.date())) == [newer]
    assert Consent.objects.count() == 2


@pytest.mark.parametrize("days", [-1, 800])
def test_a_day_that_is_over_or_far_away_is_refused(bola: Person, now: dt.datetime, days: int) -> None:
    with pytest.raises(Refused):
        agree(bola, now, days=days)


def test_somebody_takes_theirs_back_in_their_account_and_nobody_elses(
    bola: Person, eve: Person, now: dt.datetime, client_of: Callable[[Person], Client]
) -> None:
    consent = agree(bola, now)
    end = reverse("participants:end_consent", args=[consent.pk])
    assert client_of(eve).post(end).status_code == 404
    assert WORDS in client_of(bola).get(reverse("participants:consents")).content.decode()
    assert client_of(bola).post(end).status_code == 302
    assert not Consent.objects.standing(now.date()).exists()
