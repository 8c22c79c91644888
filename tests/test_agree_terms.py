"""The terms are agreed as any decision is; from then on everybody is asked whether they accept them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.actions import change_wording, record_outcome, take_position
from decisions.actions.terms import open_terms_decision
from decisions.models import Decision
from participants.kinds import KINDS
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions.terms import accept_terms, answer_question, ask_about_terms, write_terms
from projects.models import (
    HistoryEntry,
    Invitation,
    Membership,
    Project,
    TermsAcceptance,
    TermsAgreed,
    TermsQuestion,
    TermsVersion,
    Via,
)
from projects.reminders import waiting_for
from projects.terms import in_force, starting_text
from tests.factories import join, make_person

P = "/projects/short-breaks-for-carers/"
ACCEPT = f"{P}terms/acceptance"
WHO = f"{P}terms/acceptances"
WEEK = dt.timedelta(days=7)
ClientOf = Callable[[Person], Client]
SAYING_YES = {"name": "Seun Bankole", "reach_by": "email", "language": "en-gb"}
NEW_SAY = "All of us, by consent."


@pytest.fixture
def version(project: Project, seats: dict[str, Membership], now: dt.datetime) -> TermsVersion:
    """A draft that would give everybody the final say."""
    words = starting_text(project) | {"final_say": NEW_SAY}
    return write_terms(project, words, by=seats["amina"].person, now=now)


def opened(version: TermsVersion, now: dt.datetime, **minimums: int) -> Decision:
    groups = {version.project.groups.get(key=key): people for key, people in minimums.items()}
    by = version.written_by.person
    return open_terms_decision(version.project, version, closes_at=now + WEEK, minimums=groups, by=by, now=now)


def settled(decision: Decision, seat: Membership, now: dt.datetime, *, agreed: bool = True) -> None:
    last = decision.wordings.count()
    take_position(decision, seat, stance="consent", wording=last, by=seat.person, now=now, reason="")
    words: dict[str, Any] = {"decided": "Yes.", "reasons": "It is plain.", "rejected": "Nothing."}
    result = "agreed" if agreed else "not_agreed"
    record_outcome(decision, result=result, **words, by=decision.opened_by.person, now=now, early=True)


@pytest.fixture
def agreed(version: TermsVersion, seats: dict[str, Membership], now: dt.datetime) -> TermsVersion:
    settled(opened(version, now), seats["bola"], now)
    return version


def asked_to_accept(person: Person, now: dt.datetime) -> bool:
    return any(each.url == ACCEPT for each in waiting_for(person, now))


def test_a_facilitator_asks_everyone_with_one_button(
    client_of: ClientOf, amina: Person, bola: Person, version: TermsVersion
) -> None:
    client = client_of(amina)
    link = f"{P}decisions/terms"
    assert link in client.get(f"{P}terms/").content.decode()
    assert link not in client_of(bola).get(f"{P}terms/").content.decode()
    minimums = {f"minimum_{group.pk}": 0 for group in version.project.groups.all()}
    sent = {"closes_on_0": 4, "closes_on_1": 12, "closes_on_2": 2026, "closes_time": "5pm", **minimums}
    client.post(link, sent)
    decision = Decision.objects.get()
    page = client_of(bola).get(decision.get_absolute_url()).content.decode()
    assert f"{P}terms/versions/1/" in page
    assert "Partners are deciding about the terms already" in client.post(link, sent).content.decode()


def test_what_is_agreed_holds_and_its_final_say_is_the_projects(
    client_of: ClientOf, bola: Person, agreed: TermsVersion
) -> None:
    assert in_force(agreed.project) == agreed
    assert Project.objects.get(pk=agreed.project_id).final_say == NEW_SAY
    assert NEW_SAY in client_of(bola).get(P).content.decode()
    page = client_of(bola).get(f"{P}terms/versions/1/").content.decode()
    assert "Agreed on" in page
    assert Decision.objects.get().get_absolute_url() in page


def test_before_it_is_agreed_the_final_say_stays_as_it_was(
    version: TermsVersion, project: Project, now: dt.datetime
) -> None:
    opened(version, now)
    assert Project.objects.get(pk=project.pk).final_say == project.final_say != NEW_SAY


def test_a_provisional_agreement_is_shown_as_such_and_holds_nobody(
    client_of: ClientOf, bola: Person, version: TermsVersion, seats: dict[str, Membership], now: dt.datetime
) -> None:
    settled(opened(version, now, carers=1), seats["bola"], now)
    assert "Carers" in TermsAgreed.objects.get().missing
    assert "Provisional: a group is missing" in client_of(bola).get(f"{P}terms/").content.decode()
    assert in_force(version.project) is None
    assert Project.objects.get(pk=version.project_id).final_say != NEW_SAY
    assert not asked_to_accept(bola, now)
    assert HistoryEntry.objects.filter(verb="terms_provisional").exists()


def test_terms_that_were_agreed_provisionally_hold_once_no_group_is_missing(
    bola: Person, version: TermsVersion, seats: dict[str, Membership], now: dt.datetime
) -> None:
    settled(decision := opened(version, now, carers=1), seats["bola"], now)
    carys, later = seats["carys"], now + dt.timedelta(minutes=1)
    take_position(decision, carys, stance="consent", wording=1, by=carys.person, now=later)
    assert in_force(version.project) == version
    assert Project.objects.get(pk=version.project_id).final_say == NEW_SAY
    assert asked_to_accept(bola, later)


def test_the_database_lets_a_provisional_agreement_hold_once_and_nothing_else(
    version: TermsVersion, seats: dict[str, Membership], now: dt.datetime
) -> None:
    settled(opened(version, now, carers=1), seats["bola"], now)
    agreed = TermsAgreed.objects.all()
    for facts in ({"about": "decision:99"}, {"missing": "Staff"}, {"missing": "", "at": now + WEEK}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            agreed.update(**facts)
    assert agreed.update(missing="") == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        agreed.update(missing="Carers")


def test_what_is_not_agreed_changes_nothing(
    version: TermsVersion, seats: dict[str, Membership], now: dt.datetime
) -> None:
    settled(opened(version, now), seats["bola"], now, agreed=False)
    assert not TermsAgreed.objects.exists()


def test_new_words_in_the_decision_propose_the_newest_version(
    version: TermsVersion, seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    decision = opened(version, now)
    with pytest.raises(Refused, match="Change those first"):
        change_wording(decision, words="Other words.", because="No.", by=amina, now=now)
    newer = write_terms(version.project, {"meetings": "Weekly."}, because="Bola forgets.", by=amina, now=now)
    change_wording(decision, words="We work by version 2.", because="Bola forgets.", by=amina, now=now)
    settled(decision, seats["bola"], now)
    assert in_force(version.project) == newer
    assert not hasattr(TermsVersion.objects.get(pk=version.pk), "agreed")


def test_an_older_version_cannot_be_put_to_everyone(version: TermsVersion, amina: Person, now: dt.datetime) -> None:
    write_terms(version.project, {"meetings": "Weekly."}, because="Bola forgets.", by=amina, now=now)
    with pytest.raises(Refused, match="meanwhile"):
        opened(version, now)


def test_everybody_is_asked_to_accept_and_each_is_told_in_their_own_way(
    agreed: TermsVersion, seats: dict[str, Membership], now: dt.datetime
) -> None:
    assert all(asked_to_accept(seat.person, now) for seat in seats.values())
    channels = dict(Message.objects.filter(kind="terms_to_accept").values_list("to__name", "channel"))
    assert (len(channels), channels["Gwen Parry"], channels["Carys Llewellyn"]) == (7, "letter", "text")


def test_somebody_accepts_and_is_not_asked_again_until_there_is_something_new(
    agreed: TermsVersion,
    client_of: ClientOf,
    bola: Person,
    amina: Person,
    seats: dict[str, Membership],
    now: dt.datetime,
) -> None:
    client = client_of(bola)
    assert NEW_SAY in client.get(ACCEPT).content.decode()
    client.post(ACCEPT, {"answer": "accept"})
    assert not asked_to_accept(bola, now)
    assert "You accepted this on" in client.get(ACCEPT).content.decode()
    newer = write_terms(agreed.project, {"meetings": "Weekly."}, because="Bola forgets.", by=amina, now=now)
    assert not asked_to_accept(bola, now)
    settled(opened(newer, now), seats["bola"], now)
    assert asked_to_accept(bola, now)
    with pytest.raises(Refused, match="have changed"):
        accept_terms(agreed, seats["carys"], by=seats["carys"].person, now=now)


def test_a_question_goes_to_facilitators_alone_and_its_answer_brings_the_asking_back(
    agreed: TermsVersion, client_of: ClientOf, bola: Person, amina: Person, now: dt.datetime
) -> None:
    client = client_of(bola)
    assert "Write your question" in client.post(ACCEPT, {"answer": "ask"}).content.decode()
    client.post(ACCEPT, {"answer": "ask", "words": "May I tell my <son>?"})
    assert not asked_to_accept(bola, now)
    assert "May I tell my &lt;son&gt;?" in client_of(amina).get(WHO).content.decode()
    assert "1 question before somebody accepts" in client_of(amina).get("/desk/").content.decode()
    question = TermsQuestion.objects.get()
    client_of(amina).post(f"{P}terms/questions/{question.pk}/", {"answer": "Yes, but no names."})
    assert asked_to_accept(bola, now)
    assert "Yes, but no names." in client.get(ACCEPT).content.decode()
    assert Message.objects.filter(kind="terms_question_answered", to=bola).count() == 1
    assert not HistoryEntry.objects.filter(facts__icontains="tell my").exists()
    with pytest.raises(Refused):
        answer_question(question, "Again.", by=amina, now=now)


def test_who_has_not_accepted_stays_a_partner_and_facilitators_alone_see_it(
    agreed: TermsVersion,
    client_of: ClientOf,
    bola: Person,
    amina: Person,
    seats: dict[str, Membership],
    now: dt.datetime,
) -> None:
    accept_terms(agreed, seats["carys"], by=seats["carys"].person, now=now)
    page = client_of(amina).get(WHO).content.decode()
    assert page.count("Not yet") == 6
    assert client_of(bola).get(WHO).status_code == 403
    assert client_of(bola).get(P).status_code == 200


def test_a_facilitator_writes_down_that_somebody_accepts(
    agreed: TermsVersion,
    client_of: ClientOf,
    amina: Person,
    bola: Person,
    seats: dict[str, Membership],
    now: dt.datetime,
) -> None:
    client_of(amina).post(WHO, {"who": seats["gwen"].pk, "via": "paper", "answer": "accept"})
    acceptance = TermsAcceptance.objects.get()
    assert (acceptance.membership, acceptance.via, acceptance.entered_by) == (seats["gwen"], "paper", amina)
    with pytest.raises(Refused):
        accept_terms(agreed, seats["gwen"], by=bola, now=now, via=Via.PHONE)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TermsAcceptance.objects.all().delete()


def test_who_joins_later_reads_the_terms_before_and_accepts_them_after(
    agreed: TermsVersion, client_of: ClientOf, amina: Person, seats: dict[str, Membership], now: dt.datetime
) -> None:
    newcomer = make_person("Seun Bankole")
    seat = join(agreed.project, newcomer, "use", now=now, joined_at=None)
    invitation = Invitation.objects.create(membership=seat, sent_by=amina, sent_at=now, expires_at=now + WEEK)
    assert f"/invitation/{invitation.code}/terms" in Client().get(f"/invitation/{invitation.code}/").content.decode()
    assert NEW_SAY in Client().get(f"/invitation/{invitation.code}/terms").content.decode()
    assert not asked_to_accept(newcomer, now)
    Client().post(f"/invitation/{invitation.code}/accept", SAYING_YES)
    assert asked_to_accept(newcomer, now)


def test_a_withdrawn_invitation_shows_no_terms(agreed: TermsVersion, amina: Person, now: dt.datetime) -> None:
    seat = join(agreed.project, make_person("Seun Bankole"), "use", now=now, joined_at=None)
    invitation = Invitation.objects.create(
        membership=seat, sent_by=amina, sent_at=now, expires_at=now + WEEK, withdrawn_at=now, withdrawn_by=amina
    )
    assert Client().get(f"/invitation/{invitation.code}/terms").status_code == 302


def test_nobody_is_sent_what_they_have_accepted_already(
    agreed: TermsVersion, bola: Person, seats: dict[str, Membership], now: dt.datetime
) -> None:
    message, too_late = Message.objects.get(kind="terms_to_accept", to=bola), KINDS["terms_to_accept"].too_late
    assert too_late(message, now) == ""
    accept_terms(agreed, seats["bola"], by=bola, now=now)
    assert too_late(message, now)
    gwens = Message.objects.get(kind="terms_to_accept", to=seats["gwen"].person)
    Membership.objects.filter(pk=seats["gwen"].pk).update(left_at=now)
    assert too_late(gwens, now)


def test_somebody_who_has_left_answers_nothing(
    agreed: TermsVersion, seats: dict[str, Membership], now: dt.datetime
) -> None:
    Membership.objects.filter(pk=seats["bola"].pk).update(left_at=now)
    with pytest.raises(Refused):
        accept_terms(agreed, seats["bola"], by=seats["bola"].person, now=now)
    with pytest.raises(Refused):
        ask_about_terms(agreed, seats["bola"], "Why?", by=seats["bola"].person, now=now)


@pytest.mark.parametrize("path", ["terms/acceptances", "terms/acceptance", "terms/"])
def test_the_number_of_queries_stays_the_same(
    agreed: TermsVersion, client_of: ClientOf, amina: Person, now: dt.datetime, path: str
) -> None:
    client, counts = client_of(amina), []
    for times in (2, 20):
        for number in range(times):
            seat = join(agreed.project, make_person(f"Partner {times} {number}"), "use", now=now)
            ask_about_terms(agreed, seat, "Why?", by=seat.person, now=now)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{P}{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
