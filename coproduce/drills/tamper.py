"""Somebody with the database's highest rights changes the register, its triggers off: each kind of change is found."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from coproduce.boot.drilling import add_partners, elsewhere, start_project

DECISIONS = 5
ENTRY = "decisions_registerentry"
ANEW = "each entry from the second on, with hashes that fit"


def run() -> list[dict[str, Any]]:
    """All cases in a process of its own, on a database of its own beside the given one."""
    rows: list[dict[str, Any]] = elsewhere("tamper")
    return rows


# One change each: the SQL, what the installation has to say, and what the exported script has to say ("" where only the
# installation can know: the script has neither its secret nor its pages).
CASES: dict[str, tuple[str, str, str]] = {
    "an entry changed": (
        f"UPDATE {ENTRY} SET body = jsonb_set(body, '{{question}}', '\"Something else?\"') WHERE number = 4",
        "Entry 4 was changed",
        "Entry 4 was changed",
    ),
    "the time changed": (
        f"UPDATE {ENTRY} SET at = at - interval '1 day' WHERE number = 6",
        "Entry 6 was changed",
        "Entry 6 was changed",
    ),
    "an entry taken out": (f"DELETE FROM {ENTRY} WHERE number = 5", "Entry 5 is missing", "Entry 5 is missing"),
    "the last entry taken out": (
        f"DELETE FROM {ENTRY} WHERE number = (SELECT max(number) FROM {ENTRY})",
        "The last entries are missing",
        "The last entries are missing",
    ),
    "an entry put in": (
        f"""INSERT INTO {ENTRY} (project_id, number, at, kind, decision_id, body, previous, hash, seal)
        SELECT project_id, number + 1, at, kind, decision_id, body, hash, repeat('a', 64), repeat('b', 64)
        FROM {ENTRY} ORDER BY number DESC LIMIT 1""",
        "was changed",
        "was changed",
    ),
    "two entries exchanged": (
        f"""UPDATE {ENTRY} SET number = CASE number WHEN 3 THEN 104 ELSE 103 END WHERE number IN (3, 4);
        UPDATE {ENTRY} SET number = number - 100 WHERE number > 100""",
        "Entry 3 was changed",
        "Entry 3 was changed",
    ),
    "the whole register written anew": (ANEW, "its seal is not ours", "the register was written anew"),
    "the outcome's own row changed": (
        "UPDATE decisions_outcome SET decided = 'Something else.' WHERE id = (SELECT min(id) FROM decisions_outcome)",
        "The outcome of decision 1 is not what entry",
        "",
    ),
    "a rule changed": (
        "UPDATE decisions_decision SET method = 'majority' WHERE number = 1",
        "the rules or the options of decision 1 are not what entry 1 says",
        "",
    ),
    "a position changed": (
        """UPDATE decisions_position SET stance = 'object', reason = 'No.'
        WHERE id = (SELECT min(id) FROM decisions_position)""",
        "is not what entry",
        "",
    ),
    "a position taken out": (
        "DELETE FROM decisions_position WHERE id = (SELECT min(id) FROM decisions_position)",
        "is gone; entry",
        "",
    ),
    "a wording changed": (
        "UPDATE decisions_wording SET words = 'Other words.' WHERE id = (SELECT min(id) FROM decisions_wording)",
        "Version 1 of the wording of decision 1 is not what the register says",
        "",
    ),
    "the answer changed": (
        "UPDATE decisions_response SET answer = 'not' WHERE id = (SELECT min(id) FROM decisions_response)",
        "The answer to decision 1 is not what entry",
        "",
    ),
    "what was said in private put in": (
        "UPDATE decisions_privatepositions SET sealed = overlay(sealed placing 'AAAA' from 40)",
        "What was said in private in decision 6 is not",
        "",
    ),
    "nothing": ("", "", ""),
}


def tampered(case: str, project: Any) -> dict[str, Any]:
    """What is found of one change, which is then taken back."""
    from django.db import transaction

    from decisions.models import RegisterHead
    from decisions.register_check import wrong_in

    change, ours, theirs = CASES[case]
    before = wrong_in(project)
    head = str(RegisterHead.objects.get(project=project))
    with transaction.atomic():
        without_triggers(change)
        found = wrong_in(project)
        script = by_the_script(project, head)
        transaction.set_rollback(True)
    good = named(ours, found) and named(theirs, script) and not before
    return {"case": case, "found": len(found), "found_by_script": len(script), "first": (found or [""])[0], "ok": good}


def named(words: str, found: list[str]) -> bool:
    return any(words in sentence for sentence in found) if words else not found


def without_triggers(change: str) -> None:
    """As a superuser would do it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        if change == ANEW:
            rewrite(cursor)
        elif change:
            cursor.execute(change)
        cursor.execute("SET LOCAL session_replication_role = origin")


def rewrite(cursor: Any) -> None:
    """Change an early entry, and give it and all that follow new hashes that fit, and the head too."""
    from decisions.models import RegisterEntry
    from decisions.register import members
    from decisions.verify_record import FIRST, hash_of

    previous = FIRST
    for entry in RegisterEntry.objects.select_related("decision").order_by("number"):
        if entry.number == 2:
            entry.body["question"] = "Something else?"
        entry.previous = previous
        previous = hash_of(members(entry, entry.decision.number))
        cursor.execute(
            f"UPDATE {ENTRY} SET body = %s, previous = %s, hash = %s WHERE id = %s",
            [json.dumps(entry.body), entry.previous, previous, entry.pk],
        )
    cursor.execute("UPDATE decisions_registerhead SET hash = %s", [previous])


def by_the_script(project: Any, head: str) -> list[str]:
    """What the stand-alone script says of an export, by a Python that knows nothing of Coproduce."""
    from decisions.register import exported

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.jsonl"
        file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in exported(project)))
        script = Path(folder) / "verify_record.py"
        script.write_text((Path(__file__).parents[2] / "decisions" / "verify_record.py").read_text())
        words = [sys.executable, "-I", "-S", str(script), str(file), "--head", head]
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder)
        return done.stdout.splitlines() if done.returncode else []


def fill() -> Any:
    """A project with decisions that were opened, answered, settled and answered by the commissioner."""
    import datetime as dt

    from django.utils import timezone

    from decisions.actions import open_decision, record_outcome, respond, take_position
    from participants.models import Person

    project, by = start_project("See that nobody changes the record unseen.")
    person, now = Person(email="bola@northdale.example", name="Bola Adeyemi"), timezone.now()
    [seat] = add_partners(project, [person], by)
    for number in range(DECISIONS):
        decision = open_decision(
            project,
            question=f"Question {number + 1}?",
            proposal="We go on.",
            closes_at=now + dt.timedelta(days=7),
            by=by,
            now=now,
        )
        take_position(decision, seat, stance="consent", wording=1, by=person, now=now)
        words: dict[str, Any] = {"decided": "We go on.", "reasons": "It helps.", "rejected": "Waiting."}
        record_outcome(decision, result="agreed", by=by, now=now, early=True, **words)
        respond(decision, answer="accepted", reasons="Yes.", by=by, now=now)
    facts: dict[str, Any] = {"closes_at": now + dt.timedelta(days=7), "method": "majority", "private": True}
    decision = open_decision(project, question="And in private?", proposal="We go on.", by=by, now=now, **facts)
    take_position(decision, seat, stance="no", wording=1, by=person, now=now)
    return project


if __name__ == "__main__":
    import django

    django.setup()
    one = fill()
    print(json.dumps([tampered(case, one) for case in CASES]), flush=True)
