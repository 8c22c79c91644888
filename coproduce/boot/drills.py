"""`make drills` and `make drill-NAME`: run drills and write `var/results/drill-NAME.json`."""

import importlib
import json
import os
import pkgutil
import sys
import time
from typing import Any

from coproduce import drills
from coproduce.boot.guard import held_servers
from coproduce.boot.install import VAR, say, stop

RESULTS = VAR / "results"


def write_result(name: str, rows: list[dict[str, Any]], seconds: float) -> bool:
    """Write one result file. `ok` follows from the rows: all of them, and at least one."""
    good = bool(rows) and all(row["ok"] for row in rows)
    RESULTS.mkdir(parents=True, exist_ok=True)
    result = {"ok": good, "seconds": round(seconds, 1), "rows": rows}
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n")
    return good


def run_drill(name: str) -> bool:
    began = time.monotonic()
    rows = importlib.import_module(f"coproduce.drills.{name}").run()
    good = write_result(f"drill-{name}", rows, time.monotonic() - began)
    for row in rows:
        say(f"{'ok  ' if row['ok'] else 'FAIL'} {name}: " + ", ".join(f"{k} {v}" for k, v in row.items() if k != "ok"))
    return good


def main() -> None:
    known = sorted(module.name for module in pkgutil.iter_modules(drills.__path__))
    wanted = sys.argv[1:] or known
    if unknown := set(wanted) - set(known):
        stop(f"There is no drill called {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    with held_servers(VAR / "drills") as servers:
        os.environ.update({"COPRODUCE_MODE": "test", **servers})
        results = [run_drill(name) for name in wanted]
    os._exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
