"""`make lock`: renews the lock files from pyproject.toml, with every hash and no registry's address."""

import subprocess
import sys

from coproduce.boot.install import BIN, ROOT, run_logged

COMPILE = [str(BIN / "uv"), "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--upgrade",
           "--python-version=3.12", "--no-header", "--no-emit-index-url", "--no-annotate", "-q"]  # fmt: skip


def main() -> None:
    run_logged([sys.executable, "-m", "pip", "install", "uv"], "uv.log", "uv could not be installed.")
    subprocess.run([*COMPILE, "-o", "requirements.lock"], cwd=ROOT, check=True)
    subprocess.run([*COMPILE, "--group", "dev", "-o", "requirements-dev.lock"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
