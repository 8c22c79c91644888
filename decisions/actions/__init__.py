from decisions.actions.feedback import Word, note_told, tell_people
from decisions.actions.learning import (
    ask_for_check,
    begin_learning,
    change_learning,
    check_learning,
    comment_on_learning,
    name_on_learning,
)
from decisions.actions.opening import open_decision
from decisions.actions.outcomes import record_outcome, standing_objections
from decisions.actions.positions import take_position, withdraw_objection
from decisions.actions.publishing import publish_learning, take_down_learning
from decisions.actions.questions import answer_question
from decisions.actions.responses import respond
from decisions.actions.reviews import review_decision
from decisions.actions.shaping import answer_remark, change_proposal, not_take_up, propose, remark, take_back
from decisions.actions.wordings import change_wording

__all__ = [
    "Word",
    "answer_question",
    "answer_remark",
    "ask_for_check",
    "begin_learning",
    "change_learning",
    "change_proposal",
    "change_wording",
    "check_learning",
    "comment_on_learning",
    "name_on_learning",
    "not_take_up",
    "note_told",
    "open_decision",
    "propose",
    "publish_learning",
    "record_outcome",
    "remark",
    "respond",
    "review_decision",
    "standing_objections",
    "take_back",
    "take_down_learning",
    "take_position",
    "tell_people",
    "withdraw_objection",
]
