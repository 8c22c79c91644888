"""What came out of a decision, by its method: of everybody, and within each group. Pages, actions and exports ask here.

It is counted from the positions each time, and never kept: whoever counts again gets the same. Where these are private,
it says too which numbers may be shown.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from decisions.choosing import options_left
from decisions.late import waits_for_groups
from decisions.methods import SHARES, Ballot, Method, Result, Rules, Settle, Share, Tie
from decisions.methods.base import Says, as_says
from decisions.models import Decision, Option, Position
from decisions.private import FEW, box_of, too_few_apart
from decisions.standing import Standing
from decisions.state import outcome_of
from decisions.voices import Said
from projects.table import GroupAtTable, shape_of


@dataclass(frozen=True)
class Counted:
    """`groups`: what came out of each group that has partners, counted by itself.

    `within`: whether each group with lived experience that took part has to agree too. `rules`, `numbers` (of the
    options that are left) and `ballots` are what was counted. The rest is about positions that are private
    (decisions/private.py): whether numbers are shown, the shapes of groups whose own numbers are not, whether what was
    said can't be read or is not by as many people as took part, whether fewer than FEW answered (then nothing is agreed
    in both), and the words that people
    added, sorted, where they are shown.
    """

    method: Method
    rules: Rules
    numbers: tuple[int, ...]
    ballots: tuple[Ballot, ...]
    whole: Result
    groups: tuple[tuple[GroupAtTable, Result], ...]
    within: bool = False
    shows_numbers: bool = True
    not_apart: frozenset[str] = frozenset()
    broken: bool = False
    too_few: bool = False
    words: tuple[str, ...] = ()

    @cached_property
    def against(self) -> tuple[GroupAtTable, ...]:
        """The groups with lived experience that took part and did not agree, where they have to."""
        if not self.within:
            return ()
        return tuple(
            group
            for group, result in self.groups
            if group.lived and result.counted and (not result.agreed or result.chosen != self.whole.chosen)
        )

    @property
    def shows_no_group(self) -> bool:
        there = {group.shape for group, result in self.groups if result.counted}
        return bool(there) and there <= self.not_apart

    @property
    def agreed(self) -> bool:
        return self.whole.agreed and not (self.against or self.broken or self.too_few)

    @property
    def chosen(self) -> int | None:
        """The number of the option that is agreed."""
        return self.whole.chosen if self.agreed else None


def counted(
    decision: Decision, standing: Standing, positions: Sequence[Said], options: Sequence[Option], current: int
) -> Counted:
    """`current` is the number of the wording that counts. One query where positions are private, else none."""
    if decision.private:
        return counted_in_private(decision, standing, positions, options, current)
    return count_of(decision, standing, ballots_of(decision.way, positions, current), options)


def counted_in_private(
    decision: Decision, standing: Standing, positions: Sequence[Said], options: Sequence[Option], current: int
) -> Counted:
    took_part = [each for each in positions if counts(decision.way, each, current)]
    box = box_of(decision.pk, current, len(took_part))
    count = count_of(decision, standing, box.ballots, options)
    shows = box.whole and count.whole.counted >= FEW and not may_still_come(decision, standing, positions)
    return replace(
        count,
        shows_numbers=shows,
        words=box.words if shows else (),
        not_apart=too_few_apart([(group.shape, result.counted) for group, result in count.groups]),
        broken=not box.whole,
        too_few=count.whole.counted < FEW,
    )


def may_still_come(decision: Decision, standing: Standing, positions: Sequence[Said]) -> bool:
    """Can somebody still answer? Then numbers of today, laid beside those of tomorrow, would say what they said."""
    outcome = outcome_of(decision)
    if outcome is None:
        return bool(standing.short)
    asked = any(each.stance == Position.QUESTION and each.replaced_at is None for each in positions)
    return waits_for_groups(outcome) and (bool(standing.short) or asked)


def count_of(decision: Decision, standing: Standing, found: Iterable[Ballot], options: Sequence[Option]) -> Counted:
    method, rules, ballots = decision.way, rules_of(decision, standing), tuple(found)
    numbers = tuple(option.number for option in options_left(options))
    return Counted(
        method,
        rules,
        numbers,
        ballots,
        method.count(rules, numbers, ballots),
        tuple(
            (group, method.count(rules_within(rules, group), numbers, [each for each in ballots if is_of(group, each)]))
            for group in standing.groups
            if group.total
        ),
        decision.within_groups,
    )


def is_of(group: GroupAtTable, ballot: Ballot) -> bool:
    return ballot.group == group.shape


def rules_of(decision: Decision, standing: Standing) -> Rules:
    """What was agreed when it was opened."""
    share = Share(decision.share)
    return Rules(
        entitled=standing.entitled,
        share=SHARES[share],
        more_than=share == Share.HALF,
        of_all=decision.of_all,
        tie=Tie(decision.tie),
        settle=Settle(decision.settle),
        lived=frozenset(group.shape for group in standing.groups if group.lived),
    )


def rules_within(rules: Rules, group: GroupAtTable) -> Rules:
    """The same for one group alone: of all means all of them, and nobody else settles what is level there."""
    tie = Tie.AGAIN if rules.tie == Tie.LIVED else rules.tie
    return replace(rules, entitled=group.total, tie=tie)


def ballots_of(method: Method, positions: Iterable[Said], current: int) -> list[Ballot]:
    """What counts: what each said last on the wording as it stands, and every objection that still stands.

    An objection that is met or taken back says nothing any more: who objected has yet to say where they stand.
    """
    return [
        Ballot(says_of(each), shape_of(each.group_key, each.group_position))
        for each in positions
        if (each.stands if each.stance in method.objecting else counts(method, each, current))
    ]


def counts(method: Method, said: Said, current: int) -> bool:
    says_nothing = said.stance != Position.OPTIONS and method.stance(said.stance).says_nothing
    return said.replaced_at is None and said.wording == current and not says_nothing


def says_of(said: Said) -> Says:
    """As methods count it. `says` is as the database holds it: a list, or a mapping with its keys as text."""
    return said.stance if said.says is None else as_says(json.loads(said.says))
