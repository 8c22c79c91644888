"""Arranging the stages: anything goes while a stage holds no facts, after that only what keeps the facts true."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants.models import Person
from participants.refusals import Refused
from projects.actions import add_stage, change_stage, close_stage, merge_stages, move_stage, remove_stage, split_stage
from projects.actions.arranging import StagePlan
from projects.holding import references
from projects.ladder import Rung
from projects.models import Contribution, DesignSession, HistoryEntry, Involvement, Membership, Project, Stage
from projects.sentences import sentence_for
from projects.templates_of_stages import MOST_STAGES
from tests.factories import make_session

STAGES = "/projects/short-breaks-for-carers/stages/"
DAY = dt.timedelta(days=1)


def names(project: Project) -> list[str]:
    return list(project.stages.values_list("name", flat=True))


def stage(project: Project, position: int) -> Stage:
    return project.stages.get(position=position)


def last_sentence() -> str:
    entry = HistoryEntry.objects.order_by("-pk")[0]
    return sentence_for(entry)


def test_a_new_stage_comes_behind_the_last_one(project: Project, amina: Person, now: dt.datetime) -> None:
    made = add_stage(project, StagePlan("Look back", kind=Stage.Kind.REVIEW), by=amina, now=now)
    assert names(project) == ["Discover", "Define", "Develop", "Deliver", "Look back"]
    assert made.began_at is None
    assert last_sentence() == "Amina Yusuf added the stage Look back."


def test_a_new_stage_can_come_between_two(project: Project, amina: Person, now: dt.datetime) -> None:
    add_stage(project, StagePlan("Check"), after=stage(project, 1), by=amina, now=now)
    assert names(project) == ["Discover", "Check", "Define", "Develop", "Deliver"]


def test_a_new_stage_cannot_come_before_one_that_has_begun(project: Project, amina: Person, now: dt.datetime) -> None:
    Stage.objects.filter(position=2).update(began_at=now)
    with pytest.raises(Refused, match="after those that have begun"):
        add_stage(project, StagePlan("Check"), after=stage(project, 1), by=amina, now=now)


def test_a_project_whose_stages_are_all_closed_goes_on_with_a_new_one(
    project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    for position in (1, 2, 3, 4):
        reasons = {group.pk: "For this test." for group in project.groups.all()}
        close_stage(stage(project, position), reasons, by=amina, now=now + position * DAY)
    made = add_stage(project, StagePlan("Look back"), by=amina, now=now + 5 * DAY)
    assert Stage.objects.get(pk=made.pk).is_open


def test_there_are_never_more_than_a_page_can_show(project: Project, amina: Person, now: dt.datetime) -> None:
    for number in range(MOST_STAGES - 4):
        add_stage(project, StagePlan(f"Stage {number}"), by=amina, now=now)
    with pytest.raises(Refused, match=str(MOST_STAGES)):
        add_stage(project, StagePlan("One more"), by=amina, now=now)
    with pytest.raises(Refused, match=str(MOST_STAGES)):
        split_stage(stage(project, 3), "One", StagePlan("Two"), by=amina, now=now)


def test_a_new_name_is_on_the_record_with_the_old_one(project: Project, amina: Person, now: dt.datetime) -> None:
    change_stage(stage(project, 1), StagePlan("Listen"), by=amina, now=now)
    assert last_sentence() == "Amina Yusuf gave a stage a new name. Before: “Discover”. Now: “Listen”."


def test_each_change_is_on_the_record_by_itself(project: Project, amina: Person, now: dt.datetime) -> None:
    plan = StagePlan(
        "Discover",
        kind=Stage.Kind.REVIEW,
        purpose="Hear it.",
        starts_on=dt.date(2027, 1, 4),
        open_to_change="All of it.",
        fixed="The budget.",
        rung=Rung.CONSULTATION,
    )
    verbs = change_stage(stage(project, 1), plan, by=amina, now=now)
    assert verbs == ["stage_kind", "stage_days", "stage_rung", "stage_purpose", "stage_open", "stage_fixed"]
    sentences = [sentence_for(entry) for entry in HistoryEntry.objects.filter(verb="stage_days")]
    assert sentences == [
        "Amina Yusuf changed the days of the stage Discover. Before: no days. Now: 4 January 2027 to …."
    ]
    assert change_stage(stage(project, 1), plan, by=amina, now=now) == []


def test_of_a_closed_stage_only_the_name_changes(
    project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    close_stage(stage(project, 1), {group.pk: "Nobody came." for group in project.groups.all()}, by=amina, now=now)
    change_stage(stage(project, 1), StagePlan("Listen"), by=amina, now=now)
    with pytest.raises(Refused, match="only its name"):
        change_stage(stage(project, 1), StagePlan("Listen", open_to_change="Nothing."), by=amina, now=now)


@pytest.mark.parametrize(
    "plan", [StagePlan("  "), StagePlan("x", starts_on=dt.date(2027, 1, 2), ends_on=dt.date(2027, 1, 1))]
)
def test_a_stage_that_cannot_be_is_refused(project: Project, amina: Person, now: dt.datetime, plan: StagePlan) -> None:
    with pytest.raises(Refused):
        change_stage(stage(project, 2), plan, by=amina, now=now)


def test_stages_that_have_not_begun_change_places(project: Project, amina: Person, now: dt.datetime) -> None:
    move_stage(stage(project, 3), -1, by=amina, now=now)
    assert names(project) == ["Discover", "Develop", "Define", "Deliver"]
    assert "The order is now: Discover, Develop, Define, Deliver." in last_sentence()


@pytest.mark.parametrize(("position", "steps"), [(1, 1), (2, -1), (4, 1), (1, -1)])
def test_stages_that_have_begun_and_the_ends_stay_in_place(
    project: Project, amina: Person, now: dt.datetime, position: int, steps: int
) -> None:
    with pytest.raises(Refused):
        move_stage(stage(project, position), steps, by=amina, now=now)
    assert names(project) == ["Discover", "Define", "Develop", "Deliver"]


def test_a_stage_becomes_two(project: Project, amina: Person, now: dt.datetime) -> None:
    Stage.objects.filter(position=2).update(ends_on=dt.date(2027, 3, 1))
    split_stage(stage(project, 2), "Sort", StagePlan("Choose"), by=amina, now=now)
    assert names(project) == ["Discover", "Sort", "Choose", "Develop", "Deliver"]
    assert list(project.stages.values_list("ends_on", flat=True)) == [None, None, dt.date(2027, 3, 1), None, None]
    assert last_sentence() == "Amina Yusuf made two stages of Define: Sort and Choose."


def test_two_stages_become_one(project: Project, amina: Person, now: dt.datetime) -> None:
    merge_stages(stage(project, 3), StagePlan("Make"), by=amina, now=now)
    assert names(project) == ["Discover", "Define", "Make"]
    assert last_sentence() == "Amina Yusuf made one stage, Make, of Develop and Deliver."
    with pytest.raises(Refused, match="no stage behind"):
        merge_stages(stage(project, 3), StagePlan("Make"), by=amina, now=now)


def test_an_empty_stage_is_taken_out_and_the_others_close_up(project: Project, amina: Person, now: dt.datetime) -> None:
    gone = stage(project, 2)
    remove_stage(gone, by=amina, now=now)
    assert list(project.stages.values_list("position", "name")) == [(1, "Discover"), (2, "Develop"), (3, "Deliver")]
    assert last_sentence() == "Amina Yusuf took out the stage Define. Nothing had happened in it."
    with pytest.raises(Refused, match="just taken this stage out"):
        remove_stage(gone, by=amina, now=now)


def test_a_stage_that_has_begun_is_neither_split_joined_nor_taken_out(
    project: Project, amina: Person, now: dt.datetime
) -> None:
    first = stage(project, 1)
    with pytest.raises(Refused, match="has begun"):
        split_stage(first, "One", StagePlan("Two"), by=amina, now=now)
    with pytest.raises(Refused, match="has begun"):
        merge_stages(first, StagePlan("Both"), by=amina, now=now)
    with pytest.raises(Refused, match="has begun"):
        remove_stage(first, by=amina, now=now)


def test_a_planned_session_keeps_a_stage(project: Project, amina: Person, now: dt.datetime) -> None:
    make_session(project, starts_at=now + DAY, now=now, stage=stage(project, 3))
    for position in (2, 3):
        with pytest.raises(Refused, match="planned or kept"):
            merge_stages(stage(project, position), StagePlan("Both"), by=amina, now=now)
    with pytest.raises(Refused, match="planned or kept"):
        remove_stage(stage(project, 3), by=amina, now=now)


def test_whatever_refers_to_a_stage_is_a_fact_of_it() -> None:
    models = {model for model, _field in references()}
    assert {DesignSession, Contribution, Involvement} <= models


def test_the_database_keeps_a_stage_that_has_begun_where_it_is(project: Project) -> None:
    for change in (
        lambda: Stage.objects.filter(position=1).update(position=9),
        lambda: Stage.objects.filter(position=1).delete(),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            change()


def test_the_database_knows_the_ladder(project: Project) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(position=1).update(rung="heaven")


verbs = st.tuples(
    st.sampled_from(["add", "up", "down", "split", "merge", "remove", "begin"]), st.integers(1, 7), st.integers(1, 7)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(verbs, max_size=12))
def test_whatever_is_arranged_the_stages_stand_in_a_row_and_those_that_began_where_they_were(
    project: Project, amina: Person, now: dt.datetime, done: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        for number, (verb, position, other) in enumerate(done):
            before = dict(project.stages.filter(began_at__isnull=False).values_list("pk", "position"))
            arrange(project, verb, position, other, f"Stage {number}", by=amina, now=now)
            stages = list(project.stages.all())
            assert [each.position for each in stages] == list(range(1, len(stages) + 1))
            assert before.items() <= {each.pk: each.position for each in stages}.items()
            begun = [each.began_at is not None for each in stages]
            assert begun == sorted(begun, reverse=True)
            assert begun[0]
        transaction.set_rollback(True)


def arrange(project: Project, verb: str, position: int, other: int, name: str, *, by: Person, now: dt.datetime) -> None:
    """Do it if the rules allow it."""
    found, second = (project.stages.filter(position=place).first() for place in (position, other))
    try:
        if verb == "add":
            add_stage(project, StagePlan(name), after=second, by=by, now=now)
        elif verb == "begin":
            Stage.objects.filter(pk=project.stages.filter(began_at=None).values("pk")[:1]).update(began_at=now)
        elif found is None:
            return
        elif verb in ("up", "down"):
            move_stage(found, -1 if verb == "up" else 1, by=by, now=now)
        elif verb == "split":
            split_stage(found, name, StagePlan(f"{name} b"), by=by, now=now)
        elif verb == "merge":
            merge_stages(found, StagePlan(name), by=by, now=now)
        else:
            remove_stage(found, by=by, now=now)
    except Refused:
        return


class TestPages:
    """What people see and send."""

    def test_everybody_reads_the_stages_and_the_facilitator_arranges_them(
        self, seats: dict[str, Membership], amina: Person, bola: Person, client_of: Callable[[Person], Client]
    ) -> None:
        page = client_of(bola).get(STAGES).content.decode()
        assert "Say your idea" in page
        assert "Split in two" not in page
        page = client_of(amina).get(STAGES).content.decode()
        assert "Arrange the stages" in page
        assert page.count("Take it out") == 3

    def test_a_stage_is_added(
        self, project: Project, seats: dict[str, Membership], amina: Person, client_of: Callable[[Person], Client]
    ) -> None:
        sent = {"name": "  Look   back ", "kind": "review", "after": str(stage(project, 2).pk), "rung": ""}
        page = client_of(amina).post(f"{STAGES}new", sent, follow=True).content.decode()
        assert "The stage “Look back” is there." in page
        assert names(project) == ["Discover", "Define", "Look back", "Develop", "Deliver"]

    def test_what_a_stage_is_shows_to_everyone(
        self,
        project: Project,
        seats: dict[str, Membership],
        amina: Person,
        bola: Person,
        client_of: Callable[[Person], Client],
    ) -> None:
        first = stage(project, 1)
        sent = {
            "stage": str(first.pk),
            "name": "Listen",
            "kind": "commissioning",
            "purpose": "Hear what a break means.",
            "open_to_change": "Who it is for.",
            "fixed": "The budget.",
            "rung": "engagement",
            "ends_on_0": "1",
            "ends_on_1": "3",
            "ends_on_2": "2027",
        }
        client_of(amina).post(f"{STAGES}1/change", sent)
        page = client_of(bola).get(f"{STAGES}1/").content.decode()
        for words in (
            "Listen",
            "Commissioning",
            "Hear what a break means.",
            "Who it is for.",
            "The budget.",
            "Engagement",
            "until 1 March 2027",
            "Before: “Discover”. Now: “Listen”.",
        ):
            assert words in page, words

    def test_a_form_with_mistakes_comes_back_filled_in(
        self, project: Project, seats: dict[str, Membership], amina: Person, client_of: Callable[[Person], Client]
    ) -> None:
        first = stage(project, 1)
        sent = {"stage": str(first.pk), "name": "x" * 300, "kind": "design", "purpose": "Kept words."}
        page = client_of(amina).post(f"{STAGES}1/change", sent).content.decode()
        assert "Use 100 letters or fewer." in page
        assert "Kept words." in page

    @pytest.mark.parametrize(
        ("where", "sent"),
        [
            ("change", {"name": "Other", "kind": "design"}),
            ("parts", {"first": "A", "name": "B"}),
            ("merger", {"name": "A", "kind": "design"}),
            ("removal", {}),
            ("place", {"way": "up"}),
        ],
    )
    def test_a_page_that_was_about_another_stage_changes_nothing(
        self,
        project: Project,
        seats: dict[str, Membership],
        amina: Person,
        now: dt.datetime,
        client_of: Callable[[Person], Client],
        where: str,
        sent: dict[str, str],
    ) -> None:
        meant = stage(project, 3)
        move_stage(meant, 1, by=amina, now=now)
        answer = client_of(amina).post(f"{STAGES}3/{where}", {**sent, "stage": str(meant.pk)}, follow=True)
        assert "Somebody has arranged the stages meanwhile." in answer.content.decode()
        assert names(project) == ["Discover", "Define", "Deliver", "Develop"]

    def test_two_stages_are_joined_starting_from_what_both_say(
        self, project: Project, seats: dict[str, Membership], amina: Person, client_of: Callable[[Person], Client]
    ) -> None:
        Stage.objects.filter(position=3).update(purpose="Try it.")
        Stage.objects.filter(position=4).update(purpose="Run it.")
        client, one, other = client_of(amina), stage(project, 3), stage(project, 4)
        page = client.get(f"{STAGES}3/merger").content.decode()
        assert "Develop and Deliver" in page
        assert "Try it. Run it." in page
        sent = {"stage": one.pk, "other": other.pk, "name": "Make", "kind": "delivery"}
        client.post(f"{STAGES}3/merger", sent)
        assert names(project) == ["Discover", "Define", "Make"]

    def test_the_stage_tracker_leads_to_each_stage(
        self, project: Project, seats: dict[str, Membership], bola: Person, client_of: Callable[[Person], Client]
    ) -> None:
        page = client_of(bola).get(project.get_absolute_url()).content.decode()
        for position in range(1, 5):
            assert f'href="{STAGES}{position}/"' in page

    @pytest.mark.parametrize("position", ["0", "9", "99999999999999999999"])
    def test_a_stage_that_is_not_there_is_not_found(
        self, seats: dict[str, Membership], amina: Person, client_of: Callable[[Person], Client], position: str
    ) -> None:
        for page in ("", "change", "answer", "question", "reopening", "removal", "parts"):
            assert client_of(amina).get(f"{STAGES}{position}/{page}").status_code == 404
