"""`make check`: every check that needs no test. Runs them all, then says which failed."""

import os
import subprocess
import sys
import time

from coproduce.boot.guard import held_servers
from coproduce.boot.install import BIN, ROOT, VAR, say

PYTHON = str(BIN / "python")


def checks() -> dict[str, list[str]]:
    templates = [str(file.relative_to(ROOT)) for file in sorted((ROOT / "templates").rglob("*.html"))]
    tool = {name: str(BIN / name) for name in ("ruff", "mypy", "lint-imports", "djade", "hadolint", "check-jsonschema")}
    return {
        "style": [tool["ruff"], "check", "."],
        "layout": [tool["ruff"], "format", "--check", "."],
        "layers": [tool["lint-imports"], "--no-cache"],
        "templates": [tool["djade"], "--target-version", "6.0", "--check", *templates],
        "types": [tool["mypy"]],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "translations": [PYTHON, "manage.py", "translations", "--check"],
        "compose file": [
            tool["check-jsonschema"], "--builtin-schema", "vendor.compose-spec", "docker-compose.yml",
        ],
        "Dockerfile": [tool["hadolint"], "Dockerfile"],
    }  # fmt: skip


def run_checks(environment: dict[str, str]) -> list[str]:
    """The names of the checks that failed; their words are printed."""
    failed = []
    for name, command in checks().items():
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        say(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)")
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
