"""Fills `.venv` and `node_modules` with exactly what the lock files say, and builds the pages. Standard library only.

What was done is kept in stamps (a hash of what it was made from), so that a second start skips it, and a set-up that
was cut off is seen and done again.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
VAR = ROOT / "var"
LOGS = VAR / "log"
NEEDS_DEV = {"test", "check", "bench", "drills", "lock"}
ONLY_WHEELS = ["--only-binary=:all:", "--no-binary=docopt"]  # docopt, which Notify's client asks for, has no wheel
ENOUGH_DISK = 1_500_000_000  # bytes: .venv, node_modules and a fresh database take about 1.2 GB


def stop(sentence: str) -> NoReturn:
    """End with one sentence that says what to do."""
    print(f"\n{sentence}", file=sys.stderr)
    raise SystemExit(1)


def say(words: str) -> None:
    print(words, flush=True)


def hash_of(files: Iterable[Path], *words: str) -> str:
    total = hashlib.sha256(" ".join(words).encode())
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


class Stamp:
    """A note that something was made from just these contents. Written last, so half-made things have none."""

    def __init__(self, path: Path, wanted: str) -> None:
        self.path, self.wanted = path, wanted

    @property
    def is_true(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.wanted

    def write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.wanted)


def run_logged(command: list[str], log: str, sentence: str, **environment: str) -> None:
    """Run a command with its output in `var/log`; where it fails, end with `sentence` and its last words."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / log
    with path.open("wb") as file:
        code = subprocess.run(
            command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, env={**os.environ, **environment}, check=False
        ).returncode
    if code:
        words = path.read_text(errors="replace")
        if "No space left on device" in words:
            stop("The disk is full. Free some space, then run the same command again.")
        tail = "\n".join(words.splitlines()[-12:])
        stop(f"{tail}\n\n{sentence} (The whole output is in {path.relative_to(ROOT)}.)")


def check_disk() -> None:
    if shutil.disk_usage(ROOT).free < ENOUGH_DISK:
        stop("There is less than 1.5 GB of free disk space here. Free some, then run the same command again.")


def python_stamp(lock: str) -> Stamp:
    return Stamp(VENV / f"stamp-{lock}", hash_of([ROOT / lock], sys.version))


def install_python_packages(dev: bool) -> None:
    """Make `.venv` and fill it by the lock file, every hash checked. A half-made one is made again."""
    stamps = [python_stamp("requirements-dev.lock")]
    if not dev:
        stamps.append(python_stamp("requirements.lock"))
    if any(stamp.is_true for stamp in stamps) and (BIN / "python").exists():
        return
    check_disk()
    keep = dev and python_stamp("requirements.lock").is_true and (BIN / "python").exists()
    if not keep:
        make_venv()
    lock = "requirements-dev.lock" if dev else "requirements.lock"
    say(f"Installing Python packages ({lock}) …")
    run_logged(
        [str(BIN / "python"), "-m", "pip", "install", "--require-hashes", "--no-deps", *ONLY_WHEELS,
         "--disable-pip-version-check", "--retries=2", "--timeout=20", "-r", lock],
        "pip.log",
        "The Python packages could not be installed. Is the package registry reachable from here? "
        "Check the connection, then run the same command again.",
        PIP_ROOT_USER_ACTION="ignore",
    )  # fmt: skip
    make_importable()
    python_stamp(lock).write()


def make_importable() -> None:
    """Let every program of `.venv` (pytest, mypy, celery) import this project, wherever it is started."""
    ask = [str(BIN / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    folder = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
    Path(folder, "coproduce-project.pth").write_text(f"{ROOT}\n")


def make_venv() -> None:
    if VENV.exists():
        say("Removing a .venv that is half-made or out of date …")
        shutil.rmtree(VENV)
    run_logged(
        [sys.executable, "-m", "venv", str(VENV)],
        "venv.log",
        "Python could not make a virtual environment. On Debian and Ubuntu, install the package python3-venv.",
    )


def node_environment() -> dict[str, str]:
    """Our own Node first, trusting the certificates that the machine trusts: many organisations add their own."""
    return {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "NODE_USE_SYSTEM_CA": "1"}


def install_node_packages() -> None:
    stamp = Stamp(ROOT / "node_modules" / ".stamp", hash_of([ROOT / "package-lock.json"]))
    if stamp.is_true:
        return
    check_disk()
    say("Installing what builds the pages (package-lock.json) …")
    run_logged(
        [str(BIN / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"],
        "npm.log",
        "The npm packages could not be installed. Is the npm registry reachable from here? "
        "Check the connection, then run the same command again.",
        **node_environment(),
    )
    stamp.write()


def build_pages() -> None:
    sources = [file for file in (ROOT / "static" / "src").rglob("*") if file.is_file()]
    stamp = Stamp(VAR / "stamps" / "build", hash_of([*sources, ROOT / "package.json", ROOT / "package-lock.json"]))
    if stamp.is_true and any((ROOT / "static" / "dist").glob("*.css")):
        return
    say("Building the pages' CSS and JavaScript …")
    run_logged(
        [str(BIN / "npm"), "run", "build"],
        "build.log",
        "The CSS and JavaScript could not be built.",
        **node_environment(),
    )
    stamp.write()


def set_up(dev: bool) -> None:
    try:
        install_python_packages(dev)
        install_node_packages()
        build_pages()
    except OSError as error:
        stop(f"Setting up failed: {error}. Mend that, then run the same command again.")


def main(words: list[str]) -> None:
    command = words[0] if words else "help"
    if command != "lock":
        set_up(command in NEEDS_DEV)
    if command == "setup":
        return
    if command == "lock" and not (BIN / "python").exists():
        make_venv()
    os.chdir(ROOT)
    os.execv(BIN / "python", [str(BIN / "python"), "-m", f"coproduce.boot.{command}", *words[1:]])
