from participants.models.asset import Asset, AssetKind, Audience
from participants.models.attempt import Attempt
from participants.models.consent import Consent
from participants.models.message import Message, MessageQuerySet
from participants.models.need import AccessNeed, AccessNeedKind
from participants.models.person import Language, Person, ReachBy, Theme, declare_yes

__all__ = [
    "AccessNeed",
    "AccessNeedKind",
    "Asset",
    "AssetKind",
    "Attempt",
    "Audience",
    "Consent",
    "Language",
    "Message",
    "MessageQuerySet",
    "Person",
    "ReachBy",
    "Theme",
    "declare_yes",
]
