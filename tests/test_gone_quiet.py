"""Who has gone quiet: by rule, from facts, at a moment."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.quiet import Quiet, gone_quiet, quiet_groups
from participants.models import Person
from projects.actions import leave, note_call, note_involvement, take_a_break
from projects.actions.private import start_own_support
from projects.models import (
    Attendance,
    Involvement,
    Membership,
    MembershipPause,
    Organisation,
    Project,
    QuietCall,
    Reply,
    SessionAnswer,
    Stage,
    StageAnswer,
    StageClosure,
    StageQuestion,
)
from tests.factories import (
    add_wording,
    join,
    make_contribution,
    make_decision,
    make_person,
    make_position,
    make_project,
    make_session,
)

Seats = dict[str, Membership]
DAY = dt.timedelta(days=1)


def names(project: Project, now: dt.datetime) -> list[str]:
    return [each.membership.person.name for each in gone_quiet([project], now)]


def one(project: Project, seat: Membership, now: dt.datetime) -> Quiet:
    return next(each for each in gone_quiet([project], now) if each.membership == seat)


def say(seat: Membership, stage: Stage, at: dt.datetime, kind: str = "contributed") -> None:
    about = f"contribution:{at.timestamp()}"
    note_involvement(seat, stage, Involvement.Kind(kind), about, by=seat.person, now=at)


def done(seat: Membership, question: StageQuestion, at: dt.datetime) -> None:
    """Their yes to "are we done?"."""
    StageAnswer.objects.create(
        question=question, membership=seat, group=seat.group, answer="yes", answered_at=at, entered_by=seat.person
    )


def miss(project: Project, came: Membership, starts_at: dt.datetime, title: str) -> None:
    """A session to which only `came` came."""
    session = make_session(project, starts_at=starts_at, now=starts_at - 9 * DAY, title=title)
    Attendance.objects.create(
        session=session, membership=came, recorded_by=came.person, recorded_at=starts_at + dt.timedelta(hours=2)
    )


def test_nothing_heard_for_the_days_of_the_project_while_a_stage_is_open(project: Project, seats: Seats) -> None:
    joined = seats["bola"].joined_at
    assert joined is not None
    assert names(project, joined + 28 * DAY - dt.timedelta(seconds=1)) == []
    assert "Bola Adeyemi" in names(project, joined + 28 * DAY)
    Project.objects.update(quiet_after=14)
    project.refresh_from_db()
    assert "Bola Adeyemi" in names(project, joined + 14 * DAY)


def test_the_row_says_since_when_how_to_reach_them_and_what_was_open(
    project: Project, seats: Seats, discover: Stage, now: dt.datetime
) -> None:
    say(seats["gwen"], discover, now)
    later = now + 40 * DAY
    make_session(project, starts_at=later + 5 * DAY, now=now, title="Tea")
    make_decision(seats["amina"], now=later - DAY)
    found = one(project, seats["gwen"], later)
    assert found.heard == now
    assert found.likes == "Letter"
    assert found.stages == "Discover"
    assert found.sessions == ("Tea",)
    assert found.decisions == ("What should a short break be for?",)
    assert found.call is None


def test_being_told_is_not_being_heard_and_an_answer_to_a_session_is(
    project: Project, seats: Seats, discover: Stage, bola: Person, now: dt.datetime
) -> None:
    later = now + 40 * DAY
    say(seats["carys"], discover, later - DAY, "told")
    session = make_session(project, starts_at=later + 5 * DAY, now=now)
    SessionAnswer.objects.create(
        session=session, membership=seats["bola"], answer="not", answered_at=later - DAY, entered_by=bola
    )
    found = names(project, later)
    assert "Carys Llewellyn" in found
    assert "Bola Adeyemi" not in found


def test_an_answer_to_are_we_done_and_a_reply_are_words_from_somebody(
    project: Project, seats: Seats, discover: Stage, amina: Person, now: dt.datetime
) -> None:
    later = now + 40 * DAY
    question = StageQuestion.objects.create(stage=discover, asked_by=amina, asked_at=later - 3 * DAY)
    done(seats["bola"], question, later - DAY)
    said = make_contribution(seats["carys"], "I was worn out.", now=now)
    Reply.objects.create(contribution=said, membership=seats["idris"], words="So was I.", at=later - DAY)
    found = names(project, later)
    assert "Carys Llewellyn" in found
    assert not {"Bola Adeyemi", "Idris Hughes"} & set(found)


def test_a_reply_to_ones_own_words_without_a_name_tells_nobody_whose_they_were(
    project: Project, seats: Seats, now: dt.datetime
) -> None:
    later = now + 40 * DAY
    nameless = make_contribution(seats["bola"], "I was afraid.", now=now, audience="nameless")
    other = make_contribution(seats["carys"], "I was too.", now=now, audience="nameless")
    for said, who in ((nameless, "bola"), (other, "idris")):
        Reply.objects.create(contribution=said, membership=seats[who], words="And now?", at=later - DAY)
    found = names(project, later)
    assert "Bola Adeyemi" in found
    assert "Idris Hughes" not in found


def test_nobody_is_quiet_about_what_they_may_not_see(
    northdale: Organisation, bola: Person, seats: Seats, now: dt.datetime
) -> None:
    private = start_own_support(northdale, name="Mine", purpose="How I live.", by=bola, now=now - 90 * DAY)
    friends = {
        sees: join(private, make_person(f"Sees {sees}"), "carers", now=now - 80 * DAY, sees=sees)
        for sees in ("all", "sessions", "decisions", "both")
    }
    assert names(private, now) == ["Sees all"]
    lead = private.memberships.get(person=bola)
    make_session(private, starts_at=now + DAY, now=now - 60 * DAY, title="Tea")
    make_decision(lead, now=now - 60 * DAY, closes_at=now + DAY, minimums={})
    found = {each.membership: each for each in gone_quiet([private], now)}
    open_to = {sees: (bool(found[seat].sessions), bool(found[seat].decisions)) for sees, seat in friends.items()}
    expected = {"sessions": (True, False), "decisions": (False, True)}
    assert open_to == {"all": (True, True), "both": (True, True), **expected}
    for days in (9, 3):
        miss(private, lead, now - days * DAY, f"Missed {days}")
    missed = {each.membership.sees: each.missed for each in gone_quiet([private], now)}
    assert missed["decisions"] == ()
    assert missed["sessions"] == ("Missed 9", "Missed 3")


def test_no_group_goes_unseen_because_another_is_large(project: Project, seats: Seats, now: dt.datetime) -> None:
    for number in range(8):
        join(project, make_person(f"Partner {number}"), "use", now=now - 30 * DAY)
    found = gone_quiet([project], now + 60 * DAY, most=3)
    groups = {each.group.name for each in quiet_groups(found)}
    assert {"People who use services", "Carers", "Commissioners"} <= groups


def test_nobody_is_quiet_where_nothing_is_open(
    project: Project, seats: Seats, discover: Stage, amina: Person, now: dt.datetime
) -> None:
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now)
    assert names(project, now + 90 * DAY) == []
    make_session(project, starts_at=now + 95 * DAY, now=now + 50 * DAY)
    assert names(project, now + 77 * DAY) == []
    assert "Bola Adeyemi" in names(project, now + 78 * DAY)


def test_a_silence_does_not_begin_anew_with_each_stage(
    project: Project, seats: Seats, discover: Stage, amina: Person, now: dt.datetime
) -> None:
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now)
    Stage.objects.filter(position=2).update(began_at=now)
    assert "Bola Adeyemi" in names(project, now + 9 * DAY)


def test_a_stage_that_opens_after_a_gap_gives_people_time(
    project: Project, seats: Seats, discover: Stage, amina: Person, now: dt.datetime
) -> None:
    now = now.astimezone(dt.UTC)  # the clocks change meanwhile
    StageClosure.objects.create(stage=discover, closed_by=amina, closed_at=now)
    Stage.objects.filter(position=2).update(began_at=now + 100 * DAY)
    assert names(project, now + 127 * DAY) == []
    assert "Bola Adeyemi" in names(project, now + 128 * DAY)


def test_two_sessions_missed_in_a_row_are_enough(project: Project, seats: Seats, now: dt.datetime) -> None:
    miss(project, seats["dev"], now - 6 * DAY, "Tea")
    assert names(project, now) == []
    miss(project, seats["dev"], now - 2 * DAY, "Cake")
    found = names(project, now)
    assert "Bola Adeyemi" in found
    assert "Dev Patel" not in found
    assert one(project, seats["bola"], now).missed == ("Tea", "Cake")


def test_a_session_nobody_was_written_down_for_is_not_missed(project: Project, seats: Seats, now: dt.datetime) -> None:
    miss(project, seats["dev"], now - 6 * DAY, "Tea")
    make_session(project, starts_at=now - 2 * DAY, now=now - 9 * DAY)
    miss(project, seats["dev"], now - DAY, "Called off")
    project.sessions.filter(title="Called off").update(cancelled_at=now - 3 * DAY)
    assert names(project, now) == []


def test_who_spoke_up_since_the_first_of_them_has_not_gone_quiet(
    project: Project, seats: Seats, discover: Stage, now: dt.datetime
) -> None:
    miss(project, seats["dev"], now - 6 * DAY, "Tea")
    miss(project, seats["dev"], now - 2 * DAY, "Cake")
    say(seats["bola"], discover, now - 4 * DAY)
    assert "Bola Adeyemi" not in names(project, now)


def test_sessions_before_they_joined_or_during_a_break_are_not_missed(
    project: Project, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    miss(project, seats["dev"], now - 19 * DAY, "Tea")
    MembershipPause.objects.create(
        membership=seats["bola"], began_at=now - 7 * DAY, until=now - 5 * DAY, entered_by=bola
    )
    Membership.objects.filter(pk=seats["idris"].pk).update(joined_at=now - 10 * DAY)
    miss(project, seats["dev"], now - 6 * DAY, "Cake")
    assert names(project, now) == ["Carys Llewellyn", "Farah Siddiqui", "Gwen Parry"]


def test_who_keeps_it_going_who_only_watches_and_who_left_is_left_out(
    project: Project, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    join(project, make_person("Looks On"), "carers", now=now, role="observer")
    leave(seats["bola"], by=bola, now=now)
    found = names(project, now + 60 * DAY)
    assert not {"Looks On", "Bola Adeyemi", "Amina Yusuf"} & set(found)
    assert len(found) == 5


def test_a_call_that_reached_them_begins_the_days_anew_and_one_that_did_not_is_shown(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    later = now + 40 * DAY
    note_call(seats["bola"], QuietCall.Came.FINE, by=amina, now=later)
    note_call(seats["carys"], QuietCall.Came.UNREACHED, by=amina, now=later)
    assert "Bola Adeyemi" not in names(project, later)
    assert "Bola Adeyemi" in names(project, later + 28 * DAY)
    call = one(project, seats["carys"], later).call
    assert call is not None
    assert (call.came, call.at, call.by) == ("unreached", later, "Amina Yusuf")


def test_coming_back_from_a_break_begins_the_days_anew(
    project: Project, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    take_a_break(seats["bola"], until=now + 30 * DAY, by=bola, now=now)
    assert "Bola Adeyemi" not in names(project, now + 57 * DAY)
    assert "Bola Adeyemi" in names(project, now + 58 * DAY)


def test_a_whole_group_that_has_gone_quiet_is_said_first(
    project: Project, seats: Seats, discover: Stage, now: dt.datetime
) -> None:
    later = now + 40 * DAY
    join(project, make_person("Jean Whitlock"), "carers", now=now - 20 * DAY)
    say(seats["dev"], discover, later - DAY)
    say(seats["farah"], discover, later - DAY)
    say(seats["bola"], discover, later - DAY)
    found = gone_quiet([project], later)
    assert [(each.group.name, each.people) for each in quiet_groups(found)] == [("Carers", 2)]
    assert [each.membership.person.name for each in found][:2] == ["Carys Llewellyn", "Jean Whitlock"]


def test_an_answer_to_an_older_wording_still_leaves_the_decision_open(
    project: Project, seats: Seats, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now, closes_at=now + 90 * DAY)
    make_position(decision, seats["bola"], "consent", now=now)
    assert one(project, seats["bola"], now + 40 * DAY).decisions == ()
    add_wording(decision, "Something else.", now=now)
    assert one(project, seats["bola"], now + 40 * DAY).decisions == (decision.question,)


def test_one_query_however_many_there_are(project: Project, seats: Seats, now: dt.datetime) -> None:
    for number in range(20):
        join(project, make_person(f"Partner {number}"), "use", now=now)
    with CaptureQueriesContext(connection) as asked:
        assert len(gone_quiet([project], now + 60 * DAY)) == 26
    assert len(asked) == 1
    assert gone_quiet([], now) == []


def test_another_project_stays_out(
    project: Project, seats: Seats, amina: Person, bola: Person, now: dt.datetime
) -> None:
    other = make_project(project.organisation, "Other", "other", by=amina, now=now)
    join(other, bola, "use", now=now)
    found = gone_quiet([other], now + 60 * DAY)
    assert [(each.membership.project, each.membership.person) for each in found] == [(other, bola)]


def test_a_facilitator_chooses_the_days_within_limits(
    project: Project, seats: Seats, amina: Person, client_of: Callable[[Person], Client], now: dt.datetime
) -> None:
    client = client_of(amina)
    path = "/projects/short-breaks-for-carers/people/quiet"
    assert "Enter 180 or less." in client.post(path, {"days": "181"}).content.decode()
    assert client.post(path, {"days": "14"}).status_code == 302
    project.refresh_from_db()
    assert project.quiet_after == 14
    assert "Bola Adeyemi" in client.get(path).content.decode()


def test_who_asked_not_to_be_called_is_offered_no_call(
    project: Project, seats: Seats, gwen: Person, amina: Person, client_of: Callable[[Person], Client], now: dt.datetime
) -> None:
    client = client_of(amina)
    paths = (
        "/projects/short-breaks-for-carers/people/quiet",
        f"{project.get_absolute_url()}people/{seats['gwen'].pk}/call",
    )
    Membership.objects.update(joined_at=now - 60 * DAY)
    ring = f'href="tel:{gwen.phone}"'
    assert all(ring in client.get(path).content.decode() for path in paths)
    Person.objects.filter(pk=gwen.pk).update(no_calls_at=now)
    for path in paths:
        page = client.get(path).content.decode()
        assert ring not in page
        assert "Asked not to be called" in page
        assert "12 Mill Road" in page


class Life(NamedTuple):
    """What a partner did, in days from the start, and what was open meanwhile."""

    facts: list[int]
    answers: list[int]
    done: list[int]
    replies: list[int]
    reached: list[int]
    rests: tuple[int, int] | None
    sessions: list[tuple[int, bool]]
    stage: tuple[int, int] | None
    asked: int | None


days = st.integers(1, 99)
lives = st.builds(
    Life,
    facts=st.lists(days, max_size=2),
    answers=st.lists(days, max_size=1),
    done=st.lists(days, max_size=1),
    replies=st.lists(days, max_size=1),
    reached=st.lists(days, max_size=1),
    rests=st.none() | st.tuples(days, days).filter(lambda two: two[0] < two[1]),
    sessions=st.lists(st.tuples(days, st.booleans()), max_size=4, unique_by=lambda each: each[0]),
    stage=st.none() | st.tuples(st.integers(0, 40), st.integers(41, 140)),
    asked=st.none() | days,
)
NOW_DAY, N = 100, 28


def by_the_rule(life: Life) -> bool:
    """The rule once more, in Python: is this partner, who joined on day 0, quiet on day 100?"""
    resting = life.rests is not None and life.rests[0] <= NOW_DAY < life.rests[1]
    back = [life.rests[1]] if life.rests is not None and life.rests[1] <= NOW_DAY else []
    did = max(
        [0, *life.facts, *life.done, *life.replies, *life.reached, *back, *(day for day, came in life.sessions if came)]
    )
    heard = max([did, *life.answers])
    opened = [life.stage[0]] if life.stage is not None and life.stage[1] > NOW_DAY else []
    opened += [life.asked] if life.asked is not None else []
    silent = bool(opened) and NOW_DAY - max(heard, min(opened)) >= N
    held = [
        (day, came)
        for day, came in sorted(life.sessions)
        if life.rests is None or not life.rests[0] <= day < life.rests[1]
    ][-2:]
    missed = len(held) == 2 and not any(came for _day, came in held) and held[0][0] >= did
    return not resting and (silent or missed)


@pytest.fixture
def other(project: Project, now: dt.datetime) -> Membership:
    """Somebody who comes to every session, so that it counts as held."""
    return join(project, make_person("Comes Always"), "staff", now=now - 100 * DAY, role="facilitator")


def speak(life: Life, seat: Membership, other: Membership, start: dt.datetime) -> None:
    """What they said that is no fact in the ledger."""
    for each in life.done:
        question = StageQuestion.objects.create(
            stage=seat.project.stages.get(position=1), asked_by=other.person, asked_at=start
        )
        done(seat, question, start + each * DAY)
    for each in life.replies:
        said = make_contribution(other, "Tea?", now=start)
        Reply.objects.create(contribution=said, membership=seat, words="Yes.", at=start + each * DAY)


def live(life: Life, seat: Membership, other: Membership, start: dt.datetime) -> None:
    def day(number: int) -> dt.datetime:
        return start + number * DAY

    project, by = seat.project, seat.person
    stage = project.stages.get(position=1)
    Stage.objects.filter(pk=stage.pk).update(began_at=day(life.stage[0]) if life.stage else None)
    if life.stage:
        StageClosure.objects.create(stage=stage, closed_by=by, closed_at=day(life.stage[1]))
    for each in life.facts:
        say(seat, stage, day(each))
    speak(life, seat, other, start)
    for each in life.reached:
        QuietCall.objects.create(membership=seat, by=other.person, at=day(each), came="fine")
    if life.rests:
        MembershipPause.objects.create(
            membership=seat, began_at=day(life.rests[0]), until=day(life.rests[1]), entered_by=by
        )
    for number, came in life.sessions:
        session = make_session(project, starts_at=day(number), now=start)
        for member in (other, seat) if came else (other,):
            Attendance.objects.create(session=session, membership=member, recorded_by=by, recorded_at=day(number))
            note_involvement(member, stage, Involvement.Kind.ATTENDED, f"session:{session.pk}", by=by, now=day(number))
    if life.answers:
        past = make_session(project, starts_at=start - 5 * DAY, now=start - 9 * DAY)
        SessionAnswer.objects.create(
            session=past, membership=seat, answer="not", answered_at=day(life.answers[0]), entered_by=by
        )
    if life.asked is not None:
        make_session(project, starts_at=day(200), now=day(life.asked))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=lives)
def test_the_query_follows_the_rule(
    project: Project, bola: Person, other: Membership, now: dt.datetime, life: Life
) -> None:
    start = now - NOW_DAY * DAY
    with transaction.atomic():
        seat = join(project, bola, "use", now=start)
        live(life, seat, other, start)
        assert [each.membership for each in gone_quiet([project], now)] == ([seat] if by_the_rule(life) else [])
        transaction.set_rollback(True)
