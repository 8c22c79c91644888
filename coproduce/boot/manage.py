"""`make manage ARGS="…"`: one of Django's commands, on the demo's servers."""

import os
import subprocess
import sys

from coproduce.boot import run
from coproduce.boot.guard import held_servers
from coproduce.boot.install import ROOT


def main() -> None:
    with held_servers() as servers:
        environment = {**run.surroundings(run.port()), **servers}
        code = subprocess.run([sys.executable, "manage.py", *sys.argv[1:]], cwd=ROOT, env=environment, check=False)
    os._exit(code.returncode)


if __name__ == "__main__":
    main()
