from decisions.models.decision import Decision, Minimum, Wording
from decisions.models.interest import Interest
from decisions.models.learning import (
    Learning,
    LearningCheck,
    LearningComment,
    LearningPage,
    LearningRemoval,
    LearningRound,
    LearningText,
)
from decisions.models.option import Option
from decisions.models.outcome import Feedback, Influence, Outcome, Response
from decisions.models.position import Objection, Position, QuestionAnswer
from decisions.models.private import PrivatePositions
from decisions.models.proposal import Proposal, ProposalAnswer, ProposalEnd, ProposalRemark, ProposalVersion
from decisions.models.register import RegisterEntry, RegisterHead
from decisions.models.review import Replacement, Review, ReviewPart
from decisions.models.terms import TermsProposal

__all__ = [
    "Decision",
    "Feedback",
    "Influence",
    "Interest",
    "Learning",
    "LearningCheck",
    "LearningComment",
    "LearningPage",
    "LearningRemoval",
    "LearningRound",
    "LearningText",
    "Minimum",
    "Objection",
    "Option",
    "Outcome",
    "Position",
    "PrivatePositions",
    "Proposal",
    "ProposalAnswer",
    "ProposalEnd",
    "ProposalRemark",
    "ProposalVersion",
    "QuestionAnswer",
    "RegisterEntry",
    "RegisterHead",
    "Replacement",
    "Response",
    "Review",
    "ReviewPart",
    "TermsProposal",
    "Wording",
]
