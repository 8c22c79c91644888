"""What is due at `now`, derived from facts: shown on Home as *Waiting for you*, and sent as reminders."""

import datetime as dt
from dataclasses import dataclass

from projects.models import Project


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for one person: what, in which project, by when, about how long, one tap to act."""

    title: str
    project: Project
    url: str
    button: str
    by: dt.datetime | None = None
    minutes: int = 1
    words: str = ""
