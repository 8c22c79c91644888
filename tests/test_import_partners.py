"""Bringing people in from a spreadsheet: what the plan says of each row, and that the import does exactly it."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import imports as actions
from projects.actions.invitations import decline_invitation, invite_those_not_asked
from projects.models import HistoryEntry, Invitation, Membership, PartnerImport, Project
from projects.spreadsheet.columns import FIELDS
from projects.spreadsheet.plan import Row, plan_of

FILES = Path(__file__).parent / "files"


def table_of(project: Project, data: bytes, *, now: dt.datetime, groups: dict[str, str] | None = None) -> PartnerImport:
    """A file that has gone through its steps, with the guesses as they are and `groups` for what is not known."""
    table = actions.start_import(project, data, "people.csv", by=project.made_by, now=now)
    actions.choose_columns(table, table.columns)
    known = {word: group or (groups or {}).get(word, "-") for word, group in table.groups.items()}
    actions.choose_groups(table, known)
    return table


@pytest.fixture
def table(project: Project, seats: dict[str, Membership], now: dt.datetime) -> PartnerImport:
    """Our own file of made-up people. The one befriender in it is staff."""
    return table_of(project, (FILES / "people.csv").read_bytes(), now=now, groups={"befriender": "staff"})


@pytest.fixture
def rows(table: PartnerImport, amina: Person) -> dict[int, Row]:
    return {row.number: row for row in plan_of(table, by=amina).rows}


def commit(table: PartnerImport, now: dt.datetime, *, invite: bool = True) -> PartnerImport:
    return actions.commit_import(table, invite=invite, by=table.made_by, now=now)


def test_a_file_that_was_forgotten_in_another_window_brings_nobody_in(table: PartnerImport, now: dt.datetime) -> None:
    actions.discard_import(table)
    with pytest.raises(Refused, match="forgotten meanwhile"):
        commit(table, now)


def test_each_row_has_its_fate(rows: dict[int, Row]) -> None:
    fates = {number: row.fate.value for number, row in rows.items()}
    assert fates == {
        2: "new",
        3: "new",
        4: "new",
        5: "problem",
        6: "new",
        7: "problem",
        8: "same",
        10: "new",
        12: "new",
    }


def test_groups_are_known_by_many_words(rows: dict[int, Row]) -> None:
    keys = {number: row.group.key if row.group else "" for number, row in rows.items()}
    assert (keys[2], keys[3], keys[4], keys[6]) == ("carers", "use", "use", "staff")


def test_a_doubtful_row_names_row_column_and_reason(rows: dict[int, Row]) -> None:
    [remark] = rows[5].problems
    assert (str(remark.column), remark.cell) == ("Email address", "not an address")
    [remark] = rows[7].problems
    assert remark.sentence.startswith("Row 3, Owen Reed, has the same address in other capitals.")


def test_a_lost_zero_is_put_back_and_shown(rows: dict[int, Row]) -> None:
    assert rows[3].phone == "+447700900302"
    assert rows[3].notes[0].sentence == "We put back the 0 at the start. It is now 07700 900302."


def test_everybody_is_reached_in_the_nearest_way_to_their_wish(rows: dict[int, Row]) -> None:
    ways = {number: row.reach_by.value for number, row in rows.items()}
    assert ways[3] == "text"
    assert ways[4] == "post"
    assert ways[10] == "phone"  # a landline takes no texts
    assert ways[12] == "email"  # there is no number to ring


def test_needs_keep_their_own_words(rows: dict[int, Row]) -> None:
    assert [(kind.value, words) for kind, words in rows[3].needs] == [("hearing_loop", ""), ("other", "I bring my dog")]
    assert rows[4].needs == ()


def test_the_import_does_what_the_plan_says(table: PartnerImport, project: Project, now: dt.datetime) -> None:
    done = commit(table, now)
    names = set(Membership.objects.waiting().filter(project=project).values_list("person__name", flat=True))
    assert names == {"Nell Price", "Owen Reed", "Petra Stone", "Rhian Tudor", "Sam Vale", "Tess Wood"}
    assert (done.result["joining"], done.result["invited"]) == (6, 6)
    channels = dict(Message.objects.filter(kind="invitation").values_list("to__name", "channel"))
    assert channels["Petra Stone"] == "letter"
    assert channels["Owen Reed"] == "text"
    assert HistoryEntry.objects.get(verb="partners_imported").facts == {"count": 6}


def test_the_file_is_forgotten_once_it_is_done(table: PartnerImport, now: dt.datetime) -> None:
    assert commit(table, now).rows == []


def test_the_same_file_again_changes_nothing(project: Project, table: PartnerImport, now: dt.datetime) -> None:
    commit(table, now)
    before = (Person.objects.count(), Membership.objects.count(), Invitation.objects.count(), Message.objects.count())
    data = (FILES / "people.csv").read_bytes()
    done = commit(table_of(project, data, now=now, groups={"befriender": "staff"}), now)
    after = (Person.objects.count(), Membership.objects.count(), Invitation.objects.count(), Message.objects.count())
    assert after == before
    assert (done.result["joining"], done.result["here"]) == (0, 6)


def test_sent_twice_it_is_done_once(table: PartnerImport, now: dt.datetime) -> None:
    commit(table, now)
    assert commit(table, now).result["joining"] == 6
    assert Membership.objects.filter(person__name="Nell Price").count() == 1


def test_nobody_is_invited_until_the_facilitator_says_so(
    table: PartnerImport, project: Project, amina: Person, now: dt.datetime
) -> None:
    commit(table, now, invite=False)
    assert not Message.objects.filter(kind="invitation").exists()
    assert invite_those_not_asked(project, by=amina, now=now) == 6
    assert invite_those_not_asked(project, by=amina, now=now) == 0
    assert Message.objects.filter(kind="invitation").count() == 6


def test_who_said_no_is_not_asked_by_a_list(project: Project, table: PartnerImport, now: dt.datetime) -> None:
    commit(table, now)
    invitation = Invitation.objects.get(membership__person__name="Nell Price")
    decline_invitation(invitation, by=invitation.membership.person, now=now)
    again = table_of(project, b"Name,Email,Group\nNell Price,nell@example.org,Carer\n", now=now)
    assert commit(again, now).result["past"] == 1
    assert Invitation.objects.filter(membership__person__name="Nell Price").count() == 1


def test_somebody_known_elsewhere_looks_like_anybody_else_and_keeps_their_details(
    project: Project, seats: dict[str, Membership], eve: Person, amina: Person, now: dt.datetime
) -> None:
    table = table_of(project, b"Name,Email,Mobile,Group\nE. Marsh,EVE@southmoor.example,07700900399,Carer\n", now=now)
    assert plan_of(table, by=amina).counts["new"] == 1
    commit(table, now)
    eve.refresh_from_db()
    assert (eve.name, eve.phone) == ("Eve Marsh", "")
    assert Membership.objects.get(person=eve).shown_phone == "+447700900399"


def test_people_who_share_a_phone_are_different_people(project: Project, amina: Person, now: dt.datetime) -> None:
    data = b"Name,Email,Mobile,Group\nA Lee,a@example.org,07700900301,Carer\nB Lee,b@example.org,07700900301,Carer\n"
    assert plan_of(table_of(project, data, now=now), by=amina).counts["new"] == 2


def test_a_hostile_file_does_no_harm(
    project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    table = table_of(project, (FILES / "hostile.csv").read_bytes(), now=now)
    rows = {row.number: row for row in plan_of(table, by=amina).rows}
    assert "formula" in rows[2].problems[0].sentence
    assert "look like a name" in rows[3].problems[0].sentence
    assert rows[4].name == "Anne Hill"
    assert "email address" in rows[5].problems[0].sentence
    assert "more cells" in rows[6].problems[0].sentence.lower()
    assert "200 characters" in rows[8].problems[0].sentence
    assert rows[9].name == "NulName"
    assert commit(table, now).result["joining"] == 2


def test_too_many_words_for_groups_are_the_wrong_column(project: Project, now: dt.datetime) -> None:
    data = "Name,Group\n" + "".join(f"Person {number},Word {number}\n" for number in range(41))
    table = actions.start_import(project, data.encode(), "a.csv", by=project.made_by, now=now)
    with pytest.raises(Refused, match="Is it the right one"):
        actions.choose_columns(table, table.columns)


def test_what_nobody_finishes_is_forgotten_in_a_day(table: PartnerImport, now: dt.datetime) -> None:
    assert actions.forget_imports(now + dt.timedelta(hours=23)) == 0
    assert actions.forget_imports(now + dt.timedelta(hours=24)) == 1


def test_queries_stay_constant(
    project: Project,
    seats: dict[str, Membership],
    amina: Person,
    now: dt.datetime,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    lines = "".join(f"Person {n},p{n}@example.org,Carer,BSL interpreter\n" for n in range(500))
    table = table_of(project, f"Name,Email,Group,Needs\n{lines}".encode(), now=now)
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        plan_of(table, by=amina)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        assert commit(table, now).result["joining"] == 500


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_bring_everybody_in_once(project: Project, amina: Person, now: dt.datetime) -> None:
    data = (FILES / "people.csv").read_bytes()
    tables = [table_of(project, data, now=now, groups={"befriender": "staff"}) for _each in range(2)]
    start = threading.Barrier(2)
    joined: list[int] = []

    def bring_in(table: PartnerImport) -> None:
        start.wait()
        joined.append(commit(table, now).result["joining"])
        connection.close()

    threads = [threading.Thread(target=bring_in, args=[table]) for table in tables]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(joined) == [0, 6]
    assert Person.objects.filter(name="Owen Reed").count() == 1


cells = st.text(max_size=30) | st.sampled_from(["Carer", "a@example.org", "07700 900301", "Nell Price", "=1+1", "post"])


@given(st.lists(st.lists(cells, max_size=6), min_size=1, max_size=8), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rows_with_any_columns_come_in_whole_or_not_at_all(
    project: Project, now: dt.datetime, rows: list[list[str]], data: st.DataObject
) -> None:
    text = "\n".join(",".join(f'"{cell.replace(chr(34), "")}"' for cell in row) for row in rows)
    try:
        table = actions.start_import(project, text.encode(errors="replace"), "a.csv", by=project.made_by, now=now)
    except Refused:
        return
    width = max(map(len, table.rows))
    table.heading = data.draw(st.integers(0, len(table.rows)))
    chosen = {name: data.draw(st.integers(0, width - 1)) for name in FIELDS if data.draw(st.booleans())}
    actions.choose_columns(table, chosen)
    actions.choose_groups(table, {word: data.draw(st.sampled_from(["use", "carers", "-"])) for word in table.groups})
    table.save()
    before = Membership.objects.count()
    done = commit(table, now)
    assert Membership.objects.count() - before == done.result["joining"] == done.result["invited"]


class TestPages:
    """The same steps in a browser."""

    PEOPLE = "/projects/short-breaks-for-carers/people/"

    @pytest.fixture
    def browser(self, client_of: Callable[[Person], Client], seats: dict[str, Membership], amina: Person) -> Client:
        return client_of(amina)

    def upload(self, browser: Client, data: bytes, name: str = "people.csv") -> str:
        answer = browser.post(f"{self.PEOPLE}import/", {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]).removesuffix("columns")

    def test_a_file_goes_through_its_steps(self, browser: Client) -> None:
        start = self.upload(browser, (FILES / "people.csv").read_bytes())
        first = browser.get(f"{start}columns").context["form"].initial
        assert browser.post(f"{start}columns", first)["Location"] == f"{start}groups"
        form = browser.get(f"{start}groups").context["form"]
        answers = {name: field.initial or "staff" for name, field in form.fields.items()}
        assert browser.post(f"{start}groups", answers)["Location"] == f"{start}preview"
        words = browser.get(f"{start}preview").content.decode()
        assert "6 people join" in words
        assert "not an address" in words
        done = browser.post(f"{start}commit", {"invite": "now"}, follow=True).content.decode()
        assert "6 people are here now" in done
        assert "3 invitations are on their way by email or text message" in done

    def test_what_is_sent_is_told_from_what_waits_on_the_desk(self, browser: Client) -> None:
        people = b"Ann,ann@example.org,\nBen,,07700 900311\nCai,,\nDee,,01632 960111\nEd,,\n"
        start = self.upload(browser, b"Name,Email,Phone\n" + people)
        browser.post(f"{start}columns", browser.get(f"{start}columns").context["form"].initial)
        browser.post(f"{start}groups", {"group_0": "carers"})
        done = browser.post(f"{start}commit", {"invite": "now"}, follow=True).content.decode()
        by_hand = Message.objects.filter(kind="invitation", channel__in=Message.BY_HAND)
        sent = 5 - by_hand.count()
        assert f"{sent} invitations are on their way by email or text message." in done
        assert "2 wait on your Desk as letters to write." in done

    @pytest.mark.parametrize("name", ["a.pdf", "List.DOCX", "scan.jpg", "people.ods"])
    def test_what_is_called_a_letter_or_a_picture_is_no_list(self, browser: Client, name: str) -> None:
        file = SimpleUploadedFile(name, b"Name,Email\nAnn,ann@example.org\n")
        page = browser.post(f"{self.PEOPLE}import/", {"file": file}).content.decode()
        assert "We read .csv and .xlsx files" in page

    def test_rows_without_a_group_are_called_that(self, browser: Client) -> None:
        start = self.upload(browser, b"Name,Email,Group\nAnn,ann@example.org,\nBen,ben@example.org,Carer\n")
        browser.post(f"{start}columns", browser.get(f"{start}columns").context["form"].initial)
        assert "Left is what stands" not in browser.get(f"{start}groups").content.decode()
        page = browser.post(f"{start}groups", {"group_0": "", "group_1": ""}).content.decode()
        assert "Choose a group for the rows that have none." in page

    def test_a_group_that_is_not_known_is_asked_about(self, browser: Client) -> None:
        start = self.upload(browser, (FILES / "people.csv").read_bytes())
        browser.post(f"{start}columns", browser.get(f"{start}columns").context["form"].initial)
        form = browser.get(f"{start}groups").context["form"]
        answers = {name: field.initial for name, field in form.fields.items()}
        assert "Choose a group for “Befriender”." in browser.post(f"{start}groups", answers).content.decode()

    def test_other_headings_are_looked_at_again(self, browser: Client) -> None:
        start = self.upload(browser, b"Nell Price,n@example.org\nOwen Reed,o@example.org\nName,Email\n")
        answer = browser.post(f"{start}columns", {"heading": "0"}, follow=True)
        assert answer.context["form"].initial == {"heading": 0, "name": "0", "email": "1"}

    def test_the_preview_of_a_hostile_file_shows_text_and_runs_nothing(self, browser: Client, now: dt.datetime) -> None:
        project = Project.objects.get()
        table = table_of(project, (FILES / "hostile.csv").read_bytes(), now=now)
        words = browser.get(f"{self.PEOPLE}import/{table.pk}/preview?show=all").content.decode()
        assert "&lt;b&gt;Bold&lt;/b&gt;" in words
        assert "<b>Bold" not in words
        assert "=HYPERLINK(" in words
        assert "\u202e" not in words

    def test_the_preview_takes_few_queries(
        self, browser: Client, now: dt.datetime, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        lines = "".join(f"Person {n},p{n}@example.org,Carer\n" for n in range(300))
        table = table_of(Project.objects.get(), f"Name,Email,Group\n{lines}".encode(), now=now)
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            browser.get(f"{self.PEOPLE}import/{table.pk}/preview")

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\0\1\2" * 900])
    def test_a_file_that_cannot_be_read_comes_back_with_a_sentence(self, browser: Client, data: bytes) -> None:
        answer = browser.post(f"{self.PEOPLE}import/", {"file": SimpleUploadedFile("a.csv", data)})
        assert answer.status_code == 200
        assert "There is a problem" in answer.content.decode()

    def test_stopping_forgets_the_file(self, browser: Client) -> None:
        start = self.upload(browser, b"Name,Group\nNell,Carer\n")
        browser.post(f"{start}discard")
        assert not PartnerImport.objects.exists()
        assert browser.get(start).status_code == 404

    def test_an_import_of_yesterday_is_gone(self, browser: Client, now: dt.datetime) -> None:
        start = self.upload(browser, b"Name,Group\nNell,Carer\n")
        PartnerImport.objects.update(made_at=now - dt.timedelta(days=1))
        assert browser.get(f"{start}columns").status_code == 404
