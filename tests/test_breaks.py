"""Taking a break: a partner is left in peace and not counted as missing, and nobody else learns of it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coproduce.quiet import gone_quiet
from coproduce.views.home import waiting_for
from decisions.actions import open_decision
from decisions.standing import standing
from participants.delivery import deliver
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import answer_session, cancel_session, come_back, schedule_session, take_a_break
from projects.actions.sessions import Plan
from projects.involvement import involvement_map
from projects.models import HistoryEntry, Membership, MembershipPause, Project, SessionAnswer, Stage, StageClosure, Via
from projects.reminders import plan_reminders
from tests.factories import make_decision, make_position, make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)


def rest(seat: Membership, now: dt.datetime, *, until: dt.datetime | None = None) -> MembershipPause:
    return take_a_break(seat, until=until, by=seat.person, now=now)


def count(project: Project, key: str, now: dt.datetime) -> tuple[int, int]:
    """(took part, partners) of a group in the first stage."""
    row = next(row for row in involvement_map(project, now).rows if row.group.key == key)
    return row.cells[0].took_part, row.cells[0].partners


def test_a_partner_takes_a_break_on_their_own_page_as_easily_as_joining(
    seats: Seats, bola: Person, client_of: Browser, now: dt.datetime
) -> None:
    client = client_of(bola)
    page = client.post("/projects/short-breaks-for-carers/break", {}, follow=True).content.decode()
    assert "until you say that you are back" in page
    pause = seats["bola"].pauses.get()
    assert (pause.until, pause.entered_by, pause.via) == (None, bola, "online")
    assert "On a break until you say" in client.get("/breaks/").content.decode()
    client.post("/projects/short-breaks-for-carers/break/end")
    assert not MembershipPause.objects.at(now).exists()


def test_a_break_ends_by_itself_on_its_day(seats: Seats, now: dt.datetime) -> None:
    rest(seats["bola"], now, until=now + 10 * DAY)
    active = Membership.objects.active
    assert seats["bola"] not in active(now)
    assert seats["bola"] not in active(now + 10 * DAY - dt.timedelta(seconds=1))
    assert seats["bola"] in active(now + 10 * DAY)


def test_a_break_that_is_changed_is_one_break_on_the_record(seats: Seats, now: dt.datetime) -> None:
    rest(seats["bola"], now, until=now + 10 * DAY)
    rest(seats["bola"], now + DAY, until=now + 30 * DAY)
    rest(seats["bola"], now + DAY, until=now + 30 * DAY)
    assert seats["bola"].pauses.count() == 2
    assert seats["bola"].pauses.at(now + 20 * DAY).count() == 1
    assert HistoryEntry.objects.filter(verb="break_begun").count() == 1


def test_two_breaks_of_one_partner_never_overlap_in_the_database(seats: Seats, bola: Person, now: dt.datetime) -> None:
    rest(seats["bola"], now, until=now + 10 * DAY)
    facts = {"membership": seats["bola"], "entered_by": bola}
    with pytest.raises(IntegrityError, match="pauses_never_overlap"), transaction.atomic():
        MembershipPause.objects.create(began_at=now + 5 * DAY, **facts)
    MembershipPause.objects.create(began_at=now + 10 * DAY, **facts)
    other = {"membership": seats["dev"], "entered_by": bola}
    MembershipPause.objects.create(began_at=now + 5 * DAY, **other)


def test_the_record_names_nobody_and_only_facilitators_see_who_rests(
    seats: Seats, amina: Person, dev: Person, bola: Person, client_of: Browser, now: dt.datetime
) -> None:
    rest(seats["bola"], now)
    record = client_of(dev).get("/projects/short-breaks-for-carers/record/").content.decode()
    assert "Somebody is taking a break." in record
    assert "Bola" not in record
    assert str(seats["bola"].pk) not in HistoryEntry.objects.get(verb="break_begun").about
    assert "Taking a break" in client_of(amina).get("/projects/short-breaks-for-carers/people/").content.decode()
    assert "Taking a break" not in client_of(dev).get("/projects/short-breaks-for-carers/people/").content.decode()


def test_a_day_that_is_past_comes_back_filled_in_with_what_is_wrong(
    seats: Seats, bola: Person, client_of: Browser, now: dt.datetime
) -> None:
    sent = {"until_0": "1", "until_1": "2", "until_2": "2020"}
    page = client_of(bola).post("/projects/short-breaks-for-carers/break", sent).content.decode()
    assert "Choose a day that is still to come." in page
    assert 'value="2020"' in page
    assert not MembershipPause.objects.exists()
    with pytest.raises(Refused):
        rest(seats["bola"], now, until=now)


def test_only_a_facilitator_writes_it_down_for_somebody_and_that_person_is_told(
    seats: Seats, amina: Person, dev: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused):
        take_a_break(seats["gwen"], until=None, by=dev, now=now, via=Via.PHONE)
    with pytest.raises(Refused):
        take_a_break(seats["gwen"], until=None, by=amina, now=now)
    take_a_break(seats["gwen"], until=now + 9 * DAY, by=amina, now=now, via=Via.PHONE)
    told = Message.objects.get(kind="break_noted")
    assert told.to == seats["gwen"].person
    deliver(told.pk, now=now)
    told.refresh_from_db()
    assert told.dropped_at is None, "they must know what was written down for them"


def plan_for(stage: Stage, now: dt.datetime) -> Plan:
    return Plan(
        stage=stage,
        title="Mapping a worn-out week",
        purpose="",
        starts_at=now + 20 * DAY,
        ends_at=now + 20 * DAY + dt.timedelta(hours=2),
        place="Mill Road Centre",
        online_link="",
        access_notes="",
        safeguarding_contact="Ruth Okafor, 01632 960110",
        safeguarding_deputy="Tom Birch, 01632 960111",
    )


def asked_of(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def test_who_rests_is_asked_nothing_and_is_asked_again_when_they_are_back(
    project: Project, seats: Seats, discover: Stage, amina: Person, bola: Person, now: dt.datetime
) -> None:
    rest(seats["bola"], now, until=now + 3 * DAY)
    schedule_session(project, plan_for(discover, now), by=amina, now=now)
    open_decision(
        project, question="What for?", proposal="For rest.", closes_at=now + 30 * DAY, by=amina, now=now, minimums={}
    )
    plan_reminders(now + DAY)
    assert not Message.objects.filter(to=bola).exists()
    assert waiting_for(bola, now + DAY) == []
    back = now + 4 * DAY
    assert len(waiting_for(bola, back)) == 2
    plan_reminders(back)
    assert "Bola Adeyemi" in asked_of("session_asked")


def test_a_session_they_said_yes_to_is_called_off_and_they_are_told_although_they_rest(
    project: Project, seats: Seats, discover: Stage, amina: Person, bola: Person, dev: Person, now: dt.datetime
) -> None:
    session = schedule_session(project, plan_for(discover, now), by=amina, now=now)
    answer_session(session, seats["bola"], SessionAnswer.Answer.COMING, by=bola, now=now)
    rest(seats["bola"], now)
    rest(seats["dev"], now)
    cancel_session(session, "Nobody can come.", by=amina, now=now + DAY)
    assert "Bola Adeyemi" in asked_of("session_cancelled")
    assert "Dev Patel" not in asked_of("session_cancelled")


def test_what_was_queued_before_the_break_is_not_sent_during_it(
    project: Project, seats: Seats, discover: Stage, amina: Person, bola: Person, now: dt.datetime
) -> None:
    schedule_session(project, plan_for(discover, now), by=amina, now=now)
    rest(seats["bola"], now)
    message = Message.objects.get(kind="session_asked", to=bola)
    deliver(message.pk, now=now)
    message.refresh_from_db()
    assert message.sent_at is None
    assert "on a break" in message.dropped_because


def test_a_break_from_one_project_changes_nothing_in_another(
    project: Project, seats: Seats, amina: Person, bola: Person, now: dt.datetime
) -> None:
    from coproduce.peace import on_a_break
    from tests.factories import join, make_project

    other = make_project(project.organisation, "Other", "other", by=amina, now=now)
    seat = join(other, bola, "use", now=now)
    rest(seats["bola"], now)
    assert on_a_break(Message(to=bola, topic=f"membership:{seats['bola'].pk}"), now)
    assert not on_a_break(Message(to=bola, topic=f"membership:{seat.pk}"), now)
    assert not on_a_break(Message(to=bola, topic="nonsense:١"), now)


def test_the_map_does_not_wait_for_who_rests(project: Project, seats: Seats, now: dt.datetime) -> None:
    assert count(project, "use", now) == (0, 3)
    rest(seats["bola"], now, until=now + 5 * DAY)
    assert count(project, "use", now) == (0, 2)
    assert count(project, "use", now + 5 * DAY) == (0, 3)
    come_back(seats["bola"], by=seats["bola"].person, now=now)
    assert count(project, "use", now) == (0, 3)


def test_who_took_part_and_then_rests_still_counts(
    project: Project, seats: Seats, discover: Stage, now: dt.datetime
) -> None:
    from projects.actions import contribute
    from projects.models import Contribution

    contribute(seats["bola"], kind=Contribution.Kind.IDEA, words="Swim.", by=seats["bola"].person, now=now)
    rest(seats["bola"], now)
    assert count(project, "use", now) == (1, 3)


def test_a_closed_stage_keeps_its_figures_whatever_breaks_come_later(
    project: Project, seats: Seats, discover: Stage, amina: Person, now: dt.datetime
) -> None:
    rest(seats["bola"], now - DAY, until=now + DAY)
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now)
    assert count(project, "use", now) == (0, 2)
    rest(seats["idris"], now + 2 * DAY)
    assert count(project, "use", now + 3 * DAY) == (0, 2)


def test_a_decision_does_not_wait_for_who_rests_when_it_closes(seats: Seats, now: dt.datetime) -> None:
    decision = make_decision(seats["amina"], now=now - DAY)
    use = decision.project.groups.get(key="use")

    def entitled(moment: dt.datetime) -> int:
        return next(group.total for group in standing(decision, now=moment).groups if group.name == use.name)

    assert entitled(now) == 3
    rest(seats["bola"], now, until=now + 3 * DAY)
    assert entitled(now) == 2
    assert entitled(now + 3 * DAY) == 3
    make_position(decision, seats["bola"], "consent", now=now)
    assert entitled(now) == 3, "who answers during a break has taken part"


def test_a_resting_partner_has_not_gone_quiet(project: Project, seats: Seats, now: dt.datetime) -> None:
    later = now + 60 * DAY
    assert "Bola Adeyemi" in [each.membership.person.name for each in gone_quiet([project], later)]
    rest(seats["bola"], now)
    assert "Bola Adeyemi" not in [each.membership.person.name for each in gone_quiet([project], later)]


def test_a_session_does_not_wait_for_who_rests(
    seats: Seats, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    make_session(seats["bola"].project, starts_at=now + 9 * DAY, now=now)
    rest(seats["bola"], now)
    page = " ".join(client_of(amina).get("/desk/").content.decode().split())
    assert "6 people have not answered yet." in page
