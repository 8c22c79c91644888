"""The stage tracker: each stage's name, how it stands, and when."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.models import Project, Stage


class Step(NamedTuple):
    """One stage as `components/stages.html` shows it. `state`: "done", "now" or "later"."""

    name: str
    state: str
    note: str
    url: str = ""


def tracker(stages: Iterable[Stage], project: Project) -> list[Step]:
    return [step(stage, project) for stage in stages]


def step(stage: Stage, project: Project) -> Step:
    url = reverse("projects:stage", args=[project.slug, stage.position])
    if stage.is_closed:
        day = date_format(localtime(stage.closure.closed_at), "j M")
        return Step(stage.name, "done", _("closed %(day)s") % {"day": day}, url)
    if stage.is_open:
        until = stage.ends_on and date_format(stage.ends_on, "j M")
        return Step(stage.name, "now", _("now, until %(day)s") % {"day": until} if until else _("now"), url)
    start = stage.starts_on and date_format(stage.starts_on, "j M")
    return Step(stage.name, "later", _("from %(day)s") % {"day": start} if start else _("later"), url)
