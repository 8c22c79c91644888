"""What `make` says when something is in the way: one sentence, what to do, and no traceback."""

import fcntl
import json
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from coproduce.boot import leftovers
from coproduce.boot.guard import held_servers
from coproduce.boot.install import ROOT, Stamp, hash_of
from coproduce.boot.servers import Postgres, Valkey, free_port

NOWHERE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}


def say_of(module: str, **environment: str) -> tuple[int, str]:
    """Exit code and what was said by one of our commands, run as `make` runs it."""
    command = [sys.executable, "-m", f"coproduce.boot.{module}"]
    surroundings = {**os.environ, **environment}
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        code = started.wait(60)  # its standard input stays open: that it ends would say that we are gone
        assert started.stderr is not None
        return code, started.stderr.read()


def test_a_taken_port_is_said_with_another_to_choose(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        code, words = say_of("run", PORT=str(number), COPRODUCE_DATA=str(tmp_path))
    assert code == 1
    assert words.strip() == (f"Port {number} is taken by another program. Choose another: PORT={number + 1} make run")


def test_a_second_run_of_the_same_folder_leaves_the_first_alone(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    notes = tmp_path / "run" / "processes.json"
    notes.write_text("[]")
    with (tmp_path / "run" / "door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        code, words = say_of("run", PORT=str(free_port()), COPRODUCE_DATA=str(tmp_path))
    assert code == 1
    assert words.strip().startswith("Coproduce is open already from this folder.")
    assert notes.exists()


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_said(port: str) -> None:
    code, words = say_of("run", PORT=port)
    assert code == 1
    assert "Give a number between 1 and 65535" in words
    assert "Traceback" not in words


def test_a_database_that_is_away_is_said(tmp_path: Path) -> None:
    code, words = say_of("app", COPRODUCE_DATA=str(tmp_path), PORT=str(free_port()), **NOWHERE)
    assert code == 1
    assert "The database of DATABASE_URL can't be reached" in words
    assert "Traceback" not in words


def test_a_redis_that_is_away_is_said(tmp_path: Path) -> None:
    away = {"REDIS_URL": NOWHERE["REDIS_URL"]}
    code, words = say_of("app", COPRODUCE_DATA=str(tmp_path), PORT=str(free_port()), **away)
    assert code == 1
    assert "The Redis of REDIS_URL can't be reached" in words
    assert "Traceback" not in words


def test_an_old_python_is_told_what_to_do() -> None:
    """The entry file is read by whatever Python there is: it may hold nothing that old ones can't read."""
    text = (ROOT / "coproduce" / "boot" / "start.py").read_text()
    compile(text, "start.py", "exec")
    assert not re.search(r"\bf['\"]|:=|^\s*match |-> ", text, re.MULTILINE)
    old = f"import sys; sys.version_info = (3, 8, 0); sys.path.insert(0, 'coproduce/boot'); exec({text!r})"
    emptied = {"PATH": "/nowhere"}
    done = subprocess.run(
        [sys.executable, "-c", old], cwd=ROOT, env=emptied, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Coproduce needs Python 3.12 or newer, and this is 3.8." in done.stderr


def test_a_stamp_is_true_for_just_the_same_contents(tmp_path: Path) -> None:
    source = ROOT / "requirements.lock"
    Stamp(tmp_path / "stamp", hash_of([source])).write()
    assert Stamp(tmp_path / "stamp", hash_of([source])).is_true
    assert not Stamp(tmp_path / "stamp", hash_of([source], "another Python")).is_true


def test_leftovers_of_a_killed_run_are_ended_and_strangers_are_not(tmp_path: Path) -> None:
    notes = tmp_path / "processes.json"
    ours = subprocess.Popen(["sleep", "60"])
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        began = psutil.Process(ours.pid).create_time()
        notes.write_text(json.dumps([[ours.pid, began], [stranger.pid, began - 3600], [2**22 + 1, began]]))
        waiting = threading.Thread(target=ours.wait)
        waiting.start()
        assert leftovers.end_leftovers(notes) == 1
        waiting.join(5)
        assert ours.returncode is not None
        assert stranger.poll() is None
        assert not notes.exists()
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "package-lock.json"])
def test_lock_files_hold_hashes_and_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in re.sub(r'"url": "https://[^"]*"', "", text), "an address in a lock file"
    assert ("sha512-" if lock.endswith("json") else "--hash=sha256:") in text


def test_servers_are_stopped_by_the_last_one_out(tmp_path: Path) -> None:
    """A second command beside a running app uses its servers, and leaves them running when it is done."""
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o755)
    own = {name: os.environ.pop(name) for name in ("DATABASE_URL", "REDIS_URL")}
    try:
        with held_servers(tmp_path, fast=True) as first:
            with held_servers(tmp_path, fast=True) as second:
                assert first == second
            assert Valkey(tmp_path).answers()
            assert Postgres(tmp_path).is_running()
        assert not Valkey(tmp_path).answers()
        assert not Postgres(tmp_path).is_running()
    finally:
        os.environ.update(own)
