from decisions.actions.feedback import Word, note_told, tell_people
from decisions.actions.opening import open_decision
from decisions.actions.outcomes import record_outcome, standing_objections
from decisions.actions.positions import take_position, withdraw_objection
from decisions.actions.responses import respond
from decisions.actions.wordings import change_wording

__all__ = [
    "Word",
    "change_wording",
    "note_told",
    "open_decision",
    "record_outcome",
    "respond",
    "standing_objections",
    "take_position",
    "tell_people",
    "withdraw_objection",
]
