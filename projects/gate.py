"""The gate at the end of each stage: no group is left behind without a word (domain.md §1)."""

from dataclasses import dataclass

from projects.involvement import involvement_map
from projects.models import PartnerGroup, Stage


@dataclass(frozen=True)
class Gap:
    """A group of which nobody took part in a stage, and how many partners it had meanwhile."""

    group: PartnerGroup
    partners: int


def missing(stage: Stage) -> list[Gap]:
    """The groups that took no part in a stage, though they have partners or lived experience of the service.

    Taking part is coming to a session, saying something or taking a position; being told is not. Two queries.
    """
    return [Gap(cell.group, cell.partners) for cell in involvement_map(stage.project).missing_from(stage)]
