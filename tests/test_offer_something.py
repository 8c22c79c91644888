"""What people offer is theirs: who may see it is their choice, and taken away it is gone."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from participants.actions import offer
from participants.models import Asset, AssetKind, Audience, Person
from participants.refusals import Refused
from projects.actions.help import write_down_offer
from projects.models import HistoryEntry, Membership, Via

OWN = "/account/offers/"
HERE = "/projects/short-breaks-for-carers/offers/"
FOR_THEM = f"{HERE}new"
ClientOf = Callable[[Person], Client]


def knit(person: Person, now: dt.datetime, seen_by: str = Audience.PARTNERS, words: str = "I knit.") -> Asset:
    return offer(person, kind=AssetKind.SKILL, words=words, seen_by=seen_by, by=person, now=now)


def test_somebody_offers_something_on_their_account_and_takes_it_away(bola: Person, client_of: ClientOf) -> None:
    client = client_of(bola)
    client.post(OWN, {"kind": "skill", "words": " I  cook for <many>. ", "seen_by": "partners"})
    asset = Asset.objects.get(person=bola)
    assert (asset.words, asset.seen_by, asset.via) == ("I cook for <many>.", "partners", "online")
    assert "I cook for &lt;many&gt;." in client.get(OWN).content.decode()
    client.post(f"{OWN}{asset.pk}/away")
    assert not Asset.objects.exists()


def test_only_me_is_chosen_beforehand(bola: Person, client_of: ClientOf) -> None:
    assert client_of(bola).get(OWN).context["form"]["seen_by"].value() == "me"


@pytest.mark.parametrize(
    ("seen_by", "readers"),
    [("me", set()), ("facilitators", {"amina"}), ("partners", {"amina", "carys", "dev", "farah"})],
)
def test_an_offer_is_read_by_those_whom_it_is_for_alone(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime, seen_by: str, readers: set[str]
) -> None:
    knit(seats["bola"].person, now, seen_by)
    pages = {key: client_of(seats[key].person).get(HERE).content.decode() for key in ("amina", "carys", "dev", "farah")}
    assert {key for key, page in pages.items() if "I knit." in page} == readers


def test_a_supporter_and_an_outsider_read_no_offers(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime, huw: Person, eve: Person
) -> None:
    knit(seats["gwen"].person, now)
    assert [client_of(one).get(HERE).status_code for one in (huw, eve)] == [403, 404]


def test_an_observer_neither_reads_offers_nor_shows_theirs(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime
) -> None:
    Membership.objects.filter(pk=seats["dev"].pk).update(role=Membership.Role.OBSERVER)
    knit(seats["dev"].person, now)
    assert client_of(seats["dev"].person).get(HERE).status_code == 403
    assert "I knit." not in client_of(seats["amina"].person).get(HERE).content.decode()


def test_what_a_person_offers_leaves_the_project_with_them(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime
) -> None:
    knit(seats["dev"].person, now)
    Membership.objects.filter(pk=seats["dev"].pk).update(left_at=now)
    assert "I knit." not in client_of(seats["amina"].person).get(HERE).content.decode()


def test_nobody_changes_or_takes_away_what_is_somebody_elses(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime
) -> None:
    asset = knit(seats["bola"].person, now)
    client = client_of(seats["amina"].person)
    sent = {"kind": "time", "words": "Mine.", "seen_by": "partners"}
    assert [client.post(f"{OWN}{asset.pk}/{end}", sent).status_code for end in ("", "away")] == [404, 404]
    asset.refresh_from_db()
    assert asset.words == "I knit."


def test_a_facilitator_writes_down_an_offer_and_the_person_sees_who_did(
    seats: dict[str, Membership], client_of: ClientOf
) -> None:
    sent = {"who": seats["gwen"].pk, "via": "phone", "kind": "skill", "words": "I knit.", "seen_by": "facilitators"}
    assert client_of(seats["amina"].person).post(FOR_THEM, sent).status_code == 302
    page = client_of(seats["gwen"].person).get(OWN).content.decode()
    assert "by phone, written down by Amina Yusuf" in page
    assert not HistoryEntry.objects.filter(facts__icontains="knit").exists()


def test_a_facilitator_takes_away_for_somebody_only_what_was_written_down_for_them(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime, amina: Person
) -> None:
    own = knit(seats["bola"].person, now)
    facts: dict[str, Any] = {"kind": "skill", "words": "I sew.", "seen_by": "facilitators", "via": Via.PHONE}
    theirs = write_down_offer(seats["gwen"], **facts, by=amina, now=now)
    client = client_of(amina)
    assert client.post(f"{HERE}{own.pk}/away").status_code == 404
    assert client_of(seats["dev"].person).post(f"{HERE}{theirs.pk}/away").status_code == 403
    client.post(f"{HERE}{theirs.pk}/away")
    assert list(Asset.objects.all()) == [own]


def test_writing_it_down_again_never_shows_it_to_more_people(
    seats: dict[str, Membership], now: dt.datetime, amina: Person
) -> None:
    asset = knit(seats["gwen"].person, now, Audience.ME)
    write_down_offer(seats["gwen"], kind="skill", words="I knit.", seen_by="partners", by=amina, now=now, via=Via.PHONE)
    asset.refresh_from_db()
    assert (Asset.objects.count(), asset.seen_by) == (1, "me")


@pytest.mark.parametrize(
    ("who", "by", "seen_by"), [("gwen", "bola", "partners"), ("gwen", "amina", "me"), ("amina", "amina", "partners")]
)
def test_nobody_speaks_for_another_without_right(
    seats: dict[str, Membership], now: dt.datetime, who: str, by: str, seen_by: str
) -> None:
    with pytest.raises(Refused):
        write_down_offer(
            seats[who], kind="skill", words="No.", seen_by=seen_by, by=seats[by].person, now=now, via=Via.PHONE
        )
    assert not Asset.objects.exists()


def test_changed_words_are_the_persons_own_and_may_not_be_the_same_twice(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime
) -> None:
    first = knit(seats["bola"].person, now)
    other = knit(seats["bola"].person, now, words="I sew.")
    client = client_of(seats["bola"].person)
    sent = {"kind": "skill", "words": "I knit.", "seen_by": "me"}
    assert "You offer that already" in client.post(f"{OWN}{other.pk}/", sent).content.decode()
    assert client.post(f"{OWN}{first.pk}/", sent | {"words": "I knit socks."}).status_code == 302
    first.refresh_from_db()
    assert (first.words, first.seen_by) == ("I knit socks.", "me")


def test_one_person_offers_no_more_than_a_page_can_hold(bola: Person, now: dt.datetime) -> None:
    for number in range(Asset.MOST):
        knit(bola, now, words=f"I knit {number}.")
    with pytest.raises(Refused):
        knit(bola, now, words="And one more.")


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("travel", True),
        ("travle", True),
        ("TRAVELLING", True),
        ("pass", True),
        ("swimming", False),
        ("", True),
        ("%_'", False),
    ],
)
def test_offers_are_found_by_words_with_typos_forgiven(
    seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime, sought: str, found: bool
) -> None:
    knit(seats["bola"].person, now, words="I can show people how I use my travel pass.")
    page = client_of(seats["dev"].person).get(HERE, {"q": sought}).content.decode()
    assert ("my travel pass" in page) is found


def test_offers_can_be_narrowed_to_a_kind(seats: dict[str, Membership], client_of: ClientOf, now: dt.datetime) -> None:
    knit(seats["bola"].person, now)
    client = client_of(seats["dev"].person)
    assert "I knit." in client.get(HERE, {"kind": "skill"}).content.decode()
    assert "I knit." not in client.get(HERE, {"kind": "time"}).content.decode()
    assert client.get(HERE + "?kind=%00&q=%00&page=x").status_code == 200


def test_words_of_any_script_are_kept_as_they_are(bola: Person, now: dt.datetime) -> None:
    for words in ("أستطيع الطبخ", "Dw i'n gallu coginio", "🎶 I sing", "字" * 300):
        assert knit(bola, now, words=words).words == words
