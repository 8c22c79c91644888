"""Easy Read words: taken apart into lines, and advice on them. Advice only: people say whether it is easy to read."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_WORDS = 15  # in one sentence (domain.md §6)

# A sentence ends at a full stop, a question mark or an exclamation mark, with what closes behind it, before a space.
END = re.compile(r"""(?:(?<=[.!?…])|(?<=[.!?…]["'”’)]))\s+""")
SHORT_FORMS = ("dr.", "mr.", "mrs.", "ms.", "st.", "prof.", "e.g.", "i.e.")  # after these it goes on

# Words that are hard to read, and what one could say. In English alone: they are looked for in English words.
HARD_WORDS = {
    "accessible": "easy to use",
    "accordingly": "so",
    "accountable": "have to answer for it",
    "additional": "more",
    "agenda": "list of what we talk about",
    "allocate": "give",
    "alternative": "other choice",
    "appropriate": "right",
    "approximately": "about",
    "assessment": "finding out what you need",
    "assistance": "help",
    "beneficial": "good for you",
    "capacity": "room, or time",
    "collaborate": "work together",
    "collaboration": "working together",
    "commence": "start",
    "commissioner": "the person who pays for the service",
    "commissioning": "choosing and paying for services",
    "consequently": "so",
    "consultation": "asking people what they think",
    "criteria": "rules",
    "deliver": "do",
    "discharge": "going home from hospital",
    "eligible": "can get it",
    "empower": "help people to do it themselves",
    "engagement": "taking part",
    "ensure": "make sure",
    "evaluate": "find out how well it works",
    "evaluation": "finding out how well it works",
    "facilitate": "help",
    "facilitator": "the person who helps the group",
    "framework": "plan",
    "funding": "money",
    "governance": "how things are decided",
    "holistic": "whole",
    "implement": "do",
    "implementation": "doing it",
    "inclusive": "for everyone",
    "initiative": "new plan",
    "intervention": "help",
    "multidisciplinary": "with different kinds of staff",
    "objective": "what we want to do",
    "outcome": "what came of it",
    "participant": "person who takes part",
    "participate": "take part",
    "pathway": "steps",
    "person-centred": "about what you want",
    "pilot": "try out",
    "prioritise": "choose what comes first",
    "priority": "what comes first",
    "procedure": "way to do it",
    "procurement": "buying",
    "provider": "the people who run the service",
    "provision": "what there is",
    "referral": "asking another service to help",
    "regarding": "about",
    "require": "need",
    "requirement": "what is needed",
    "respite": "a break",
    "review": "look at it again",
    "service user": "person who uses the service",
    "stakeholder": "everyone it matters to",
    "strategic": "big and long",
    "strategy": "long plan",
    "subsequently": "later",
    "sufficient": "enough",
    "sustainable": "can go on for a long time",
    "utilise": "use",
    "wellbeing": "feeling well",
}
HARD = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, HARD_WORDS))})(s|d|ed)?(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Advice:
    """What could be easier in one line, as sentences."""

    line: str
    says: tuple[str, ...]


def lines_of(words: str) -> list[str]:
    """Each sentence as a line of its own."""
    return [sentence for line in words.splitlines() for sentence in sentences(line.strip())]


def sentences(line: str) -> list[str]:
    found: list[str] = []
    for part in END.split(line):
        if found and found[-1].split()[-1].lower() in SHORT_FORMS:
            found[-1] += f" {part}"
        elif part:
            found.append(part)
    return found


def advice_on(words: str) -> list[Advice]:
    """The lines that are long or have hard words in them, and what one could do."""
    found = [Advice(line, (*too_long(line), *hard_words(line))) for line in lines_of(words)]
    return [advice for advice in found if advice.says]


def too_long(line: str) -> list[str]:
    count = len([word for word in line.split() if any(sign.isalnum() for sign in word)])
    if count <= MOST_WORDS:
        return []
    return [_("This has %(count)d words. Try %(most)d or fewer.") % {"count": count, "most": MOST_WORDS}]


def hard_words(line: str) -> list[str]:
    found = dict.fromkeys((match[0], HARD_WORDS[match[1].lower()]) for match in HARD.finditer(line))
    return [
        _("“%(hard)s” is a hard word. You could say: %(easy)s.") % {"hard": hard, "easy": easy} for hard, easy in found
    ]
