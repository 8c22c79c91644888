"""Processes that a run left behind because it and its guard were killed: noted as it runs, ended by the next."""

import contextlib
import json
import os
import threading
from pathlib import Path

import psutil

from coproduce.boot.install import VAR

NOTES = Path(os.environ.get("COPRODUCE_DATA", VAR)) / "run" / "processes.json"


def note(notes: Path = NOTES) -> None:
    """Remember this process and all below it, with the time each began: numbers are given out again, times are not."""
    own = psutil.Process()
    seen = []
    for process in (own, *own.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            seen.append([process.pid, process.create_time()])
    notes.parent.mkdir(parents=True, exist_ok=True)
    fresh = notes.with_suffix(".new")
    fresh.write_text(json.dumps(seen))
    fresh.replace(notes)


def keep_noting(over: threading.Event, every: float = 3.0) -> None:
    """Note again and again: the web server and the worker start and replace processes of their own."""
    while not over.wait(1.0 if not NOTES.exists() else every):
        note()


def end_leftovers(notes: Path = NOTES) -> int:
    """End what an earlier run left, children first, and forget it. Returns how many were ended."""
    known = json.loads(notes.read_text()) if notes.exists() else []
    left = []
    for number, began in known:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(number)
            if abs(process.create_time() - began) < 1:
                left += [*process.children(recursive=True), process]
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _gone, stubborn = psutil.wait_procs(left, timeout=8)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    notes.unlink(missing_ok=True)
    return len(left)
