from decisions.forms.answers import CorrectEntryForm, OutcomeForm, RespondForm
from decisions.forms.feedback import TellForm
from decisions.forms.positions import (
    AnswerQuestionForm,
    ChoosingWidget,
    EasyPositionForm,
    EnterPositionForm,
    PositionForm,
)
from decisions.forms.proposals import CloseForm, OpenForm, TermsDecisionForm, WithdrawOptionForm, WordingForm
from decisions.forms.reviews import ReviewForm

__all__ = [
    "AnswerQuestionForm",
    "ChoosingWidget",
    "CloseForm",
    "CorrectEntryForm",
    "EasyPositionForm",
    "EnterPositionForm",
    "OpenForm",
    "OutcomeForm",
    "PositionForm",
    "RespondForm",
    "ReviewForm",
    "TellForm",
    "TermsDecisionForm",
    "WithdrawOptionForm",
    "WordingForm",
]
