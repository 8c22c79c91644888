"""Drills: each breaks something on purpose and counts what was lost. One module a drill, with `run() -> list[Row]`."""
