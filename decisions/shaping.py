"""Proposals as pages show them: where each stands, who made it, and which wait too long for an answer."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.dates import working_days_after
from decisions.models import Proposal, ProposalEnd, ProposalVersion
from decisions.state import State
from participants.sql import tuples
from participants.times import day, short_day
from projects.models import Project
from projects.slices import Slice, slice_of
from projects.table import shape_of

DAYS_TO_ANSWER = 10  # working days in which facilitators open a proposal or say why not
A_PAGE, FEW = 20, 10

# It waits since who made it last wrote its words: what a facilitator changes in it is no answer.
SINCE = """(
    SELECT max(version.at) FROM decisions_proposalversion AS version
    JOIN projects_membership AS writer ON writer.id = version.written_by_id
    WHERE version.proposal_id = proposal.id AND writer.person_id = seat.person_id
)"""

LISTED = f"""
SELECT proposal.number, words.question, person.name, groups.key, groups.position, groups.name, proposal.at,
    COALESCE(ending.how, ''), {SINCE}
FROM decisions_proposal AS proposal
JOIN projects_membership AS seat ON seat.id = proposal.membership_id
JOIN participants_person AS person ON person.id = seat.person_id
JOIN projects_partnergroup AS groups ON groups.id = proposal.group_id
LEFT JOIN decisions_proposalend AS ending ON ending.proposal_id = proposal.id
CROSS JOIN LATERAL (
    SELECT question FROM decisions_proposalversion WHERE proposal_id = proposal.id ORDER BY number DESC LIMIT 1
) AS words
WHERE proposal.project_id = %(project)s AND (%(settled)s::boolean OR ending.id IS NULL)
ORDER BY proposal.at DESC, proposal.id DESC LIMIT %(most)s OFFSET %(after)s
"""  # noqa: S608 (our own words)


class Proposed(NamedTuple):
    """One line of a list of proposals."""

    number: int
    question: str
    name: str
    group_key: str
    group_position: int
    group: str
    at: dt.datetime
    ended: str
    since: dt.datetime

    @property
    def shape(self) -> str:
        return shape_of(self.group_key, self.group_position)

    @property
    def day(self) -> str:
        return short_day(self.at)


def with_states(found: Iterable[Proposed], now: dt.datetime) -> list[tuple[Proposed, State]]:
    """Each with where it stands, for `decisions/proposals/rows.html`."""
    return [(each, state_of(each.ended, each.since, now)) for each in found]


def being_shaped(project: Project) -> Sequence[Proposed]:
    """The newest proposals that nobody has settled, one more than `FEW` where there are more. One query."""
    return found_in(project, settled=False, most=FEW + 1, after=0)


def all_in(project: Project, page: str | None) -> Slice[Proposed]:
    """A page of every proposal, the newest first. One query."""
    return slice_of(lambda most, after: found_in(project, settled=True, most=most, after=after), page, A_PAGE)


def found_in(project: Project, *, settled: bool, most: int, after: int) -> list[Proposed]:
    facts = {"project": project.pk, "settled": settled, "most": most, "after": after}
    return [Proposed(*row) for row in tuples(LISTED, **facts)]


def due_on(since: dt.datetime) -> dt.date:
    """The last day on which an answer is in time."""
    return working_days_after(timezone.localdate(since), DAYS_TO_ANSWER)


def waits_too_long(since: dt.datetime, now: dt.datetime) -> bool:
    return timezone.localdate(now) > due_on(since)


def state_of(ended: str, since: dt.datetime, now: dt.datetime) -> State:
    """Where a proposal stands; `ended` is what became of it, or ""."""
    if ended:
        tones = {ProposalEnd.How.OPENED: "done"}
        return State(ended, str(ProposalEnd.How(ended).label), tones.get(ProposalEnd.How(ended), "part"), "")
    if waits_too_long(since, now):
        return State("late", _("Waiting for an answer since %s") % day(since), "missing", "")
    return State("shaped", _("Being shaped"), "part", _("An answer is due by %s") % day(due_on(since)))


def end_of(proposal: Proposal) -> ProposalEnd | None:
    """What became of it, or None. Fetch it with the proposal."""
    return getattr(proposal, "end", None)


def since_of(proposal: Proposal, versions: Sequence[ProposalVersion]) -> dt.datetime:
    """Since when it waits; `versions` come with who wrote them."""
    own = [each.at for each in versions if each.written_by.person_id == proposal.membership.person_id]
    return max(own, default=proposal.at)
