"""Which letters of the outbox a pack stands for: it says the same, so that nobody has to write them as well."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from coproduce.packs.asks import DECISION, DONE, FELT, SESSION, TERMS
from decisions.models import Feedback
from participants.models import Message
from projects.models import Pack

# Which kinds of letters a question of a pack stands for; the topic of each is what the question is about.
ASKING = {
    SESSION: ("session_asked", "session_answer_missing", "session_week_before"),
    DECISION: ("decision_opened", "decision_closing_soon", "decision_closing_today", "wording_changed"),
    DONE: ("stage_asked",),
    FELT: ("check_in_due",),
    TERMS: ("terms_to_accept",),
}


def covered(packs: Sequence[Pack]) -> dict[int, list[int]]:
    """The ids of those letters, by pack. Two queries."""
    people = {pack.membership.person_id: pack for pack in packs}
    letters = Message.objects.unsettled().filter(to__in=people, channel=Message.Channel.LETTER)
    told = dict(
        Feedback.objects.filter(membership__in=[pack.membership_id for pack in packs], written_at__isnull=False)
        .values_list("pk", "membership_id")
    )  # fmt: skip
    found: defaultdict[int, list[int]] = defaultdict(list)
    for letter in letters:
        pack = people[letter.to_id]
        if says(pack, letter, told):
            found[pack.pk].append(letter.pk)
    return found


def says(pack: Pack, letter: Message, told: Mapping[int, int]) -> bool:
    number = letter.topic.partition(":")[2]
    if letter.kind == "feedback":
        return told.get(int(number or 0)) == pack.membership_id
    return any(letter.kind in ASKING.get(ask["noun"], ()) and str(ask["pk"]) == number for ask in pack.asks)


def still_waiting(packs: Iterable[Pack]) -> list[Message]:
    """The letters that these packs stand for and that nobody has written meanwhile."""
    ids = [pk for pack in packs for pk in pack.covers]
    return list(Message.objects.unsettled().filter(pk__in=ids, channel__in=Message.BY_HAND).select_related("to"))
