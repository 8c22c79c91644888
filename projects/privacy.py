"""Keeping a name out of the ledgers where something was said without it, or to the facilitators only.

The ledgers are for ever. So what is not for everyone leaves no name in the history at all, and in `Involvement` a fact
that nothing ties to its words: `about` is a number by chance and `at` the Monday of that week. What was said with a
name, and lost it later, keeps its old rows; these functions keep them off the pages.
"""

import datetime as dt
import secrets

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from projects.models import Contribution, Involvement, Project, Stage

PRIVATE = "private:"


def private_about() -> str:
    """An `about` that leads nowhere, and is another each time."""
    return f"{PRIVATE}{secrets.token_hex(8)}"


def private_at(stage: Stage, now: dt.datetime) -> dt.datetime:
    """The Monday of that week, or the moment at which the stage began where that is later."""
    today = timezone.localtime(now)
    monday = (today - dt.timedelta(days=today.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(monday, stage.began_at) if stage.began_at and stage.began_at <= now else monday


def named_facts(project: Project) -> QuerySet[Involvement]:
    """The facts of a project that a page may show beside a name. Figures may count all of them."""
    kept_back = (
        Contribution.objects.filter(project=project)
        .exclude(audience=Contribution.Audience.EVERYONE)
        .order_by()
        .values(found=Concat(Value("contribution:"), Cast("pk", CharField())))
    )
    return project.involvements.exclude(about__startswith=PRIVATE).exclude(about__in=kept_back)
