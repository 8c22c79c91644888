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
def template(environment: dict[str, str]) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The name of a database of which those of the tests are copies, and the process that makes its tables: to make
    them in each takes far longer, and other work can go on beside it."""
    os.environ["DATABASE_URL"] = environment["DATABASE_URL"]
    name = f"coproduce_tests_{os.getpid()}"
    with made(name) as address:
        migrate = [PYTHON, "manage.py", "migrate", "--verbosity", "0"]
        with subprocess.Popen(migrate, cwd=ROOT, env=environment | {"DATABASE_URL": address}) as migrating:
            yield name, migrating


def main() -> None:
    with held_servers(VAR / "test", fast=True) as servers:
        environment = test_environment(servers)
        command = [str(BIN / "pytest"), "-n", TOGETHER, "--dist", "loadscope", "--no-loadscope-reorder", *sys.argv[1:]]
        with template(environment) as (name, migrating):
            failed = run_checks(environment)
            if migrating.wait():
                sys.exit("The tables of the tests' database could not be made: what stands above says why.")
            tests = subprocess.run(command, cwd=ROOT, env=environment | {FOR_TESTS: name}, check=False).returncode
    if failed:
        print(f"Failed checks: {', '.join(failed)}.", file=sys.stderr)
    os._exit(tests or int(bool(failed)))


if __name__ == "__main__":
    main()
