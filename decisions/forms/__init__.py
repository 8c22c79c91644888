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
    "TellForm",
    "TermsDecisionForm",
    "WithdrawOptionForm",
    "WordingForm",
]
