"""Days of the demo, counted from today so that its story never goes stale."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

HOME = zoneinfo.ZoneInfo("Europe/London")
MONDAY_TO_FRIDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Moments of a story that is told at `now`."""

    now: dt.datetime

    def at(self, days: int, clock: str = "10:00") -> dt.datetime:
        """`clock` ("10:30", in London) on the working day that many days from today. What is past stays past."""
        moment = self.on(self.day(days), clock)
        return min(moment, self.now) if days <= 0 else moment

    def day(self, days: int) -> dt.date:
        """The working day on or just after (for the past: before) that many days from today."""
        day = self.now.astimezone(HOME).date() + dt.timedelta(days=days)
        step = dt.timedelta(days=1 if days > 0 else -1)
        while day.weekday() >= MONDAY_TO_FRIDAY:
            day += step
        return day

    def on(self, day: dt.date, clock: str) -> dt.datetime:
        return dt.datetime.combine(day, dt.time.fromisoformat(clock), HOME)
