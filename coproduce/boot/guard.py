"""The guard: a process of its own that keeps the servers, and stops them when whoever started it is gone.

Its standard input is a pipe whose other end its parent holds. Ctrl-C, an error, kill -9 of the parent: in each case
the pipe ends, and the guard stops what it started, in order. `held_servers` is the parent's side.
"""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from coproduce.boot.install import ROOT, VAR
from coproduce.boot.outside import check_database, check_redis
from coproduce.boot.servers import Postgres, Valkey

Surroundings = dict[str, str]


@contextlib.contextmanager
def alone(door: Path) -> Iterator[None]:
    """Whoever starts or stops servers in a folder does it alone."""
    with door.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def kept(server: Postgres | Valkey, folder: Path) -> Iterator[None]:
    """A server of ours, started if nobody has yet; the last one out stops it. kill -9 lets go of a lock too."""
    name = type(server).__name__.lower()
    folder.mkdir(parents=True, exist_ok=True)
    door, in_use = folder / f"{name}.door", folder / f"{name}.in-use"
    with in_use.open("w") as using:
        with alone(door):
            fcntl.flock(using, fcntl.LOCK_SH)
            server.start()
        try:
            yield
        finally:
            with alone(door), contextlib.suppress(BlockingIOError):
                fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
                server.stop()


@contextlib.contextmanager
def servers(folder: Path, fast: bool = False) -> Iterator[Surroundings]:
    """DATABASE_URL and REDIS_URL: those that are set, checked; for those that are not, servers of our own."""
    with contextlib.ExitStack() as ending:
        database, queue = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
        if not database:
            postgres = Postgres(folder, fast)
            ending.enter_context(kept(postgres, folder))
            postgres.make_database("coproduce")
            database = postgres.url("coproduce")
        check_database(database)
        if not queue:
            valkey = Valkey(folder)
            ending.enter_context(kept(valkey, folder))
            queue = valkey.url()
        check_redis(queue)
        yield {"DATABASE_URL": database, "REDIS_URL": queue}


def when_parent_is_gone(then: signal.Signals = signal.SIGTERM) -> None:
    """Send ourselves `then` once standard input ends, which it does when the parent dies in whatever way."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), then)

    threading.Thread(target=watch, daemon=True).start()


@contextlib.contextmanager
def held_servers(folder: Path = VAR, fast: bool = False) -> Iterator[Surroundings]:
    """Servers that live for as long as this `with`, or this process, whichever ends first."""
    words = [sys.executable, "-m", "coproduce.boot.guard", str(folder), "fast" if fast else "safe"]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as guard:
        assert guard.stdout is not None
        assert guard.stdin is not None
        line = guard.stdout.readline()
        if not line:
            raise SystemExit(guard.wait())
        try:
            yield json.loads(line)
        finally:
            guard.stdin.close()
            guard.wait()


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_details: over.set())
    when_parent_is_gone()
    with servers(Path(sys.argv[1]), fast=sys.argv[2] == "fast") as surroundings:
        print(json.dumps(surroundings), flush=True)
        over.wait()


if __name__ == "__main__":
    main()
