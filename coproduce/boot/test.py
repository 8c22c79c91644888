"""`make test`: every check, then every test, on embedded servers of their own."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from coproduce.boot.check import PYTHON, run_checks, test_environment
from coproduce.boot.databases import FOR_TESTS, made
from coproduce.boot.guard import held_servers
from coproduce.boot.install import BIN, ROOT, VAR

TOGETHER = "4"  # processes of tests on two processors: those with a browser wait much of the time


@contextlib.contextmanager
def with_template(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """A database with all tables, of which those of the tests are copies: to migrate each of them takes far longer."""
    os.environ["DATABASE_URL"] = environment["DATABASE_URL"]
    name = f"coproduce_tests_{os.getpid()}"
    with made(name) as address:
        migrate = [PYTHON, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=environment | {"DATABASE_URL": address}, check=True)
        yield environment | {FOR_TESTS: name}


def main() -> None:
    with held_servers(VAR / "test", fast=True) as servers:
        environment = test_environment(servers)
        failed = run_checks(environment)
        command = [str(BIN / "pytest"), "-n", TOGETHER, "--dist", "loadscope", "--no-loadscope-reorder", *sys.argv[1:]]
        with with_template(environment) as surroundings:
            tests = subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode
    if failed:
        print(f"Failed checks: {', '.join(failed)}.", file=sys.stderr)
    os._exit(tests or int(bool(failed)))


if __name__ == "__main__":
    main()
