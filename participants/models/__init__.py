from participants.models.message import Message, MessageQuerySet
from participants.models.need import AccessNeed, AccessNeedKind
from participants.models.person import Language, Person, ReachBy, Theme

__all__ = [
    "AccessNeed",
    "AccessNeedKind",
    "Language",
    "Message",
    "MessageQuerySet",
    "Person",
    "ReachBy",
    "Theme",
]
