"""The demo tells its story on any day, once, and never in production."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from coproduce.demo.load import load
from decisions.models import Decision
from projects.models import Involvement, Membership, Organisation, PartnerGroup, Project, Stage
from tests.fixtures.cast import NOW


@pytest.mark.parametrize("days", [0, 4, 5, 6])  # Tuesday, Saturday, Sunday, Monday
def test_the_story_holds_together_on_any_day_of_the_week(db: None, days: int) -> None:
    today = NOW + dt.timedelta(days=days)
    load(today)
    for wording in [word for decision in Decision.objects.all() for word in decision.wordings.filter(number=2)]:
        for objection in wording.met.all():
            assert objection.position.at < wording.written_at
    assert not Involvement.objects.filter(at__gt=today).exists()


def test_loading_it_again_changes_nothing(db: None) -> None:
    assert load(NOW)
    assert not load(NOW + dt.timedelta(days=1))
    assert Project.objects.filter(slug="short-breaks-for-carers").count() == 1


def test_production_refuses_the_demo(db: None, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="can't be loaded in production"):
        call_command("load_demo")
    assert not Organisation.objects.exists()


def test_no_carer_has_taken_part_in_define_yet(db: None) -> None:
    load(NOW)
    define = Stage.objects.get(project__slug="short-breaks-for-carers", name="Define")
    groups = set(Involvement.objects.filter(stage=define).values_list("group__key", flat=True))
    assert define.is_open
    assert groups == {"use", "staff", "commissioners"}
    assert PartnerGroup.objects.get(project=define.project, key="carers").memberships.partners().count() == 5


def test_nobody_crosses_the_wall_between_the_organisations(db: None) -> None:
    load(NOW)
    inside = {
        name: set(Membership.objects.filter(project__organisation__name=name).values_list("person__name", flat=True))
        for name in ("Northdale Council", "Southmoor Trust")
    }
    assert "Eve Marsh" in inside["Southmoor Trust"]
    assert inside["Northdale Council"].isdisjoint(inside["Southmoor Trust"])
