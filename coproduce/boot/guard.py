"""The guard: a process of its own that keeps the servers, and stops them when whoever started it is gone.

Its standard input is a pipe whose other end its parent holds. Ctrl-C, an error, kill -9 of the parent: in each case
the pipe ends, and the guard stops what it started, in order. `held_servers` is the parent's side.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from coproduce.boot.install import ROOT, VAR

Surroundings = dict[str, str]


@contextlib.contextmanager
def servers(folder: Path, fast: bool = False) -> Iterator[Surroundings]:
    """DATABASE_URL and REDIS_URL: those that are set, checked; for those that are not, servers of our own."""
    from coproduce.boot.outside import check_database, check_redis
    from coproduce.boot.servers import Postgres, Valkey

    with contextlib.ExitStack() as ending:
        database, queue = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
        if not database:
            postgres = Postgres(folder, fast)
            ending.callback(postgres.stop)
            postgres.start()
            postgres.make_database("coproduce")
            database = postgres.url("coproduce")
        check_database(database)
        if not queue:
            valkey = Valkey(folder)
            ending.callback(valkey.stop)
            valkey.start()
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
