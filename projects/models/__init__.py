from projects.models.action import ActionItem, ActionNote
from projects.models.checkin import CheckIn, HowMuch
from projects.models.closing import StageAnswer, StageClosure, StageGap, StageQuestion
from projects.models.contribution import Contribution
from projects.models.easy import EasyRead
from projects.models.help import HelpAnswer, HelpAsked
from projects.models.ledgers import HistoryEntry, Involvement, Presence, Via
from projects.models.membership import Invitation, Membership, new_code
from projects.models.organisation import Organisation, OrganisationRole
from projects.models.pack import Pack, PackBatch, PackPart
from projects.models.partner_import import PartnerImport
from projects.models.pause import MembershipPause, QuietCall
from projects.models.project import PartnerGroup, Project, Stage
from projects.models.said import Attachment, Draft, Reply, Thanks
from projects.models.session import Attendance, DesignSession, SessionAnswer
from projects.models.supporter import Support, Supporter, SupportGiven
from projects.models.terms import (
    TermsAcceptance,
    TermsAgreed,
    TermsKeeper,
    TermsPart,
    TermsQuestion,
    TermsSuggestion,
    TermsVersion,
)

__all__ = [
    "ActionItem",
    "ActionNote",
    "Attachment",
    "Attendance",
    "CheckIn",
    "Contribution",
    "DesignSession",
    "Draft",
    "EasyRead",
    "HelpAnswer",
    "HelpAsked",
    "HistoryEntry",
    "HowMuch",
    "Invitation",
    "Involvement",
    "Membership",
    "MembershipPause",
    "Organisation",
    "OrganisationRole",
    "Pack",
    "PackBatch",
    "PackPart",
    "PartnerGroup",
    "PartnerImport",
    "Presence",
    "Project",
    "QuietCall",
    "Reply",
    "SessionAnswer",
    "Stage",
    "StageAnswer",
    "StageClosure",
    "StageGap",
    "StageQuestion",
    "Support",
    "SupportGiven",
    "Supporter",
    "TermsAcceptance",
    "TermsAgreed",
    "TermsKeeper",
    "TermsPart",
    "TermsQuestion",
    "TermsSuggestion",
    "TermsVersion",
    "Thanks",
    "Via",
    "new_code",
]
