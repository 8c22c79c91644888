"""What is to be done after a decision: who sees to it, how it goes, and that partners can say it has not happened."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coproduce.views.home import waiting_for
from decisions.actions.doing import add_action_to
from decisions.models import Decision, Outcome, RegisterEntry
from decisions.register_check import wrong_in
from decisions.register_words import facts_of, summary
from participants.delivery import deliver
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import leave, take_a_break
from projects.actions.doing import add_action, note_progress, say_not_happened
from projects.doing import State, item_in, items_of
from projects.models import ActionItem, ActionNote, HistoryEntry, Involvement, Membership, Project, Via
from projects.reminders import plan_reminders
from tests.factories import make_decision, make_person, make_position

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
Kind = ActionNote.Kind
DAY = dt.timedelta(days=1)
RAMP = "Build a ramp at Castle Hill."

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(seats: Seats, now: dt.datetime) -> Decision:
    decision = make_decision(seats["amina"], now=now - 9 * DAY)
    make_position(decision, seats["bola"], "consent", now=now - 8 * DAY)
    Outcome.objects.create(
        decision=decision,
        result="agreed",
        decided="We rest.",
        reasons="It helps.",
        rejected="Waiting.",
        recorded_by=seats["amina"],
        recorded_at=now - 2 * DAY,
    )
    return decision


@pytest.fixture
def ramp(settled: Decision, dev: Person, amina: Person, now: dt.datetime) -> ActionItem:
    """Dev sees to it, within ten days."""
    return add_action_to(settled, what=RAMP, owner=dev, due_on=now.date() + 10 * DAY, by=amina, now=now)


def state(item: ActionItem) -> State:
    doing = item_in(item.project, item.pk)
    assert doing is not None
    return doing.state


def last(item: ActionItem) -> int:
    note = item.notes.last()
    return note.pk if note else 0


def test_its_owner_is_told_and_finds_it_on_home(ramp: ActionItem, dev: Person, now: dt.datetime) -> None:
    message = Message.objects.get(kind="action_given")
    assert (message.to, message.context["what"]) == (dev, RAMP)
    [waiting] = [each for each in waiting_for(dev, now) if each.title == RAMP]
    assert waiting.url == f"/projects/{ramp.project.slug}/actions/{ramp.pk}/progress"
    assert state(ramp) == State.TO_DO
    assert HistoryEntry.objects.get(verb="action_added").facts["who"] == dev.name
    deliver(message.pk, now=now)
    message.refresh_from_db()
    assert message.sent_at


def test_sent_twice_it_is_there_once(ramp: ActionItem, settled: Decision, amina: Person, now: dt.datetime) -> None:
    again = add_action_to(settled, what=RAMP, owner=ramp.owner, due_on=ramp.due_on, by=amina, now=now)
    assert again.pk == ramp.pk
    assert Message.objects.filter(kind="action_given").count() == 1


def test_how_it_stands_follows_from_what_was_said_last(
    ramp: ActionItem, seats: Seats, dev: Person, now: dt.datetime
) -> None:
    note_progress(ramp, Kind.PROGRESS, words="It is drawn.", by=dev, now=now, seen=0)
    assert state(ramp) == State.UNDER_WAY
    note_progress(ramp, Kind.DONE, words="One can roll in.", by=dev, now=now, seen=0)
    assert state(ramp) == State.DONE
    assert not [each for each in waiting_for(dev, now) if each.title == RAMP]
    say_not_happened(seats["bola"], ramp, words="There are still steps.", by=seats["bola"].person, now=now)
    assert state(ramp) == State.NOT_HAPPENED
    [waiting] = [each for each in waiting_for(dev, now) if each.title == RAMP]
    assert "has not happened" in waiting.words
    note_progress(ramp, Kind.DROPPED, words="The wall is listed.", by=dev, now=now, seen=last(ramp))
    assert state(ramp) == State.DROPPED


def test_what_is_late_is_overdue_also_while_it_is_under_way(
    ramp: ActionItem, dev: Person, now: dt.datetime, project: Project
) -> None:
    ActionItem.objects.bulk_create(
        [
            ActionItem(
                project=project,
                about=ramp.about,
                what="Late",
                owner=dev,
                due_on=now.date() - DAY,
                written_by=dev,
                written_at=now,
            )
        ]
    )
    late = ActionItem.objects.get(what="Late")
    assert state(late) == State.OVERDUE
    note_progress(late, Kind.PROGRESS, words="Soon.", by=dev, now=now, seen=0)
    assert state(late) == State.OVERDUE
    assert [each.pk for each in items_of(project, "overdue", most=9, after=0)] == [late.pk]
    note_progress(late, Kind.DONE, words="Here.", by=dev, now=now, seen=0)
    assert items_of(project, "overdue", most=9, after=0) == []


def test_a_partner_is_heard_also_after_it_was_called_done(
    client_of: Browser, ramp: ActionItem, settled: Decision, bola: Person, dev: Person, carys: Person, now: dt.datetime
) -> None:
    note_progress(ramp, Kind.DONE, words="One can roll in.", by=dev, now=now, seen=0)
    page = f"{ramp.get_absolute_url()}doubt"
    assert client_of(bola).post(page, {"words": "There are still steps."}).status_code == 302
    start = f"/projects/{ramp.project.slug}/"
    for path in (
        settled.get_absolute_url(),
        f"{start}actions/",
        ramp.get_absolute_url(),
        f"{settled.get_absolute_url()}trail",
    ):
        assert "There are still steps." in client_of(carys).get(path).content.decode(), path
    told = Message.objects.get(kind="action_not_happened")
    assert (told.to, told.context["name"]) == (dev, bola.name)
    assert Involvement.objects.filter(about=f"action:{ramp.pk}", membership__person=bola).exists()


def test_who_answers_has_read_that_it_has_not_happened(
    client_of: Browser, ramp: ActionItem, seats: Seats, dev: Person, now: dt.datetime
) -> None:
    path = f"{ramp.get_absolute_url()}progress"
    say_not_happened(seats["bola"], ramp, words="Still steps.", by=seats["bola"].person, now=now)
    stale = client_of(dev).post(path, {"kind": "done", "words": "One can roll in.", "seen": "0"}).content.decode()
    assert "Somebody has said meanwhile" in stale
    assert "One can roll in." in stale
    assert "Still steps." in stale
    assert state(ramp) == State.NOT_HAPPENED
    seen = str(last(ramp))
    assert f'value="{seen}"' in stale
    assert client_of(dev).post(path, {"kind": "done", "words": "One can roll in.", "seen": seen}).status_code == 302
    assert state(ramp) == State.DONE


def test_said_twice_it_counts_once_and_said_anew_it_counts_again(
    ramp: ActionItem, seats: Seats, dev: Person, now: dt.datetime
) -> None:
    bola = seats["bola"]
    for _twice in range(2):
        say_not_happened(bola, ramp, words="Still steps.", by=bola.person, now=now)
    assert ramp.notes.count() == 1
    note_progress(ramp, Kind.PROGRESS, words="Next week.", by=dev, now=now, seen=last(ramp))
    say_not_happened(bola, ramp, words="Still steps.", by=bola.person, now=now)
    assert state(ramp) == State.NOT_HAPPENED
    assert Message.objects.filter(kind="action_not_happened").count() == 2


def test_a_facilitator_says_it_for_the_owner_with_how_they_were_told(
    client_of: Browser, ramp: ActionItem, amina: Person, now: dt.datetime
) -> None:
    path = f"{ramp.get_absolute_url()}progress"
    words = {"kind": "progress", "words": "It is drawn."}
    assert "How did Dev Patel tell you?" in client_of(amina).post(path, words).content.decode()
    assert client_of(amina).post(path, words | {"via": "phone"}).status_code == 302
    note = ramp.notes.get()
    assert (note.person, note.entered_by, note.via) == (ramp.owner, amina, Via.PHONE)
    with pytest.raises(Refused, match="Say how they told you"):
        note_progress(ramp, Kind.DONE, words="Done.", by=amina, now=now, seen=0)


def test_nobody_else_says_how_it_goes(
    client_of: Browser, ramp: ActionItem, bola: Person, dev: Person, seats: Seats, now: dt.datetime
) -> None:
    assert client_of(bola).get(f"{ramp.get_absolute_url()}progress").status_code == 403
    with pytest.raises(Refused, match="Only Dev Patel or a facilitator"):
        note_progress(ramp, Kind.DONE, words="Done.", by=bola, now=now, seen=0)
    with pytest.raises(Refused, match="yours to do"):
        say_not_happened(seats["dev"], ramp, words="No.", by=dev, now=now)


def test_a_supporter_says_it_for_the_partner(client_of: Browser, ramp: ActionItem, seats: Seats, huw: Person) -> None:
    page = client_of(huw).post(f"{ramp.get_absolute_url()}doubt", {"words": "Still steps.", "for": seats["gwen"].pk})
    assert page.status_code == 302
    note = ramp.notes.get()
    assert (note.person, note.entered_by, note.via) == (seats["gwen"].person, huw, Via.ONLINE)
    assert HistoryEntry.objects.filter(verb="action_not_happened_with").exists()
    given = client_of(seats["gwen"].person).get(f"/projects/{ramp.project.slug}/supporters/").content.decode()
    assert ramp.get_absolute_url() in given


def test_a_facilitator_writes_down_what_a_partner_said_on_the_phone(
    client_of: Browser, ramp: ActionItem, seats: Seats, amina: Person
) -> None:
    path = f"{ramp.get_absolute_url()}doubt"
    words = {"who": seats["gwen"].pk, "words": "Still steps."}
    assert "Say how they told you" in client_of(amina).post(path, words | {"via": "online"}).content.decode()
    assert client_of(amina).post(path, words | {"via": "phone"}).status_code == 302
    assert (ramp.notes.get().person, ramp.notes.get().via) == (seats["gwen"].person, Via.PHONE)


def test_a_commissioner_without_a_place_writes_one_down_and_sees_to_it(
    client_of: Browser, settled: Decision, seats: Seats, farah: Person, now: dt.datetime
) -> None:
    leave(seats["farah"], by=farah, now=now)
    path, due = f"{settled.get_absolute_url()}actions/new", now.date() + 30 * DAY
    facts = {"what": "Pay for it.", "owner": farah.pk, "due_on_0": due.day, "due_on_1": due.month, "due_on_2": due.year}
    assert client_of(farah).post(path, facts).status_code == 302
    item = ActionItem.objects.get()
    assert (item.owner, item.written_by) == (farah, farah)
    assert not Message.objects.filter(kind="action_given").exists()
    assert [each for each in waiting_for(farah, now) if each.title == "Pay for it."]
    told = client_of(farah).post(f"{item.get_absolute_url()}progress", {"kind": "done", "words": "It is paid."})
    assert told.status_code == 302


def test_it_follows_from_an_outcome_and_from_nothing_else(
    client_of: Browser, seats: Seats, amina: Person, dev: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    assert client_of(amina).get(f"{decision.get_absolute_url()}actions/new").status_code == 302
    with pytest.raises(Refused, match="First the outcome"):
        add_action_to(decision, what=RAMP, owner=dev, due_on=now.date(), by=amina, now=now)


def test_what_cannot_be_is_refused_with_what_was_typed(
    client_of: Browser, settled: Decision, amina: Person, dev: Person, eve: Person, bola: Person, now: dt.datetime
) -> None:
    path = f"{settled.get_absolute_url()}actions/new"
    facts = {"what": RAMP, "owner": dev.pk, "due_on_0": "1", "due_on_1": "1", "due_on_2": "2020"}
    page = client_of(amina).post(path, facts).content.decode()
    assert "Choose a day that is still to come." in page
    assert RAMP in page
    stranger = client_of(amina).post(path, facts | {"owner": eve.pk, "due_on_2": "2027"})
    assert stranger.status_code == 200
    for strange in ("\0", "9" * 40, "-1", "x"):
        assert client_of(amina).post(path, facts | {"owner": strange, "what": strange}).status_code == 200
    with pytest.raises(Refused, match="Only a facilitator or a commissioner"):
        add_action_to(settled, what=RAMP, owner=dev, due_on=now.date(), by=bola, now=now)
    with pytest.raises(Refused, match="not in this project"):
        add_action(settled.project, about="x", what=RAMP, owner=eve, due_on=now.date(), by=amina, now=now)
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("sent", ["\0", "", "x" * 5000])
def test_hostile_words_come_back_with_the_form(client_of: Browser, ramp: ActionItem, dev: Person, sent: str) -> None:
    path = f"{ramp.get_absolute_url()}progress"
    for seen in ("9" * 30, "-4", "a\0", "1"):
        answer = client_of(dev).post(path, {"kind": "done", "words": sent, "seen": seen})
        assert answer.status_code == 200
    assert not ramp.notes.exists()
    assert client_of(dev).get(f"/projects/{ramp.project.slug}/actions/{10**25}/").status_code == 404
    assert client_of(dev).get(f"/projects/{ramp.project.slug}/actions/?show=%00&page=x").status_code == 200


def test_what_will_not_be_done_needs_no_more_doubt(
    client_of: Browser, ramp: ActionItem, seats: Seats, dev: Person, bola: Person, now: dt.datetime
) -> None:
    note_progress(ramp, Kind.DROPPED, words="The wall is listed.", by=dev, now=now, seen=0)
    with pytest.raises(Refused, match="will not be done, and why"):
        say_not_happened(seats["bola"], ramp, words="No.", by=bola, now=now)
    page = client_of(bola).get(ramp.get_absolute_url()).content.decode()
    assert "The wall is listed." in page
    assert "Say that this has not happened" not in page


def test_the_owner_is_reminded_before_and_once_after(ramp: ActionItem, dev: Person, now: dt.datetime) -> None:
    plan_reminders(now + 7 * DAY)
    assert not Message.objects.filter(kind="action_due").exists()
    plan_reminders((now + 8 * DAY).replace(hour=4))
    assert not Message.objects.filter(kind="action_due").exists()
    for days in (8, 9, 10):
        plan_reminders(now + days * DAY)
    assert Message.objects.get(kind="action_due").to == dev
    for days in (11, 12, 20):
        plan_reminders(now + days * DAY)
    late = Message.objects.get(kind="action_overdue")
    note_progress(ramp, Kind.DONE, words="One can roll in.", by=dev, now=now + 20 * DAY, seen=0)
    deliver(late.pk, now=now + 20 * DAY)
    late.refresh_from_db()
    assert (late.sent_at, late.dropped_because) == (None, "Nothing is to be done any more.")


def test_who_is_on_a_break_is_left_in_peace_and_who_left_is_not_asked(
    ramp: ActionItem, seats: Seats, dev: Person, now: dt.datetime
) -> None:
    take_a_break(seats["dev"], until=now + 30 * DAY, by=dev, now=now)
    plan_reminders(now + 9 * DAY)
    assert not Message.objects.filter(kind="action_due").exists()
    assert not [each for each in waiting_for(dev, now + DAY) if each.title == RAMP]
    leave(seats["dev"], by=dev, now=now + 40 * DAY)
    plan_reminders(now + 41 * DAY)
    assert not Message.objects.filter(kind="action_overdue").exists()
    assert not [each for each in waiting_for(dev, now + 41 * DAY) if each.title == RAMP]


def test_the_news_is_not_sent_once_it_is_answered(
    ramp: ActionItem, seats: Seats, dev: Person, now: dt.datetime
) -> None:
    say_not_happened(seats["bola"], ramp, words="Still steps.", by=seats["bola"].person, now=now)
    news = Message.objects.get(kind="action_not_happened")
    note_progress(ramp, Kind.PROGRESS, words="On Monday.", by=dev, now=now, seen=last(ramp))
    deliver(news.pk, now=now)
    news.refresh_from_db()
    assert news.dropped_because == "They have answered already."


def test_the_register_keeps_it_and_finds_what_was_changed(
    ramp: ActionItem, seats: Seats, dev: Person, project: Project, now: dt.datetime
) -> None:
    note_progress(ramp, Kind.PROGRESS, words="It is drawn.", by=dev, now=now, seen=0)
    note_progress(ramp, Kind.DONE, words="One can roll in.", by=dev, now=now, seen=0)
    say_not_happened(seats["bola"], ramp, words="Still steps.", by=seats["bola"].person, now=now)
    entries = list(RegisterEntry.objects.order_by("number"))
    assert [entry.kind for entry in entries] == ["action", "action_done", "not_happened"]
    assert [summary(entry) for entry in entries] == [RAMP, "One can roll in.", "Still steps."]
    assert all(facts_of(entry)[0] == ("What is to be done", RAMP) for entry in entries)
    assert not any(dev.name in str(entry.body) for entry in entries)
    assert wrong_in(project) == []
    for change, found in (
        ("UPDATE projects_actionitem SET what = 'Nothing.'", "What is to be done is not what entry 1 says."),
        ("UPDATE projects_actionnote SET words = 'All is well.' WHERE kind = 'not_happened'", "entry 3"),
        ("DELETE FROM projects_actionnote WHERE kind = 'not_happened'", "entry 3"),
    ):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(change)
            assert any(found in sentence for sentence in wrong_in(project)), change
            transaction.set_rollback(True)


def test_the_register_says_too_what_will_not_be_done(
    ramp: ActionItem, dev: Person, project: Project, now: dt.datetime
) -> None:
    note_progress(ramp, Kind.DROPPED, words="The house is sold.", by=dev, now=now, seen=0)
    entry = RegisterEntry.objects.get(kind="action_dropped")
    assert facts_of(entry) == [("What was to be done", RAMP), ("Why it will not be done", "The house is sold.")]
    assert wrong_in(project) == []


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", ["projects_actionitem", "projects_actionnote"])
def test_nothing_of_it_is_ever_changed(
    ramp: ActionItem, dev: Person, now: dt.datetime, change: str, table: str
) -> None:
    note_progress(ramp, Kind.PROGRESS, words="It is drawn.", by=dev, now=now, seen=0)
    connection.check_constraints()  # a table with open ones can't be emptied anyway
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_every_page_asks_as_often_however_much_there_is(
    client_of: Browser,
    ramp: ActionItem,
    settled: Decision,
    seats: Seats,
    amina: Person,
    bola: Person,
    dev: Person,
    now: dt.datetime,
) -> None:
    client, start = client_of(bola), f"/projects/{ramp.project.slug}/"
    paths = [
        "/",
        f"{start}actions/",
        ramp.get_absolute_url(),
        settled.get_absolute_url(),
        f"{settled.get_absolute_url()}trail",
    ]
    counts = []
    for times in (1, 20):
        for number in range(times):
            item = add_action_to(
                settled, what=f"{times} {number}", owner=dev, due_on=now.date() + DAY, by=amina, now=now
            )
            note_progress(item, Kind.DONE, words="It is there.", by=dev, now=now, seen=0)
            say_not_happened(seats["bola"], item, words=f"{times} {number}", by=bola, now=now)
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[: len(paths)] == counts[len(paths) :]
    assert max(counts) <= 12, counts


def test_it_is_read_by_those_alone_who_are_in_the_project(
    client_of: Browser, ramp: ActionItem, elsewhere: Membership, eve: Person
) -> None:
    for path in (ramp.get_absolute_url(), f"/projects/{ramp.project.slug}/actions/"):
        assert client_of(eve).get(path).status_code == 404
    other = f"/projects/{elsewhere.project.slug}/actions/{ramp.pk}/"
    assert client_of(eve).get(other).status_code == 404
    assert client_of(make_person("Nobody")).get(ramp.get_absolute_url()).status_code == 404
