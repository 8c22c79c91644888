"""`make run`: opens the app, says where, and ends everything with it, however it ends."""

import contextlib
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from typing import TextIO

from coproduce.boot import leftovers
from coproduce.boot.install import BIN, ROOT, VAR, say, stop


def port() -> int:
    words = os.environ.get("PORT") or "8000"
    if not words.isdigit() or not 0 < int(words) < 65536:
        stop(f"PORT is {words!r}. Give a number between 1 and 65535, such as PORT=8080.")
    return int(words)


def check_port(number: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", number))
        except PermissionError:
            stop(f"Port {number} needs more rights than you have here. Choose another: PORT=8080 make run")
        except OSError:
            stop(f"Port {number} is taken by another program. Choose another: PORT={number + 1} make run")


def secret_key() -> str:
    """A key of this copy's own, made by chance at the first start."""
    path = VAR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def surroundings(number: int) -> dict[str, str]:
    own = {
        "COPRODUCE_MODE": "demo",
        "COPRODUCE_DATA": str(VAR),
        "PORT": str(number),
        "SECRET_KEY": secret_key(),
        "SITE_URL": f"http://localhost:{number}",
    }
    given = {name: value for name, value in os.environ.items() if value}
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**own, **given, "PORT": str(number), "PATH": path}


def announce(number: int, over: threading.Event) -> None:
    """Wait for the first answer, then say where to go."""
    while not over.is_set():
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{number}/healthz", timeout=2).close()
            say(f"\n  Coproduce is open at http://localhost:{number}\n  Ctrl-C ends it. Your data stays.\n")
            return
        time.sleep(0.2)


def take_the_door(patience: float = 2.0) -> TextIO:
    """Held by the one run of a folder of data while it is open: a second would end it as if it were a leftover.

    kill -9 lets go of it too. `patience`: seconds for one that is just ending.
    """
    leftovers.NOTES.parent.mkdir(parents=True, exist_ok=True)
    door = leftovers.NOTES.with_name("door").open("w")
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return door
        except BlockingIOError:
            if time.monotonic() > until:
                stop("Coproduce is open already from this folder. End it there with Ctrl-C, or go on with that one.")
            time.sleep(0.1)


def make_is_gone(make: int | None) -> bool:
    return make is not None and os.getppid() != make


def main() -> None:
    number = port()
    door = take_the_door()
    leftovers.end_leftovers()
    check_port(number)
    make = os.getppid() if "MAKELEVEL" in os.environ else None
    over = threading.Event()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    app = subprocess.Popen(
        [sys.executable, "-m", "coproduce.boot.app"],
        cwd=ROOT, env=surroundings(number), stdin=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    threading.Thread(target=announce, args=(number, over), daemon=True).start()
    try:
        while app.poll() is None and not make_is_gone(make):
            time.sleep(0.2)
    except KeyboardInterrupt:
        say("\nEnding …")
    over.set()
    door.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    assert app.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        app.stdin.close()
    code = app.wait()
    leftovers.end_leftovers()
    raise SystemExit(code if code not in (130, 143, -15) else 0)


if __name__ == "__main__":
    main()
