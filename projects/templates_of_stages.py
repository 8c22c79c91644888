"""The stage templates that a new project can start from (domain.md §3). Data only; a project's own stages are rows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Stage

DESIGN, COMMISSIONING, DELIVERY, REVIEW = (
    Stage.Kind.DESIGN,
    Stage.Kind.COMMISSIONING,
    Stage.Kind.DELIVERY,
    Stage.Kind.REVIEW,
)


@dataclass(frozen=True)
class PlannedStage:
    """One stage before it is a row: its name, what sort of work it is, and what it is for."""

    name: Promise | str
    kind: Stage.Kind = DESIGN
    purpose: Promise | str = ""


@dataclass(frozen=True)
class StageTemplate:
    """Stages in order, under a name that people know them by."""

    key: str
    name: Promise | str
    stages: tuple[PlannedStage, ...]


STAGE_TEMPLATES = {
    template.key: template
    for template in (
        StageTemplate(
            "double_diamond",
            _("Double Diamond"),
            (
                PlannedStage(_("Discover"), DESIGN, _("Find out what life is like for the people it is about.")),
                PlannedStage(_("Define"), DESIGN, _("Agree what matters most and what to work on.")),
                PlannedStage(_("Develop"), DESIGN, _("Think up ideas and try them out together.")),
                PlannedStage(_("Deliver"), DELIVERY, _("Make the best idea real and see how it works.")),
            ),
        ),
        StageTemplate(
            "four_cos",
            _("Four Co's"),
            (
                PlannedStage(_("Co-commissioning"), COMMISSIONING, _("Agree what is needed, and what to spend on it.")),
                PlannedStage(_("Co-design"), DESIGN, _("Plan the service together.")),
                PlannedStage(_("Co-delivery"), DELIVERY, _("Run the service together.")),
                PlannedStage(_("Co-assessment"), REVIEW, _("Look together at how well it works.")),
            ),
        ),
        StageTemplate(
            "commissioning_cycle",
            _("Commissioning cycle"),
            (
                PlannedStage(_("Analyse"), COMMISSIONING, _("Find out what people need and what there is already.")),
                PlannedStage(_("Plan"), COMMISSIONING, _("Agree what should change and in what order.")),
                PlannedStage(_("Do"), DELIVERY, _("Put the plan into practice.")),
                PlannedStage(_("Review"), REVIEW, _("See what worked and what comes next.")),
            ),
        ),
        StageTemplate(
            "ebcd",
            _("Experience-based co-design"),
            (
                PlannedStage(_("Set up"), DESIGN, _("Form the steering group and agree how we work.")),
                PlannedStage(_("Staff experience"), DESIGN, _("Hear from staff what it is like to work here.")),
                PlannedStage(
                    _("Patient and carer experience"), DESIGN, _("Hear from patients and carers what it is like.")
                ),
                PlannedStage(_("Staff event and patient event"), DESIGN, _("Each group says what matters most to it.")),
                PlannedStage(_("Joint event"), DESIGN, _("Everyone meets and sets priorities together.")),
                PlannedStage(_("Small co-design groups"), DESIGN, _("Small groups work on one priority each.")),
                PlannedStage(_("Celebration event"), REVIEW, _("Show what changed, and thank everyone.")),
            ),
        ),
    )
}

OWN = "own"
MOST_STAGES = 20


def own_stages(lines: str) -> tuple[PlannedStage, ...]:
    """The stages that people typed, one on each line; empty lines are nothing."""
    return tuple(PlannedStage(" ".join(line.split())) for line in lines.splitlines() if line.strip())
