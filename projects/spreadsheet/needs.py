"""What somebody wrote about access and about being reached, as our kinds; their own words are kept."""

import re

from participants.models import AccessNeedKind, Language, ReachBy
from participants.phones import takes_texts

NONE = frozenset({"", "none", "no", "nil", "n a", "na", "not applicable", "nothing", "dim", "dim byd"})
MOST = 10  # needs in one cell

KINDS = (
    (AccessNeedKind.LARGE_PRINT, ("large print", "large font", "big print", "large text")),
    (AccessNeedKind.EASY_READ, ("easy read", "easyread")),
    (AccessNeedKind.BSL, ("bsl", "sign language")),
    (AccessNeedKind.CAPTIONS, ("caption", "subtitle", "palantypist", "speech to text")),
    (AccessNeedKind.HEARING_LOOP, ("loop",)),
    (AccessNeedKind.STEP_FREE, ("wheelchair", "step free", "step-free", "ramp", "lift", "no stairs")),
    (AccessNeedKind.BREAKS, ("break", "rest")),
    (AccessNeedKind.QUIET, ("quiet", "low stimulation", "calm space")),
    (AccessNeedKind.REPLACEMENT_CARE, ("replacement care", "respite", "sitter", "childcare", "child care")),
    (AccessNeedKind.TRAVEL, ("travel", "transport", "taxi", "bus fare", "lift home", "parking")),
    (AccessNeedKind.ASSISTANT, ("assistant", "pa", "support worker", "somebody with me", "companion", "advocate")),
    (AccessNeedKind.INTERPRETER, ("interpreter", "translator")),
)


def needs_in(cell: str) -> tuple[tuple[AccessNeedKind, str], ...]:
    """Each need as (kind, own words); the words are empty where they are the kind's own name."""
    parts = [" ".join(part.split()).strip(" .") for part in re.split(r"[;,\n]", cell)]
    needs = [need_of(part) for part in parts if re.sub(r"[\W_]+", " ", part.casefold()).strip() not in NONE]
    return tuple(dict.fromkeys(needs))[:MOST]


def need_of(words: str) -> tuple[AccessNeedKind, str]:
    small = words.casefold()
    for kind, signs in KINDS:
        if any(re.search(rf"\b{re.escape(sign)}s?\b", small) for sign in signs):
            return kind, "" if small == str(kind.label).casefold() else words
    return AccessNeedKind.OTHER, words


def reach_of(wish: str, *, email: str, phone: str) -> ReachBy:
    """The way to reach somebody: as they wish, or the nearest way that there is; by letter where there is no other."""
    texts = takes_texts(phone)
    can = {ReachBy.EMAIL: bool(email), ReachBy.TEXT: texts, ReachBy.PHONE: bool(phone), ReachBy.POST: True}
    wished = [way for way in wishes(wish) if can[way]]
    order = (*wished, *(ReachBy.EMAIL, ReachBy.TEXT, ReachBy.PHONE, ReachBy.POST))
    return next(way for way in order if can[way])


def wishes(wish: str) -> list[ReachBy]:
    """The ways that a wish names, in our order: "Email or text" is both."""
    small = wish.casefold()
    signs = {
        ReachBy.EMAIL: r"e-?mail|e-?bost",
        ReachBy.TEXT: r"text|sms|whatsapp|neges destun|tecst",
        ReachBy.PHONE: r"phone|call|ring|mobile|tel\b|ff[oô]n",
        ReachBy.POST: r"post|letter|mail(?!\w)|llythyr",
    }
    found = [way for way, sign in signs.items() if re.search(sign, small)]
    if ReachBy.EMAIL in found and not re.search(r"post|letter|llythyr", small):
        found = [way for way in found if way != ReachBy.POST]  # the "mail" of "e-mail" is no letter
    return found


def language_of(cell: str) -> Language:
    return Language.WELSH if re.match(r"\s*(welsh|cymraeg|cymru|cy\b)", cell.casefold()) else Language.ENGLISH
