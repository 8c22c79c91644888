"""`make check`: every check that needs no test. Runs them all, then says which failed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from coproduce.boot.guard import held_servers
from coproduce.boot.install import BIN, ROOT, VAR, say

PYTHON = str(BIN / "python")


def checks() -> dict[str, list[str]]:
    templates = [str(file.relative_to(ROOT)) for file in sorted((ROOT / "templates").rglob("*.html"))]
    tool = {name: str(BIN / name) for name in ("ruff", "mypy", "lint-imports", "djade", "hadolint", "check-jsonschema")}
    return {
        "types": [tool["mypy"]],  # takes the longest
        "style": [tool["ruff"], "check", "."],
        "layout": [tool["ruff"], "format", "--check", "."],
        "layers": [tool["lint-imports"], "--no-cache"],
        "templates": [tool["djade"], "--target-version", "6.0", "--check", *templates],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "translations": [PYTHON, "manage.py", "translations", "--check"],
        "compose file": [
            tool["check-jsonschema"], "--builtin-schema", "vendor.compose-spec", "docker-compose.yml",
        ],
        "Dockerfile": [tool["hadolint"], "Dockerfile"],
    }  # fmt: skip


def run_checks(environment: dict[str, str]) -> list[str]:
    """The names of the checks that failed; their words are printed. Two at a time: one takes as long as all others."""

    def run(command: list[str]) -> tuple[subprocess.CompletedProcess[str], float]:
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        return done, time.monotonic() - began

    failed = []
    with ThreadPoolExecutor(2) as two:
        for name, (done, seconds) in zip(checks(), two.map(run, checks().values()), strict=True):
            say(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({seconds:.1f} s)")
            if done.returncode:
                say(done.stdout)
                failed.append(name)
    return failed


def test_environment(servers: dict[str, str]) -> dict[str, str]:
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "COPRODUCE_MODE": "test", **servers}


def main() -> None:
    with held_servers(VAR / "test", fast=True) as servers:
        failed = run_checks(test_environment(servers))
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
