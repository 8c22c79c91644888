"""Terms of reference: partners write them together, no suggestion is refused without a word, old words stay."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions.terms import give_keeping, leave_out, suggest_change, take_in, write_terms
from projects.models import (
    HistoryEntry,
    Involvement,
    Membership,
    Project,
    StageClosure,
    TermsPart,
    TermsSuggestion,
    TermsVersion,
    Via,
)
from projects.sentences import sentence_for
from projects.terms import by_group, starting_text

TERMS = "/projects/short-breaks-for-carers/terms/"
ClientOf = Callable[[Person], Client]
MEETINGS = TermsPart.MEETINGS


@pytest.fixture
def draft(project: Project, seats: dict[str, Membership], now: dt.datetime) -> TermsVersion:
    """The first draft, from the plain text."""
    return write_terms(project, starting_text(project), by=seats["amina"].person, now=now)


def says(seat: Membership, now: dt.datetime, words: str = "Every week.") -> TermsSuggestion:
    return suggest_change(seat, part=MEETINGS, words=words, why="I forget.", by=seat.person, now=now)


def test_a_facilitator_starts_from_a_plain_text_or_from_nothing(
    seats: dict[str, Membership], client_of: ClientOf, amina: Person, project: Project
) -> None:
    client = client_of(amina)
    plain = client.get(f"{TERMS}change").context["form"]
    blank = client.get(f"{TERMS}change?start=blank").context["form"]
    assert plain["purpose"].value() == project.purpose
    assert "We are equals" in plain["behaviour"].value()
    assert (blank["behaviour"].value(), blank["final_say"].value()) == (None, project.final_say)
    client.post(f"{TERMS}change?start=blank", {"number": 0, "final_say": "All of us."})
    page = client.get(TERMS).content.decode()
    assert "All of us." in page
    assert "Draft" in page


def test_a_change_is_a_new_version_that_says_why_and_the_old_one_stays(
    seats: dict[str, Membership], client_of: ClientOf, amina: Person, draft: TermsVersion
) -> None:
    client = client_of(amina)
    sent = {part.value: draft.part(part) for part in TermsPart} | {"number": 1, "meetings": "Every other week."}
    assert "There is a problem" in client.post(f"{TERMS}change", sent).content.decode()
    assert client.post(f"{TERMS}change", sent | {"because": "So that we remember."}).status_code == 302
    page = client.get(f"{TERMS}versions/2/").content.decode()
    assert "So that we remember." in page
    assert "<ins>" in page
    assert "About once a month" in client.get(f"{TERMS}versions/1/").content.decode()


def test_a_version_is_never_rewritten(draft: TermsVersion) -> None:
    for change in (lambda: TermsVersion.objects.update(meetings="Never."), TermsVersion.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_of_two_who_change_the_draft_at_once_the_second_reads_first_and_loses_nothing(
    seats: dict[str, Membership], client_of: ClientOf, amina: Person, draft: TermsVersion, now: dt.datetime
) -> None:
    write_terms(draft.project, {"meetings": "Every day."}, because="More.", by=amina, now=now)
    sent = {part.value: draft.part(part) for part in TermsPart} | {
        "number": 1,
        "meetings": "Never.",
        "because": "Less.",
    }
    page = client_of(amina).post(f"{TERMS}change", sent).content.decode()
    assert "Somebody changed the terms while you were writing" in page
    assert "Never." in page
    assert TermsVersion.objects.count() == 2


def test_the_same_words_are_no_new_version(draft: TermsVersion, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="same as before"):
        write_terms(draft.project, {"meetings": f" {draft.meetings}\n"}, because="None.", by=amina, now=now)


def test_any_partner_suggests_a_change_and_it_counts_as_taking_part(
    seats: dict[str, Membership], client_of: ClientOf, bola: Person, draft: TermsVersion
) -> None:
    client = client_of(bola)
    assert "About once a month" in client.get(f"{TERMS}suggestions/new?part=meetings").content.decode()
    client.post(f"{TERMS}suggestions/new?part=meetings", {"words": "Every <week>.", "why": "I forget."})
    suggestion = TermsSuggestion.objects.get()
    assert (suggestion.part, suggestion.group.key, suggestion.membership) == ("meetings", "use", seats["bola"])
    assert Involvement.objects.get(kind="contributed").about == f"suggestion:{suggestion.pk}"
    page = client.get(f"{TERMS}suggestions/").content.decode()
    assert "&lt;week&gt;" in page
    assert "Waits for an answer" in page


def test_a_suggestion_is_kept_between_two_stages_as_well(
    seats: dict[str, Membership], draft: TermsVersion, now: dt.datetime, amina: Person
) -> None:
    StageClosure.objects.create(stage=draft.project.stages.get(position=1), closed_by=amina, closed_at=now)
    assert says(seats["bola"], now).pk
    assert not Involvement.objects.filter(kind="contributed").exists()


def test_a_suggestion_that_is_taken_in_is_a_new_version_and_the_person_is_told(
    seats: dict[str, Membership], client_of: ClientOf, amina: Person, draft: TermsVersion, now: dt.datetime
) -> None:
    suggestion = says(seats["bola"], now)
    answer = {"answer": "take", "words": "Every other week.", "because": "In part: a week is too short."}
    client_of(amina).post(f"{TERMS}suggestions/{suggestion.pk}/", answer)
    suggestion.refresh_from_db()
    assert suggestion.taken_into is not None
    assert (suggestion.taken_into.number, suggestion.taken_into.meetings) == (2, "Every other week.")
    assert suggestion.taken_into.behaviour == draft.behaviour
    message = Message.objects.get(kind="terms_suggestion_answered")
    assert (message.to, message.context["taken_in"]) == (seats["bola"].person, True)


def test_no_suggestion_is_refused_without_a_word(
    seats: dict[str, Membership], client_of: ClientOf, amina: Person, draft: TermsVersion, now: dt.datetime
) -> None:
    suggestion = says(seats["bola"], now)
    sent = {"answer": "leave", "words": "Every week.", "because": " "}
    assert "There is a problem" in client_of(amina).post(f"{TERMS}suggestions/{suggestion.pk}/", sent).content.decode()
    with pytest.raises(Refused):
        leave_out(suggestion, answer=" ", by=amina, now=now)
    with pytest.raises(IntegrityError, match="answered_with_words"), transaction.atomic():
        TermsSuggestion.objects.update(answered_at=now)
    leave_out(suggestion, answer="Jean can't come that often.", by=amina, now=now)
    page = client_of(seats["bola"].person).get(f"{TERMS}suggestions/").content.decode()
    assert "Not taken in" in page
    assert "Jean can&#x27;t come that often." in page


def test_a_suggestion_is_answered_once(
    seats: dict[str, Membership], amina: Person, draft: TermsVersion, now: dt.datetime
) -> None:
    suggestion = says(seats["bola"], now)
    leave_out(suggestion, answer="Not now.", by=amina, now=now)
    with pytest.raises(Refused, match="already"):
        take_in(suggestion, words="Every week.", answer="Yes.", by=amina, now=now)
    assert TermsVersion.objects.count() == 1


def test_what_a_partner_suggested_can_be_neither_changed_nor_deleted(
    seats: dict[str, Membership], draft: TermsVersion, now: dt.datetime
) -> None:
    says(seats["bola"], now)
    for change in (lambda: TermsSuggestion.objects.update(words="No."), TermsSuggestion.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_page_says_which_group_changed_what(
    seats: dict[str, Membership], amina: Person, draft: TermsVersion, now: dt.datetime
) -> None:
    take_in(says(seats["bola"], now), words="Every week.", answer="Yes.", by=amina, now=now)
    leave_out(says(seats["bola"], now, "Each Monday."), answer="Not all can.", by=amina, now=now)
    says(seats["carys"], now, "By text.")
    counts = {each.group.key: (each.made, each.taken_in, each.waiting) for each in by_group(draft.project)}
    assert counts == {"use": (2, 1, 0), "carers": (1, 0, 1), "staff": (0, 0, 0), "commissioners": (0, 0, 0)}


def test_a_facilitator_writes_down_a_suggestion_with_how_it_came(
    seats: dict[str, Membership], client_of: ClientOf, amina: Person, draft: TermsVersion
) -> None:
    sent = {"who": seats["gwen"].pk, "via": "phone", "words": "In my kitchen.", "why": "I can't go out."}
    client_of(amina).post(f"{TERMS}suggestions/new?part=meetings&for=other", sent)
    suggestion = TermsSuggestion.objects.get()
    assert (suggestion.membership, suggestion.via, suggestion.entered_by) == (seats["gwen"], "phone", amina)
    assert "by phone" in sentence_for(HistoryEntry.objects.get(verb="terms_suggested_for"))


def test_a_partner_who_names_another_still_suggests_for_themself(
    seats: dict[str, Membership], client_of: ClientOf, bola: Person, draft: TermsVersion, now: dt.datetime
) -> None:
    sent = {"who": seats["gwen"].pk, "via": "phone", "words": "Never.", "why": "No."}
    client_of(bola).post(f"{TERMS}suggestions/new?part=meetings&for=other", sent)
    assert TermsSuggestion.objects.get().membership == seats["bola"]
    with pytest.raises(Refused):
        suggest_change(seats["gwen"], part=MEETINGS, words="No.", why="No.", by=bola, now=now, via=Via.PHONE)


def test_a_partner_keeps_the_draft_for_as_long_as_it_is_given_to_them(
    seats: dict[str, Membership],
    client_of: ClientOf,
    amina: Person,
    bola: Person,
    draft: TermsVersion,
    now: dt.datetime,
) -> None:
    client = client_of(bola)
    assert client.get(f"{TERMS}change").status_code == 403
    client_of(amina).post(f"{TERMS}keeper", {"who": seats["bola"].pk})
    assert client.get(f"{TERMS}change").status_code == 200
    assert write_terms(draft.project, {"meetings": "Often."}, because="Why not?", by=bola, now=now).number == 2
    client_of(amina).post(f"{TERMS}keeper", {"who": ""})
    assert client.get(f"{TERMS}change").status_code == 403
    with pytest.raises(Refused):
        write_terms(draft.project, {"meetings": "Rarely."}, because="No.", by=bola, now=now)


def test_a_keeper_who_leaves_keeps_nothing(
    seats: dict[str, Membership], amina: Person, draft: TermsVersion, now: dt.datetime
) -> None:
    give_keeping(draft.project, seats["bola"], by=amina, now=now)
    Membership.objects.filter(pk=seats["bola"].pk).update(left_at=now)
    with pytest.raises(Refused):
        write_terms(draft.project, {"meetings": "Often."}, because="Why not?", by=seats["bola"].person, now=now)


def test_nobody_outside_writes_or_suggests(elsewhere: Membership, draft: TermsVersion, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        write_terms(draft.project, {"meetings": "Often."}, because="No.", by=elsewhere.person, now=now)
    with pytest.raises(Refused):
        says(elsewhere, now)


def test_before_there_is_a_draft_the_pages_say_so(
    seats: dict[str, Membership], client_of: ClientOf, bola: Person, amina: Person
) -> None:
    assert "There is no draft yet" in client_of(bola).get(TERMS).content.decode()
    for path in ("suggestions/new", "acceptance"):
        assert client_of(bola).get(f"{TERMS}{path}").headers["Location"] == TERMS
    assert client_of(amina).get(f"{TERMS}acceptances").headers["Location"] == TERMS
    assert client_of(bola).get(f"{TERMS}versions/99999999/").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"final_say": ""}, {"final_say": "x" * 301}, {"meetings": "x" * 2001}, {"number": "x"}]
)
def test_what_cannot_be_kept_comes_back_filled_in(
    seats: dict[str, Membership], client_of: ClientOf, amina: Person, wrong: dict[str, str]
) -> None:
    page = client_of(amina).post(f"{TERMS}change", {"number": 0, "final_say": "Us.", "behaviour": "أهلا 🎶"} | wrong)
    assert page.status_code == 200
    assert "أهلا 🎶" in page.content.decode()
    assert not TermsVersion.objects.exists()


@pytest.mark.parametrize("path", ["", "suggestions/", "versions/", "versions/2/"])
def test_the_number_of_queries_stays_the_same(
    seats: dict[str, Membership], client_of: ClientOf, amina: Person, draft: TermsVersion, now: dt.datetime, path: str
) -> None:
    client, counts = client_of(amina), []
    for times in (2, 20):
        for number in range(times):
            take_in(
                says(seats["bola"], now, f"On day {times} {number}."),
                words=f"On day {times} {number}.", answer="Yes.", by=amina, now=now,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{TERMS}{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
