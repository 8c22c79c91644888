"""What decisions add to what is missing at the end of a stage."""

from collections.abc import Iterator

from django.db.models import Count, Q

from decisions.models import Decision
from projects.gate import Gap, Kind
from projects.models import Stage


def open_or_untold(stage: Stage, last: bool) -> Iterator[Gap]:
    """Decisions of the stage without an outcome, or of which not everybody was told what came of it. One query.

    With its last stage a project would close, so then those of the whole project count.
    """
    decisions = Decision.objects.filter(project=stage.project_id) if last else Decision.objects.filter(stage=stage)
    untold = Count("outcome__feedback", filter=Q(outcome__feedback__told_at=None))
    found = decisions.annotate(untold=untold).filter(Q(outcome=None) | Q(untold__gt=0))
    for decision in found.select_related("project", "outcome").order_by("number"):
        kind = Kind.UNTOLD if decision.untold else Kind.OPEN_DECISION
        yield Gap(
            kind,
            partners=decision.untold,
            about=f"decision:{decision.pk}",
            title=decision.question,
            url=decision.get_absolute_url(),
        )
