from decisions.forms.answers import OutcomeForm, RespondForm
from decisions.forms.feedback import TellForm
from decisions.forms.positions import AnswerQuestionForm, EasyPositionForm, EnterPositionForm, PositionForm
from decisions.forms.proposals import OpenForm, TermsDecisionForm, WordingForm

__all__ = [
    "AnswerQuestionForm",
    "EasyPositionForm",
    "EnterPositionForm",
    "OpenForm",
    "OutcomeForm",
    "PositionForm",
    "RespondForm",
    "TellForm",
    "TermsDecisionForm",
    "WordingForm",
]
