"""`make bench`: measures the pages on servers of its own. What is measured stands in `coproduce/bench/`."""

import os
import subprocess
import sys

from coproduce.boot.check import test_environment
from coproduce.boot.guard import held_servers
from coproduce.boot.install import ROOT, VAR


def main() -> None:
    with held_servers(VAR / "bench") as servers:
        command = [sys.executable, "-m", "coproduce.bench", *sys.argv[1:]]
        code = subprocess.run(command, cwd=ROOT, env=test_environment(servers), check=False).returncode
    os._exit(code)


if __name__ == "__main__":
    main()
