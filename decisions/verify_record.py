"""Checks a register of decisions that was exported by Coproduce. Needs Python alone, and nothing else of Coproduce.

    python3 verify_record.py register.jsonl
    python3 verify_record.py register.jsonl --head 57:3fa9...

Each line of the file is one entry, as a JSON object with these members:

    project    the number of the project
    number     1, 2, 3 … without a gap
    at         when it was written, in UTC: 2026-11-25T10:00:00.000000+00:00
    kind       what it records: opened, outcome, answer …
    decision   the number of the decision
    body       what was recorded
    previous   the hash of the entry before it; 64 zeros for the first
    hash       the SHA-256, as 64 hexadecimal digits, of the canonical form of the seven others

The canonical form is JSON in UTF-8 with the members of every object sorted by name, no space between signs, and every
letter as itself (no \\u escapes but for control characters). So whoever changes an entry changes its hash, and with it
every hash that follows. `--head` is the number and the hash of the last entry as an earlier export or a printed page
showed them: with it, entries that were cut off at the end are found too, and a register that was written anew.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

FIRST = "0" * 64
MEMBERS = ("project", "number", "at", "kind", "decision", "body", "previous")


def canonical(entry: Mapping[str, Any]) -> bytes:
    """The bytes of which an entry has the hash."""
    hashed = {name: entry.get(name) for name in MEMBERS}
    return json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(entry)).hexdigest()


def check(entries: Iterable[Mapping[str, Any]], head: str = "") -> Iterator[str]:
    """A sentence for each thing that is wrong. `entries` in the order in which they are numbered."""
    number, previous, hashes = 0, FIRST, {0: FIRST}
    for entry in entries:
        found = entry.get("number")
        if not isinstance(found, int) or found <= number:
            yield f"Entry {found} stands where entry {number + 1} should: it was put in, or moved."
            continue
        for missing in range(number + 1, found):
            yield f"Entry {missing} is missing."
        if entry.get("hash") != hash_of(entry):
            yield f"Entry {found} was changed after it was written."
        elif found == number + 1 and entry.get("previous") != previous:
            yield f"Entry {found} does not follow the entry before it: one of them was exchanged."
        number, previous = found, str(entry.get("hash"))
        hashes[number] = previous
    yield from check_head(hashes, number, head)


def check_head(hashes: Mapping[int, str], last: int, head: str) -> Iterator[str]:
    if not head:
        return
    place, _colon, expected = head.partition(":")
    known = int(place) if place.isdecimal() else last
    if known > last:
        yield f"The last entries are missing: there were {known}, and there are {last}."
    elif hashes.get(known) != (expected or place):
        yield f"Entry {known} is not the one of which the hash was noted: the register was written anew."


def lines(path: str) -> Iterator[Mapping[str, Any]]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks a register of decisions that was exported by Coproduce.")
    parser.add_argument("file", help="register.jsonl")
    parser.add_argument("--head", default="", help="NUMBER:HASH of the last entry, from an earlier export or a print")
    asked = parser.parse_args()
    try:
        entries = list(lines(asked.file))
        wrong = list(check(entries, asked.head))
    except (OSError, ValueError, AttributeError) as error:
        print(f"This file can't be read as a register: {error}")
        return 2
    print("\n".join(wrong) or f"The register is whole: {len(entries)} entries.")
    if entries and not wrong:
        print(f"Its head is {entries[-1]['number']}:{entries[-1]['hash']}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
