from decisions.models.decision import Decision, Minimum, Wording
from decisions.models.outcome import Feedback, Influence, Outcome, Response
from decisions.models.position import Objection, Position

__all__ = [
    "Decision",
    "Feedback",
    "Influence",
    "Minimum",
    "Objection",
    "Outcome",
    "Position",
    "Response",
    "Wording",
]
