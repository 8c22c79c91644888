"""The demo tells its story on any day, and never in production."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from coproduce.demo.load import load
from projects.models import Organisation
from tests.fixtures.cast import NOW
from tests.story.test_demo_story import holds_together


@pytest.mark.parametrize("days", [4, 5, 6])  # Saturday, Sunday, Monday; tests/story/ begins on a Tuesday
def test_the_story_holds_together_on_any_day_of_the_week(db: None, days: int) -> None:
    today = NOW + dt.timedelta(days=days)
    assert load(today)
    holds_together(today)


def test_production_refuses_the_demo(db: None, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="can't be loaded in production"):
        call_command("load_demo")
    assert not Organisation.objects.exists()
