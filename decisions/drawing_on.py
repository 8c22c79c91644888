"""What a page of learning is drawn from: the project's outcomes, what came of them, and who took part."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from decisions.models import Decision, LearningText, Outcome
from participants.sql import rows
from projects.involvement import BITS, TOOK_PART
from projects.models import PartnerGroup, Project
from projects.table import shape_of

FEWEST = 5  # figures below that would point at single people
MOST = 20


class Came(NamedTuple):
    """One decision that was agreed: what was decided, what the commissioner answered or "", and if it does not stand
    yet."""

    question: str
    decided: str
    answer: str
    url: str
    provisional: bool


def outcomes_of(project: Project, most: int = MOST) -> list[Came]:
    """What was agreed in a project, the last first. One query."""
    found = (
        Decision.objects.filter(project=project, outcome__result=Outcome.Result.AGREED)
        .select_related("outcome", "response", "project")
        .order_by("-outcome__recorded_at", "-pk")[:most]
    )
    return [came(decision) for decision in found]


def came(decision: Decision) -> Came:
    answered = hasattr(decision, "response")
    answer = decision.response.reasons if answered else ""
    return Came(
        decision.question,
        decision.outcome.decided,
        answer,
        decision.get_absolute_url(),
        decision.outcome.is_provisional,
    )


def first_words(project: Project) -> dict[str, str]:
    """The words that a draft begins with: the purpose, and what was agreed and stands. People write the rest."""
    lines = [f"{each.question} {each.decided}" for each in reversed(outcomes_of(project)) if not each.provisional]
    return {
        "service": LearningText.Service.OTHER,
        "aim": project.purpose,
        "changed": "\n\n".join(lines)[:6000],
        "differently": "",
        "costs": "",
        "resources": "",
    }


FIGURES = """
SELECT groups.key, groups.name, groups.position, count(DISTINCT presence.membership_id),
    (
        SELECT count(*) FROM projects_designsession AS session
        WHERE session.project_id = %(project)s AND session.cancelled_at IS NULL
            AND EXISTS (SELECT FROM projects_attendance WHERE session_id = session.id)
    ),
    (
        SELECT count(*) FROM decisions_outcome AS outcome
        JOIN decisions_decision AS decision ON decision.id = outcome.decision_id
        WHERE decision.project_id = %(project)s AND outcome.result = 'agreed'
    ),
    (SELECT min(began_at) FROM projects_stage WHERE project_id = %(project)s)
FROM projects_partnergroup AS groups
LEFT JOIN projects_presence AS presence ON presence.group_id = groups.id AND presence.kinds & %(took_part)s <> 0
WHERE groups.project_id = %(project)s
GROUP BY groups.id ORDER BY groups.position
"""


def figures_of(project: Project) -> dict[str, Any]:
    """The figures of a page, as they are published: small numbers are hidden here and go no further. One query.

    A group has `people`, None where it is fewer than five. There is no sum, since it would give a hidden one away.
    """
    took_part = sum(BITS[kind] for kind in TOOK_PART)
    found = [tuple(row) for row in rows(FIGURES, project=project.pk, took_part=took_part)]
    sessions, decisions, began = found[0][4:] if found else (0, 0, None)
    return {
        "groups": [
            {"name": name, "shape": shape_of(key, position), "people": shown(people)}
            for key, name, position, people, *_rest in found
            if people or key in PartnerGroup.LIVED_EXPERIENCE
        ],
        "sessions": sessions,
        "decisions": decisions,
        "began": began.date().isoformat() if began else "",
    }


def shown(people: int) -> int | None:
    """A figure as others may read it. Nobody at all is said openly: it names no one, and matters."""
    return None if 0 < people < FEWEST else people


def people_in_words(people: int | None) -> str:
    if people is None:
        return _("fewer than %(number)s") % {"number": FEWEST}
    return str(people) if people else _("nobody")
