"""The gate at the end of each stage: what is missing, as data (domain.md §1 and §3).

No group is left behind without a word: some gaps need a written reason before a stage can close, the others are
warnings. All of them stay on the closed stage for all to read.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.done import hurried, standing_question, tally
from projects.involvement import MEETING, InvolvementMap, involvement_map
from projects.models import PartnerGroup, Stage, StageGap

Kind = StageGap.Kind


LETTERS_OF_A_REASON = 5


def says_why(reason: str) -> bool:
    """A full stop or "n/a" is no reason: everybody reads it for as long as the record is kept."""
    return sum(letter.isalpha() for letter in reason) >= LETTERS_OF_A_REASON


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. `partners`: how many it concerns; `about`, `title` and `url`: what, where it is no
    group ("decision:3", its question, its page)."""

    kind: Kind
    group: PartnerGroup | None = None
    partners: int = 0
    about: str = ""
    title: str = ""
    url: str = ""

    @property
    def needs_reason(self) -> bool:
        return self.kind in StageGap.NEED_A_REASON

    @property
    def words(self) -> str:
        """The gap as a sentence that stands below the name of its group, or by itself."""
        return said(self.kind, self.partners)


def said(kind: str, partners: int) -> str:
    """What a kind of gap means, for so many partners; used before and after a stage has closed."""
    count = {"count": partners}
    sentences = {
        Kind.NO_PART: (
            ngettext(
                "The one partner in this stage has not taken part.",
                "None of the %(count)s partners in this stage has taken part.",
                partners,
            )
            % count
            if partners
            else _("Nobody from this group is a partner.")
        ),
        Kind.NO_ANSWER: _("Nobody who is a partner has answered “are we done here?”"),
        Kind.NOT_YET: ngettext("%(count)s partner says “not yet”.", "%(count)s partners say “not yet”.", partners)
        % count,
        Kind.NO_MEETING: _("They said something, but no session and no decision had them at the table."),
        Kind.JOINED_LATE: _("They joined only after the first stage had closed."),
        Kind.REVIEW_ALONE: _("Nobody who uses services or cares for somebody took part in this review."),
        Kind.OPEN_DECISION: _("This decision is still open."),
        Kind.UNTOLD: ngettext(
            "%(count)s person has not been told yet what came of it.",
            "%(count)s people have not been told yet what came of it.",
            partners,
        )
        % count,
        Kind.NOT_EASY: _("There is no Easy Read version of these words."),
        Kind.HURRIED: ngettext(
            "%(count)s partner has not answered yet, and has had little time. Give people a day at least, and five "
            "days by letter or phone.",
            "%(count)s partners have not answered yet, and have had little time. Give people a day at least, and five "
            "days by letter or phone.",
            partners,
        )
        % count,
    }
    return sentences[Kind(kind)]


@dataclass(frozen=True)
class GroupFacts:
    """What the gate knows of one group. `partners`: at any time while the stage was open; `asked`: who is one now."""

    group: PartnerGroup
    partners: int = 0
    took_part: int = 0
    met: bool = False
    asked: int = 0
    answered: int = 0
    not_yet: int = 0
    joined_late: bool = False


@dataclass(frozen=True)
class StageFacts:
    """What the gate knows of a stage; `declared` are gaps that others know of.

    `hurried`: how many were asked only just now whether it is done, and have not answered.
    """

    kind: str
    groups: tuple[GroupFacts, ...]
    hurried: int = 0
    declared: tuple[Gap, ...] = ()


Finder = Callable[[Stage, bool], Iterable[Gap]]
FINDERS: list[Finder] = []


def declare(finder: Finder) -> None:
    """Make known what else, such as an upper layer, finds missing. It is asked with a stage and if that is the last."""
    FINDERS.append(finder)


def missing(
    stage: Stage, *kinds: Kind, now: dt.datetime | None = None, whole: InvolvementMap | None = None
) -> list[Gap]:
    """What is missing from a stage at `now` (this moment unless it is said), the gaps that need a reason first.

    Of some `kinds` only, where they are named. The map may be handed in where a page has it. Ten queries at most.
    """
    now = now or timezone.now()
    gaps = gaps_in(facts_of(stage, whole or involvement_map(stage.project, now), now))
    return [gap for gap in gaps if not kinds or gap.kind in kinds]


def gaps_in(facts: StageFacts) -> list[Gap]:
    """The rule itself, from facts alone."""
    gaps = [gap for group in facts.groups for gap in gaps_of(group)]
    if facts.kind == Stage.Kind.REVIEW and not any(one.took_part for one in facts.groups if one.group.lived_experience):
        gaps.append(Gap(Kind.REVIEW_ALONE))
    if facts.hurried:
        gaps.append(Gap(Kind.HURRIED, partners=facts.hurried))
    order = list(Kind)
    return sorted([*gaps, *facts.declared], key=lambda gap: order.index(gap.kind))


def gaps_of(facts: GroupFacts) -> Iterator[Gap]:
    """Being told is not taking part. A group without partners is missing only where it has lived experience."""
    lived = facts.group.lived_experience
    if not facts.took_part and (facts.partners or lived):
        yield Gap(Kind.NO_PART, facts.group, facts.partners)
    if facts.asked and not facts.answered:
        yield Gap(Kind.NO_ANSWER, facts.group, facts.asked)
    if facts.not_yet:
        yield Gap(Kind.NOT_YET, facts.group, facts.not_yet)
    if lived and facts.took_part and not facts.met:
        yield Gap(Kind.NO_MEETING, facts.group, facts.took_part)
    if lived and facts.joined_late:
        yield Gap(Kind.JOINED_LATE, facts.group, facts.partners)


def facts_of(stage: Stage, whole: InvolvementMap, now: dt.datetime) -> StageFacts:
    """What the ledgers and the answers say. Groups that have no partner and need none are left out."""
    question = standing_question(stage)
    answers = {one.group_id: one for one in tally(stage.project_id, question, now)}
    begun_late = whole.stages[0].closure.closed_at if whole.stages[0].is_closed else None
    groups = []
    for cell in whole.column(stage):
        theirs = answers.get(cell.group.pk)
        groups.append(
            GroupFacts(
                group=cell.group,
                partners=cell.partners,
                took_part=cell.took_part,
                met=not MEETING.isdisjoint(cell.kinds),
                asked=theirs.asked if theirs else 0,
                answered=theirs.answered if theirs else 0,
                not_yet=theirs.not_yet if theirs else 0,
                joined_late=came_after(theirs.first_joined if theirs else None, begun_late),
            )
        )
    last = whole.after(stage) is None
    declared = tuple(gap for find in FINDERS for gap in find(stage, last))
    return StageFacts(stage.kind, tuple(groups), hurried(question, now), declared)


def came_after(first_joined: dt.datetime | None, closed: dt.datetime | None) -> bool:
    """Whether the first partner of a group joined only after the project's first stage had closed."""
    return first_joined is not None and closed is not None and first_joined >= closed


@dataclass(frozen=True)
class Behind:
    """A group that a stage was closed without: one of its gaps, which has the reason, and what was missing."""

    gap: StageGap
    sentences: list[str]
    kinds: set[str]


@dataclass(frozen=True)
class Section:
    """Groups for which the same holds: they took no part, said "not yet", or merely had not answered."""

    heading: str
    groups: list[Behind]


HEADINGS = {
    Kind.NO_PART: gettext_lazy("It went on without"),
    Kind.NOT_YET: gettext_lazy("They had said “not yet”"),
    Kind.NO_ANSWER: gettext_lazy("They had not said whether it is done"),
}


def closed_without(gaps: Iterable[StageGap]) -> list[Section]:
    """The groups that a closed stage needed a reason for, each once, the ones that took no part first."""
    found: dict[int | None, Behind] = {}
    for gap in gaps:
        if gap.reason:
            one = found.setdefault(gap.group_id, Behind(gap, [], set()))
            one.sentences.append(said(gap.kind, gap.partners))
            one.kinds.add(gap.kind)
    sections: dict[Kind, list[Behind]] = {kind: [] for kind in HEADINGS}
    for one in found.values():
        sections[next((kind for kind in HEADINGS if kind in one.kinds), Kind.NO_PART)].append(one)
    return [Section(str(HEADINGS[kind]), groups) for kind, groups in sections.items() if groups]
