"""What the demo's story says, and that it is told once."""

import datetime as dt

import pytest

from coproduce.demo.load import load
from decisions.models import Decision
from projects.models import Involvement, Membership, PartnerGroup, Project, Stage
from tests.fixtures.cast import NOW
from tests.story.world import World

pytestmark = pytest.mark.django_db


def holds_together(now: dt.datetime) -> None:
    """Nothing has happened before what it answers, or later than now."""
    for wording in [word for decision in Decision.objects.all() for word in decision.wordings.filter(number=2)]:
        for objection in wording.met.all():
            assert objection.position.at < wording.written_at
    assert not Involvement.objects.filter(at__gt=now).exists()


def test_it_holds_together(world: World) -> None:
    holds_together(world.now)


def test_loading_it_again_changes_nothing(world: World) -> None:
    assert not load(NOW + dt.timedelta(days=1))
    assert Project.objects.filter(slug="short-breaks-for-carers").count() == 1


def test_no_carer_has_taken_part_in_define_yet(world: World) -> None:
    define = Stage.objects.get(project__slug="short-breaks-for-carers", name="Define")
    groups = set(Involvement.objects.filter(stage=define).values_list("group__key", flat=True))
    assert define.is_open
    assert groups == {"use", "staff", "commissioners"}
    assert PartnerGroup.objects.get(project=define.project, key="carers").memberships.partners().count() == 5


def test_nobody_crosses_the_wall_between_the_organisations(world: World) -> None:
    inside = {
        name: set(Membership.objects.filter(project__organisation__name=name).values_list("person__name", flat=True))
        for name in ("Northdale Council", "Southmoor Trust")
    }
    assert "Eve Marsh" in inside["Southmoor Trust"]
    assert inside["Northdale Council"].isdisjoint(inside["Southmoor Trust"])
