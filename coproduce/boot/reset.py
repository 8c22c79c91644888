"""`make reset`: clears the data of the demo and of the tests. Packages and built pages stay."""

import shutil

from coproduce.boot import leftovers
from coproduce.boot.install import VAR, say
from coproduce.boot.servers import Postgres, Valkey


def main() -> None:
    leftovers.end_leftovers()
    for folder in (VAR, VAR / "test", VAR / "bench"):
        Postgres(folder).stop()
        Valkey(folder).stop()
        for name in ("postgres", "valkey", "outbox", "media"):
            shutil.rmtree(folder / name, ignore_errors=True)
    say("The data is cleared. `make run` starts afresh.")


if __name__ == "__main__":
    main()
