"""The whole app in one process tree: servers, then web, worker and beat from the Procfile. `run` holds its pipe."""

import os
import signal
import sys
import threading
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager

from coproduce.boot import guard, leftovers
from coproduce.boot.install import ROOT, VAR, Stamp, hash_of, say


def build_static() -> None:
    """Gather what browsers load and compile the translations; skipped where both are up to date."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("translations", "--compile", verbosity=0)
    built = [file for file in (ROOT / "static" / "dist").rglob("*") if file.is_file()]
    stamp = Stamp(VAR / "stamps" / "static", hash_of([*built, ROOT / "requirements.lock"]))
    if not (stamp.is_true and (VAR / "static").exists()):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write()


def prepare() -> None:
    """Bring static files and the database up to date; in the demo, load its story."""
    from django.core.management import call_command

    build_static()
    call_command("migrate", verbosity=0)
    if os.environ["COPRODUCE_MODE"] == "demo":
        say("Loading the demo …")
        call_command("load_demo", verbosity=0)


def run_processes() -> None:
    """Start what the Procfile names; one that ends, or a SIGTERM to us, ends them all."""
    manager, over = Manager(), threading.Event()
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=os.environ.copy(), cwd=str(ROOT))
    threading.Thread(target=leftovers.keep_noting, args=(over,), daemon=True).start()
    manager.loop()
    over.set()


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_details: sys.exit(143))
    guard.when_parent_is_gone()
    leftovers.end_leftovers()
    with guard.servers(Path(os.environ["COPRODUCE_DATA"])) as surroundings:
        os.environ.update(surroundings)
        prepare()
        run_processes()
    leftovers.NOTES.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
