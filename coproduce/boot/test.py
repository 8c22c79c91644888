"""`make test`: every check, then every test, on embedded servers of their own."""

import os
import subprocess
import sys

from coproduce.boot.check import run_checks, test_environment
from coproduce.boot.guard import held_servers
from coproduce.boot.install import BIN, ROOT, VAR


def main() -> None:
    with held_servers(VAR / "test", fast=True) as servers:
        environment = test_environment(servers)
        failed = run_checks(environment)
        command = [str(BIN / "pytest"), "-n", "3", "--dist", "loadscope", *sys.argv[1:]]
        tests = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if failed:
        print(f"Failed checks: {', '.join(failed)}.", file=sys.stderr)
    os._exit(tests or int(bool(failed)))


if __name__ == "__main__":
    main()
