"""The register of decisions: one chain for each project, read by everybody inside, checked by anybody."""

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.actions import Word, open_decision, record_outcome, respond, take_position, tell_people
from decisions.actions.register import correct, enter
from decisions.models import Decision, Feedback, Outcome, RegisterEntry, RegisterHead
from decisions.register_check import wrong_in
from decisions.verify_record import check, hash_of
from participants.delivery import deliver
from participants.models import Message, Person
from participants.refusals import Refused
from projects.models import Membership, PartnerGroup, Project
from tests.factories import make_decision

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
WORDS: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting: too late."}


@pytest.fixture
def settled(project: Project, seats: Seats, amina: Person, farah: Person, now: dt.datetime) -> Decision:
    """Opened, answered, decided without a carer, answered by the commissioner once it stood."""
    carers = PartnerGroup.objects.get(project=project, key="carers")
    decision = open_decision(
        project,
        question="What is a break for?",
        proposal="To rest.",
        closes_at=now + 7 * DAY,
        minimums={carers: 1},
        by=amina,
        now=now,
    )
    bola, carys = seats["bola"], seats["carys"]
    take_position(decision, bola, stance="object", reason="Not all.", wording=1, by=bola.person, now=now)
    take_position(decision, bola, stance="consent", wording=1, by=bola.person, now=now)
    record_outcome(decision, result="agreed", by=amina, now=now + DAY, early=True, **WORDS)
    take_position(decision, carys, stance="consent", wording=1, by=carys.person, now=now + 2 * DAY)
    respond(decision, answer="accepted", reasons="We will.", by=farah, now=now + 3 * DAY)
    return decision


def kinds() -> list[str]:
    return list(RegisterEntry.objects.order_by("number").values_list("kind", flat=True))


def test_everything_that_matters_is_entered_in_order_and_the_chain_holds(settled: Decision, project: Project) -> None:
    assert kinds() == ["opened", "outcome", "stands", "answer"]
    opened, outcome, stands, answer = RegisterEntry.objects.order_by("number")
    assert opened.body["minimums"] == {"Carers": 1}
    assert opened.body["final_say"] == project.final_say
    assert (outcome.body["decided"], outcome.body["provisional"]) == ("We rest.", True)
    assert [said["stance"] for said in outcome.body["positions"]] == ["object", "consent"]
    assert outcome.body["positions"][0]["objection"]["withdrawn_at"]
    assert [said["stance"] for said in stands.body["positions"]] == ["consent"]
    assert answer.body["reasons"] == "We will."
    assert [entry.previous for entry in (outcome, stands, answer)] == [opened.hash, outcome.hash, stands.hash]
    assert str(RegisterHead.objects.get()) == f"4:{answer.hash}"
    assert wrong_in(project) == []


def test_partners_stand_in_it_without_their_names(settled: Decision) -> None:
    bodies = json.dumps([entry.body for entry in RegisterEntry.objects.all()])
    assert "Bola" not in bodies
    assert "Carys" not in bodies


def test_the_day_of_the_feedback_is_entered_once_everybody_is_told(
    settled: Decision, amina: Person, now: dt.datetime
) -> None:
    owed = Feedback.objects.filter(outcome__decision=settled)
    tell_people(settled, [Word(each.pk, "We did.") for each in owed], by=amina, now=now + 3 * DAY)
    messages = list(Message.objects.filter(kind="feedback"))
    for message in messages:
        assert "told" not in kinds()
        deliver(message.pk, now=now + 3 * DAY)
    assert kinds()[-1] == "told"
    assert RegisterEntry.objects.get(kind="told").body == {"people": len(messages)}


def test_nothing_in_it_can_be_changed_or_taken_out(settled: Decision) -> None:
    entries = RegisterEntry.objects.filter(number=1)
    for change in (lambda: entries.update(kind="told"), entries.delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


TAMPERED = [
    ("UPDATE decisions_registerentry SET body = '{}' WHERE number = 2", "Entry 2 was changed"),
    ("DELETE FROM decisions_registerentry WHERE number = 2", "Entry 2 is missing"),
    ("DELETE FROM decisions_registerentry WHERE number = 4", "The last entries are missing"),
    ("UPDATE decisions_registerentry SET seal = repeat('0', 64) WHERE number = 3", "its seal is not ours"),
    ("UPDATE decisions_outcome SET reasons = 'Money.'", "The outcome of decision 1 is not what entry 2 says"),
    ("DELETE FROM decisions_feedback; DELETE FROM decisions_outcome", "The outcome of decision 1 is gone"),
    (
        "UPDATE decisions_decision SET question = 'Another?'",
        "the rules or the options of decision 1 are not what entry 1",
    ),
    (
        "UPDATE decisions_decision SET method = 'majority'",
        "the rules or the options of decision 1 are not what entry 1",
    ),
    ("UPDATE decisions_response SET reasons = 'No.'", "The answer to decision 1 is not what entry 4 says"),
    ("UPDATE decisions_wording SET words = 'To work.'", "Version 1 of the wording of decision 1 is not"),
    ("UPDATE decisions_position SET stance = 'object', reason = 'x'", "is not what entry 3 says"),
    ("DELETE FROM decisions_objection; DELETE FROM decisions_position", "is gone; entry 2 has it"),
]


@pytest.mark.parametrize(("change", "found"), TAMPERED)
def test_who_changes_the_database_itself_is_found(settled: Decision, project: Project, change: str, found: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(change)
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert any(found in sentence for sentence in wrong_in(project)), wrong_in(project)
    with pytest.raises(CommandError, match="1 of 1 registers are not whole"):
        call_command("verify_record", project.slug, stdout=io.StringIO())


def test_the_command_checks_every_project(settled: Decision, project: Project) -> None:
    said = io.StringIO()
    call_command("verify_record", stdout=said)
    assert f"{project.slug}: 4:" in said.getvalue()
    with pytest.raises(CommandError, match="There is no project nowhere"):
        call_command("verify_record", "nowhere")


def test_the_export_checks_itself_with_python_alone(
    client_of: ClientOf, settled: Decision, bola: Person, tmp_path: Path
) -> None:
    answer = client_of(bola).get(f"/projects/{settled.project.slug}/register/export")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    head = str(RegisterHead.objects.get())
    assert head in (tmp_path / "READ-ME.txt").read_text()

    def run(*words: str) -> tuple[int, str]:
        script = [sys.executable, "-I", "-S", "verify_record.py", "register.jsonl", *words]
        done = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert run("--head", head) == (0, f"The register is whole: 4 entries.\nIts head is {head}\n")
    file = tmp_path / "register.jsonl"
    first, *others = file.read_text().splitlines()
    file.write_text("\n".join([first.replace("To rest.", "To work."), *others]))
    assert run() == (1, "Entry 1 was changed after it was written.\n")
    file.write_text("\n".join([first, *others[:-1]]))
    assert run()[0] == 0
    assert run("--head", head) == (1, "The last entries are missing: there were 4, and there are 3.\n")
    file.write_text("no register")
    assert run()[0] == 2


def test_a_register_that_was_written_anew_is_found_by_an_older_head() -> None:
    def chain(*words: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = []
        for number, each in enumerate(words, start=1):
            entry = {"number": number, "body": each, "previous": entries[-1]["hash"] if entries else "0" * 64}
            entries.append(entry | {"hash": hash_of(entry)})
        return entries

    old = chain("one", "two")
    new = chain("other", "two", "three")
    assert list(check(new)) == []
    assert list(check(chain("one", "two", "three"), f"2:{old[-1]['hash']}")) == []
    assert "written anew" in next(check(new, f"2:{old[-1]['hash']}"))
    moved = [new[1], new[0], new[2]]
    assert any("it was put in, or moved" in sentence for sentence in check(moved))
    exchanged = [new[0], old[1], new[2]]
    assert any("does not follow" in sentence for sentence in check(exchanged))


def test_a_correction_is_an_entry_of_its_own(
    client_of: ClientOf, settled: Decision, amina: Person, bola: Person, now: dt.datetime
) -> None:
    path = f"/projects/{settled.project.slug}/register/2/"
    assert "Add a correction" not in client_of(bola).get(path).content.decode()
    assert client_of(bola).post(path, {"words": "Mine."}).status_code == 403
    assert "Fill this in" in client_of(amina).post(path, {"words": ""}).content.decode()
    assert client_of(amina).post(path, {"words": "It was the Monday group."}).status_code == 302
    page = client_of(bola).get(path).content.decode()
    assert "It was the Monday group." in page
    assert kinds()[-1] == "correction"
    assert wrong_in(settled.project) == []
    last = RegisterEntry.objects.get(kind="correction")
    with pytest.raises(Refused, match="is a correction already"):
        correct(last, words="No.", by=amina, now=now)
    assert "Add a correction" not in client_of(amina).get(path.replace("/2/", f"/{last.number}/")).content.decode()


def test_its_pages_say_what_stands_in_it(client_of: ClientOf, settled: Decision, bola: Person) -> None:
    start = f"/projects/{settled.project.slug}/"
    assert f"{start}register/" in client_of(bola).get(f"{start}record/").content.decode()
    page = client_of(bola).get(f"{start}register/").content.decode()
    assert "Agreed, provisionally: We rest." in page
    assert str(RegisterHead.objects.get()) in page
    assert "It is whole" in client_of(bola).get(f"{start}register/check").content.decode()
    outcome = client_of(bola).get(f"{start}register/2/").content.decode()
    assert "Carers: 0 of 1, needed 1" in outcome
    assert "object: " not in outcome.partition("<dl")[0]
    assert "“Not all.”" in outcome
    for number in range(1, 5):
        assert client_of(bola).get(f"{start}register/{number}/").status_code == 200
    assert client_of(bola).get(f"{start}register/99999999999/").status_code == 404


def test_a_project_without_decisions_has_an_empty_register(
    client_of: ClientOf, project: Project, seats: Seats, bola: Person
) -> None:
    start = f"/projects/{project.slug}/register/"
    assert "Nothing has been entered yet" in client_of(bola).get(start).content.decode()
    assert "It is whole" in client_of(bola).get(f"{start}check").content.decode()
    assert client_of(bola).get(f"{start}export").status_code == 200
    assert wrong_in(project) == []


def test_what_was_decided_before_there_was_a_register_is_no_alarm(
    seats: Seats, amina: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    Outcome.objects.create(decision=decision, result="agreed", recorded_by=seats["amina"], recorded_at=now, **WORDS)
    assert wrong_in(decision.project) == []


def test_checking_takes_the_same_queries_however_long_it_is(
    settled: Decision, project: Project, now: dt.datetime
) -> None:
    with CaptureQueriesContext(connection) as few:
        wrong_in(project)
    for _time in range(30):
        enter(settled, "told", {"people": 2}, now=now + 4 * DAY)
    with CaptureQueriesContext(connection) as many:
        assert wrong_in(project) == []
    assert len(few) == len(many) == 13
