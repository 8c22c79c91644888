"""Gives the tests their servers: those of `make test`, or, for a bare `pytest`, embedded ones for as long as it runs.

Loaded by name before Django's settings are (pyproject.toml, addopts).
"""

import atexit
import contextlib
import os
import re

from coproduce.boot.guard import held_servers
from coproduce.boot.install import BIN, VAR

os.environ.setdefault("COPRODUCE_MODE", "test")
if str(BIN) not in os.environ.get("PATH", ""):  # tests start celery, gunicorn and node by name
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"

if "PYTEST_XDIST_WORKER" in os.environ:
    # Each worker of pytest-xdist has a database of its own; give it a queue and cache of its own too.
    number = int(re.sub(r"\D", "", os.environ["PYTEST_XDIST_WORKER"]) or 0) + 1
    os.environ["REDIS_URL"] = re.sub(r"/\d*$", f"/{number}", os.environ["REDIS_URL"])
elif not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
    ending = contextlib.ExitStack()
    os.environ.update(ending.enter_context(held_servers(VAR / "test", fast=True)))
    atexit.register(ending.close)
