"""What came out of a decision, by its method: of everybody, and within each group. Pages, actions and exports ask here.

It is counted from the positions each time, and never kept: whoever counts again gets the same.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from decisions.choosing import options_left
from decisions.methods import SHARES, Ballot, Method, Result, Rules, Share, Tie
from decisions.methods.base import Says
from decisions.models import Decision, Option
from decisions.standing import Standing
from decisions.voices import Said
from projects.table import GroupAtTable, shape_of


@dataclass(frozen=True)
class Counted:
    """`groups`: what came out of each group that has partners, counted by itself.

    `within`: whether each group with lived experience that took part has to agree too. `rules`, `numbers` (of the
    options that are left) and `ballots` are what was counted.
    """

    method: Method
    rules: Rules
    numbers: tuple[int, ...]
    ballots: tuple[Ballot, ...]
    whole: Result
    groups: tuple[tuple[GroupAtTable, Result], ...]
    within: bool = False

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
    def agreed(self) -> bool:
        return self.whole.agreed and not self.against

    @property
    def chosen(self) -> int | None:
        """The number of the option that is agreed."""
        return self.whole.chosen if self.agreed else None


def counted(
    decision: Decision, standing: Standing, positions: Iterable[Said], options: Sequence[Option], current: int
) -> Counted:
    """`current` is the number of the wording that counts. Asks nothing of the database."""
    method = decision.way
    numbers = tuple(option.number for option in options_left(options))
    ballots = tuple(ballots_of(method, positions, current))
    rules = rules_of(decision, standing)
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
    says_nothing = said.stance in method.stances and method.stances[said.stance].says_nothing
    return said.replaced_at is None and said.wording == current and not says_nothing


def says_of(said: Said) -> Says:
    """As methods count it. `says` is as the database holds it: a list, or a mapping with its keys as text."""
    return said.stance if said.says is None else loaded(said.says)


def loaded(says: Any) -> Says:
    found = json.loads(says) if isinstance(says, str) else says
    if isinstance(found, Mapping):
        return {int(number): points for number, points in found.items()}
    return tuple(found)
