"""Kill the app's parent, and once its guard too, with -9: nothing may stay behind, and no data may be gone."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil
import psycopg

from coproduce.boot.install import ROOT
from coproduce.boot.servers import Postgres, free_port

LONGEST_START = 120  # seconds, the first start with a fresh database included


class Copy:
    """The app on a folder of data of its own, beside the one that somebody may be using."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()

    def start(self) -> subprocess.Popen[bytes]:
        surroundings = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        surroundings.pop("MAKELEVEL", None)
        surroundings |= {"COPRODUCE_MODE": "demo", "COPRODUCE_DATA": str(self.data), "PORT": str(self.port)}
        words = [sys.executable, "-m", "coproduce.boot.run"]
        parent = subprocess.Popen(words, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + LONGEST_START
        while not (serves(parent) and self.answers()):  # an orphan of an earlier run could answer too
            if time.monotonic() > deadline or parent.poll() is not None:
                parent.kill()
                raise TimeoutError("The app did not start.")
            time.sleep(0.2)
        return parent

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def left(self) -> list[psutil.Process]:
        """Processes that still work for this copy."""
        mine = []
        for process in psutil.process_iter(["cmdline", "environ", "status"]):
            about = process.info
            if about["status"] == psutil.STATUS_ZOMBIE:
                continue
            named = str(self.data) in " ".join(about["cmdline"] or [])
            if named or (about["environ"] or {}).get("COPRODUCE_DATA") == str(self.data):
                mine.append(process)
        return mine

    def rows(self) -> int:
        postgres = Postgres(self.data)
        postgres.start()
        with psycopg.connect(postgres.url("coproduce")) as connection:
            row = connection.execute("SELECT count(*) FROM projects_historyentry").fetchone()
        postgres.stop()
        return int(row[0]) if row else 0


def serves(parent: subprocess.Popen[bytes]) -> bool:
    """Whether this run has come as far as its own web server."""
    try:
        below = psutil.Process(parent.pid).children(recursive=True)
        return any("gunicorn" in " ".join(process.cmdline()) for process in below)
    except psutil.Error:
        return False


def wait_until_left(copy: Copy, seconds: float = 20) -> int:
    deadline = time.monotonic() + seconds
    while copy.left() and time.monotonic() < deadline:
        time.sleep(0.2)
    return len(copy.left())


def kill_parent(copy: Copy) -> dict[str, Any]:
    parent = copy.start()
    parent.kill()
    parent.wait()
    left = wait_until_left(copy)
    return {"case": "parent killed", "processes_left": left, "ok": left == 0}


def stop_kindly(copy: Copy) -> dict[str, Any]:
    parent = copy.start()
    parent.send_signal(signal.SIGINT)
    code = parent.wait(30)
    left = wait_until_left(copy)
    return {"case": "Ctrl-C", "processes_left": left, "exit_code": code, "ok": left == 0 and code == 0}


def kill_guard_too(copy: Copy) -> dict[str, Any]:
    """Everything of ours dies at once; only the next start can put that right."""
    parent = copy.start()
    time.sleep(4)  # the notes of what runs are written every three seconds
    for process in [child for child in psutil.Process(parent.pid).children() if child.is_running()]:
        process.kill()
    parent.kill()
    parent.wait()
    orphans = len(copy.left())
    again = copy.start()
    again.send_signal(signal.SIGINT)
    again.wait(30)
    left = wait_until_left(copy)
    return {"case": "parent and guard killed", "orphans": orphans, "processes_left": left, "ok": left == 0}


def run() -> list[dict[str, Any]]:
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    folder.chmod(0o755)
    copy = Copy(folder)
    try:
        rows = [stop_kindly(copy)]
        before = copy.rows()
        rows += [kill_parent(copy), kill_guard_too(copy)]
        after = copy.rows()
        rows.append({"case": "data", "entries_before": before, "lost": before - after, "ok": 0 < before == after})
    finally:
        for process in copy.left():
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)
    return rows
