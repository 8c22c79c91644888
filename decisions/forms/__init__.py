from decisions.forms.answers import OutcomeForm, RespondForm
from decisions.forms.feedback import TellForm
from decisions.forms.positions import EasyPositionForm, EnterPositionForm, PositionForm
from decisions.forms.proposals import OpenForm, TermsDecisionForm, WordingForm

__all__ = [
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
