"""Which group somebody's own word for it means. What is not known here is asked about."""

from collections import Counter
from collections.abc import Iterable, Mapping

from projects.models import PartnerGroup
from projects.spreadsheet.columns import tidy

LEAVE_OUT = "-"  # instead of a group's key: these rows stay out
MOST = 40  # different words in one column; more is no column of groups

WORDS: Mapping[str, frozenset[str]] = {
    PartnerGroup.Key.USE: frozenset(
        [
            "use",
            "uses services",
            "service user",
            "user",
            "expert by experience",
            "expert by lived experience",
            "lived experience",
            "person who uses services",
            "people who use services",
            "patient",
            "client",
            "customer",
            "resident",
            "tenant",
            "citizen",
            "person with lived experience",
            "defnyddiwr",
            "defnyddiwr gwasanaeth",
            "defnyddwyr gwasanaeth",
        ]
    ),
    PartnerGroup.Key.CARERS: frozenset(
        [
            "carer",
            "family carer",
            "unpaid carer",
            "parent carer",
            "young carer",
            "family",
            "family member",
            "relative",
            "parent",
            "kinship carer",
            "informal carer",
            "gofalwr",
            "gofalwr di dâl",
            "gofalwyr",
        ]
    ),
    PartnerGroup.Key.STAFF: frozenset(
        [
            "staff",
            "staff member",
            "member of staff",
            "employee",
            "worker",
            "social worker",
            "support worker",
            "care worker",
            "paid carer",
            "nurse",
            "practitioner",
            "professional",
            "doctor",
            "gp",
            "therapist",
            "occupational therapist",
            "manager",
            "team",
            "team member",
            "aelod o staff",
            "gweithiwr cymdeithasol",
        ]
    ),
    PartnerGroup.Key.COMMISSIONERS: frozenset(
        ["commissioner", "commissioning", "commissioning manager", "funder", "comisiynydd", "comisiynwyr"]
    ),
}


def word_of(cell: str) -> str:
    """What somebody wrote for a group, in the one form by which we compare: "service user " is "service user"."""
    return tidy(cell)


def guess_group(word: str, groups: Iterable[PartnerGroup]) -> str:
    """The key of the group that a word means, or ""."""
    groups = list(groups)
    one = word.removesuffix("s")
    for group in groups:
        if word in (group.key, tidy(group.name)):
            return group.key
    for group in groups:
        known = WORDS.get(group.key, frozenset())
        if word in known or one in known:
            return group.key
    return ""


def words_in(cells: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Each different word for a group: as it was first written, and in how many rows."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for cell in cells:
        word = word_of(cell)
        counts[word] += 1
        written.setdefault(word, " ".join(cell.split())[:100])
    return {word: (written[word], count) for word, count in counts.items()}
