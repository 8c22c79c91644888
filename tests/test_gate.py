"""The rule of the gate, from facts alone: what is missing, whatever the facts are."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.easy import of_decision
from participants.models import AccessNeed, Person
from projects.actions import close_stage
from projects.actions.easy import write_easy_read
from projects.easy import of_session, of_stage
from projects.gate import FINDERS, Gap, GroupFacts, Kind, StageFacts, gaps_in, missing
from projects.models import DesignSession, Membership, PartnerGroup, Stage, StageGap
from tests.factories import make_decision, make_session

GROUPS = [PartnerGroup(pk=number, key=key, name=key, position=number) for number, key in enumerate(PartnerGroup.Key, 1)]
counts = st.integers(0, 4)


@st.composite
def group_facts(draw: st.DrawFn, group: PartnerGroup) -> GroupFacts:
    """Facts that can be: nobody is more than all, and who did not take part was not at the table."""
    partners, asked = draw(counts), draw(counts)
    took_part = draw(st.integers(0, partners))
    answered = draw(st.integers(0, asked))
    return GroupFacts(
        group=group,
        partners=partners,
        took_part=took_part,
        met=bool(took_part) and draw(st.booleans()),
        asked=asked,
        answered=answered,
        not_yet=draw(st.integers(0, answered)),
        joined_late=draw(st.booleans()),
    )


stages = st.builds(
    StageFacts,
    kind=st.sampled_from(Stage.Kind.values),
    groups=st.tuples(*(group_facts(group) for group in GROUPS)),
    declared=st.lists(
        st.builds(Gap, st.sampled_from([Kind.OPEN_DECISION, Kind.UNTOLD, Kind.NOT_EASY])), max_size=2
    ).map(tuple),
    hurried=counts,
)


def kinds_of(facts: StageFacts, group: PartnerGroup) -> set[Kind]:
    return {gap.kind for gap in gaps_in(facts) if gap.group == group}


@given(stages)
def test_a_group_with_lived_experience_that_took_no_part_is_always_named(facts: StageFacts) -> None:
    for one in facts.groups:
        if one.group.lived_experience:
            assert (Kind.NO_PART in kinds_of(facts, one.group)) is (one.took_part == 0)


@given(stages)
def test_a_group_that_took_part_and_says_that_it_is_done_needs_no_reason(facts: StageFacts) -> None:
    for one in facts.groups:
        if one.took_part and one.answered and not one.not_yet:
            assert not any(gap.needs_reason for gap in gaps_in(facts) if gap.group == one.group)


@given(stages)
def test_a_not_yet_and_a_silent_group_never_pass(facts: StageFacts) -> None:
    for one in facts.groups:
        assert (Kind.NOT_YET in kinds_of(facts, one.group)) is (one.not_yet > 0)
        assert (Kind.NO_ANSWER in kinds_of(facts, one.group)) is (one.asked > 0 and one.answered == 0)


@given(stages, st.sampled_from(range(4)))
def test_one_more_who_took_part_at_the_table_never_makes_anything_go_missing(facts: StageFacts, place: int) -> None:
    one = facts.groups[place]
    more = dataclasses.replace(one, partners=one.partners + 1, took_part=one.took_part + 1, met=True)
    after = dataclasses.replace(facts, groups=(*facts.groups[:place], more, *facts.groups[place + 1 :]))
    assert {(gap.kind, gap.group) for gap in gaps_in(after)} <= {(gap.kind, gap.group) for gap in gaps_in(facts)}


@given(stages)
def test_what_needs_a_reason_comes_first_and_is_about_a_group_and_nothing_is_said_twice(facts: StageFacts) -> None:
    gaps = gaps_in(facts)
    needs = [gap.needs_reason for gap in gaps]
    assert needs == sorted(needs, reverse=True)
    assert all(gap.group for gap in gaps if gap.needs_reason)
    assert all(gap.words for gap in gaps)
    about_groups = [(gap.kind, gap.group) for gap in gaps if gap.group]
    assert len(about_groups) == len(set(about_groups))
    assert [gap for gap in gaps if gap in facts.declared] == sorted(
        facts.declared, key=lambda gap: list(Kind).index(gap.kind)
    )


@given(stages)
def test_a_review_without_lived_experience_is_said(facts: StageFacts) -> None:
    alone = not any(one.took_part for one in facts.groups if one.group.lived_experience)
    said = Kind.REVIEW_ALONE in {gap.kind for gap in gaps_in(facts)}
    assert said is (alone and facts.kind == Stage.Kind.REVIEW)


@pytest.mark.parametrize(("met", "kinds"), [(False, {Kind.NO_MEETING}), (True, set())])
def test_who_only_said_something_was_not_at_the_table(met: bool, kinds: set[Kind]) -> None:
    facts = GroupFacts(GROUPS[0], partners=2, took_part=1, met=met, asked=2, answered=1)
    assert {gap.kind for gap in gaps_in(StageFacts("design", (facts,)))} == kinds


def test_an_open_decision_of_the_stage_is_said_and_leads_there(
    discover: Stage, seats: dict[str, Membership], now: dt.datetime
) -> None:
    assert FINDERS
    decision = make_decision(seats["amina"], now=now)
    [gap] = missing(discover, Kind.OPEN_DECISION)
    assert (gap.title, gap.url, gap.needs_reason) == (decision.question, decision.get_absolute_url(), False)


def test_what_has_no_easy_read_words_is_said_where_somebody_needs_them(
    discover: Stage, seats: dict[str, Membership], idris: Person, now: dt.datetime
) -> None:
    amina = seats["amina"].person
    Stage.objects.filter(pk=discover.pk).update(purpose="Hear what a respite provision is for.")
    discover.refresh_from_db()
    session = make_session(discover.project, starts_at=now, now=now, purpose="Draw one week.")
    called_off = make_session(discover.project, starts_at=now, now=now, purpose="Draw another week.")
    DesignSession.objects.filter(pk=called_off.pk).update(cancelled_at=now)
    make_session(discover.project, starts_at=now, now=now, purpose="")
    decision = make_decision(seats["amina"], now=now)
    assert missing(discover, Kind.NOT_EASY) == []
    AccessNeed.objects.create(person=idris, kind="easy_read", recorded_by=idris, recorded_at=now, reviewed_at=now)
    gaps = missing(discover, Kind.NOT_EASY)
    assert {gap.url for gap in gaps} == {one.get_absolute_url() for one in (discover, session, decision)}
    assert len(gaps) == 3
    assert not any(gap.needs_reason for gap in gaps)
    originals = [of_stage(discover), of_session(session), of_decision(decision, decision.wordings.get())]
    for original in originals:
        write_easy_read(discover.project, original, "A break is for rest.", by=amina, now=now)
    assert missing(discover, Kind.NOT_EASY) == []
    DesignSession.objects.filter(pk=session.pk).update(purpose="Draw two weeks.")
    [gap] = missing(discover, Kind.NOT_EASY)
    assert gap.title == session.title
    close_stage(
        discover,
        {one.group.pk: "We wait no longer." for one in missing(discover) if one.needs_reason and one.group},
        by=amina,
        now=now,
    )
    assert StageGap.objects.get(kind=Kind.NOT_EASY).title == session.title


def test_the_model_and_the_database_agree_on_what_needs_a_reason() -> None:
    [check] = [each for each in StageGap._meta.constraints if each.name == "stage_gap_has_a_reason"]
    for kind in StageGap.NEED_A_REASON:
        assert repr(kind.value) in repr(check)
