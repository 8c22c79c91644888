"""Whose words counted is shown to everyone, by group."""

import datetime as dt
from collections.abc import Callable

from django.test import Client

from decisions.influence import Heard, heard_in
from decisions.models import Influence, Objection
from participants.models import Person
from projects.actions import note_involvement
from projects.actions.doing import add_action, say_not_happened
from projects.models import Involvement, Membership, Project, Stage
from tests.factories import make_contribution, make_decision, make_position


def test_it_counts_who_spoke_what_became_a_question_and_what_was_taken_up(
    project: Project, seats: dict[str, Membership], discover: Stage, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    for key, how in (("bola", "taken_up"), ("idris", "in_part"), ("carys", "not")):
        said = make_contribution(seats[key], "Breaks should come first.", now=now)
        decision.came_from.add(said)
        about = f"contribution:{said.pk}"
        note_involvement(seats[key], discover, Involvement.Kind.CONTRIBUTED, about, by=seats[key].person, now=now)
        Influence.objects.create(
            decision=decision, membership=seats[key], contribution=said, how=how, because="It fits.", at=now
        )
    by_key = {group.key: group for group in heard_in(project)}
    assert by_key["use"] == Heard("use", 1, "People who use services", 3, 2, 2, 0, 0, 0, 1, 1, 0, 0, 0)
    assert by_key["carers"][3:] == (1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0)
    assert by_key["staff"][3:] == (2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_objections_count_in_the_group_that_was_theirs_when_they_objected(
    project: Project, seats: dict[str, Membership], now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    for key in ("bola", "idris", "carys"):
        stood = make_position(decision, seats[key], "object", now=now)
        Objection.objects.create(position=stood, withdrawn_at=now if key == "idris" else None)
    Influence.objects.create(
        decision=decision,
        membership=seats["carys"],
        objection=Objection.objects.get(position__membership=seats["carys"]),
        how="taken_up",
        because="It says so now.",
        at=now,
    )
    Membership.objects.filter(pk=seats["bola"].pk).update(group=project.groups.get(key="staff"))
    by_key = {group.key: group for group in heard_in(project)}
    assert (by_key["use"].objected, by_key["use"].waiting) == (2, 1)  # what was taken back waits for nothing
    assert (by_key["carers"].objected, by_key["carers"].taken_up) == (1, 1)
    assert by_key["staff"].objected == 0


def test_it_counts_how_often_partners_said_that_something_had_not_happened(
    project: Project, seats: dict[str, Membership], now: dt.datetime
) -> None:
    amina, bola = seats["amina"].person, seats["bola"].person
    item = add_action(project, about="session:0", what="A ramp.", owner=amina, due_on=now.date(), by=amina, now=now)
    say_not_happened(seats["bola"], item, words="Still steps.", by=bola, now=now)
    assert {group.key: group.doubted for group in heard_in(project)} == {
        "use": 1,
        "carers": 0,
        "staff": 0,
        "commissioners": 0,
    }


def test_everyone_inside_can_read_it(
    project: Project, seats: dict[str, Membership], client_of: Callable[[Person], Client], huw: Person
) -> None:
    page = client_of(huw).get(f"/projects/{project.slug}/influence").content.decode()
    assert "Whose words counted" in page
    assert "0 of 3" in page
