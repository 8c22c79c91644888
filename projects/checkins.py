"""Reading check-ins: what a stage felt like to each group, with nobody's answer to be made out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.ladder import Rung
from projects.models import CheckIn, HowMuch, Membership, PartnerGroup, Stage

LEAST = 5  # answers that are shown together (domain.md §2)
TIME_AFTER = dt.timedelta(days=14)  # how long a closed stage can still be answered
TIME_BEFORE = dt.timedelta(days=7)  # how long before its last day people are asked


def answering_ends(stage: Stage) -> dt.datetime | None:
    """When answers are final and are shown to everybody; None while the stage is open.

    Before that nobody sees a figure: who looks twice could tell what the one answer in between was.
    """
    return stage.closure.closed_at + TIME_AFTER if stage.is_closed else None


def joined_after(membership: Membership | None, stage: Stage) -> bool:
    """Did they become a partner only when the stage was closed already? What it felt like is not for them to say."""
    if membership is None or membership.joined_at is None or not stage.is_closed:
        return False
    return membership.joined_at >= stage.closure.closed_at


class Answer(NamedTuple):
    """What is counted of one check-in: heights on the ladder and degrees from 1 to 5, without a name."""

    rung: int
    heard: int
    knows: int


class Felt(NamedTuple):
    """The answer in the middle of some, for each question: as many said this or less as said this or more."""

    answers: int
    rung: Rung
    heard: HowMuch
    knows: HowMuch


@dataclass(frozen=True)
class Picture:
    """What is shown of one stage: for everybody together, and for the groups that can be shown by themselves."""

    together: Felt | None
    groups: Mapping[int, Felt]


def picture(answers: Mapping[int, Sequence[Answer]], *, least: int = LEAST) -> Picture:
    """What may be shown of answers by group.

    Nothing stands on fewer than `least` answers, also not what is left when the groups that are shown are taken from
    the whole: where that would be too few, the next smallest group is not shown by itself either.
    """
    every = [answer for theirs in answers.values() for answer in theirs]
    if len(every) < least:
        return Picture(None, {})
    shown = sorted((len(theirs), group) for group, theirs in answers.items() if len(theirs) >= least)
    left = len(every) - sum(count for count, _group in shown)
    if 0 < left < least:
        shown = shown[1:]
    return Picture(felt(every), {group: felt(answers[group]) for _count, group in shown})


def felt(answers: Sequence[Answer]) -> Felt:
    rungs, heard, knows = zip(*answers, strict=True)
    rung = list(Rung)[median_low(rungs) - 1]
    return Felt(len(answers), rung, HowMuch(median_low(heard)), HowMuch(median_low(knows)))


def answers_of(stage: Stage) -> dict[int, list[Answer]]:
    """What people said of a stage, by the id of their group at that time. One query."""
    found: defaultdict[int, list[Answer]] = defaultdict(list)
    rows = CheckIn.objects.filter(stage=stage).order_by().values_list("group", "rung", "heard", "knows")
    for group, rung, heard, knows in rows:
        found[group].append(Answer(Rung(rung).height, heard, knows))
    return dict(found)


def lines_of(stage: Stage, shown: Picture) -> list[str]:
    """The free lines, in the order of the alphabet, so that neither time nor group says whose they are. One query."""
    if shown.together is None:
        return []
    lines = CheckIn.objects.filter(stage=stage).exclude(line="").order_by("line").values_list("line", flat=True)
    return list(lines)


def gaps(shown: Iterable[tuple[PartnerGroup, Felt]]) -> list[str]:
    """How far the groups are apart, in words: the one that felt most power first, the others against it."""
    ranked = sorted(shown, key=lambda each: (-each[1].rung.height, each[0].position))
    if len(ranked) < 2:
        return []
    top = ranked[0][1].rung
    return [compared(group.name, theirs.rung, top) for group, theirs in ranked]


def compared(name: str, rung: Rung, top: Rung) -> str:
    """ "Carers said consultation: two steps lower." """
    words = {"group": name, "rung": str(rung.label).lower()}
    if rung == top:
        return _("%(group)s said %(rung)s.") % words
    return _("%(group)s said %(rung)s: %(steps)s.") % {**words, "steps": lower(top.height - rung.height)}


def lower(steps: int) -> str:
    return ngettext("%(count)s step lower", "%(count)s steps lower", steps) % {"count": in_words(steps)}


def higher(steps: int) -> str:
    return ngettext("%(count)s step higher", "%(count)s steps higher", steps) % {"count": in_words(steps)}


def in_words(steps: int) -> str:
    names = (_("one"), _("two"), _("three"), _("four"), _("five"), _("six"))
    return names[steps - 1]


def against_declared(declared: str, shown: Picture) -> str:
    """What everybody together said, beside what the stage was declared to be; "" where there is nothing to compare."""
    if not declared or shown.together is None:
        return ""
    said, meant = shown.together.rung, Rung(declared)
    words = {"declared": str(meant.label).lower(), "said": str(said.label).lower()}
    away = said.height - meant.height
    if away == 0:
        return _("It was meant to be %(declared)s, and that is how it felt.") % words
    steps = lower(-away) if away < 0 else higher(away)
    return _("It was meant to be %(declared)s. Everyone together said %(said)s: %(steps)s.") % {**words, "steps": steps}
