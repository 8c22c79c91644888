"""The desk: whom to ring, what the next session lacks, who has gone quiet."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from coproduce.desk import lacks
from coproduce.letters import OF_PROJECT, projects_of
from participants.actions import add_need, queue_for_all
from participants.models import AccessNeedKind, Message, Person, ReachBy
from projects import calendar
from projects.actions import answer_session, note_involvement, take_a_break
from projects.actions.private import start_own_support
from projects.models import Invitation, Involvement, Membership, Organisation, Project, SessionAnswer
from tests.factories import join, make_person, make_project, make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def letter(project: Project, seats: Seats, now: dt.datetime) -> Message:
    """Something that Gwen, who uses no email, has to be told."""
    session = make_session(project, starts_at=now + 30 * DAY, now=now)
    context = {
        "project": project.name,
        "title": session.title,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "place": session.place,
        "online_link": "",
        "link": "http://localhost:8000/x/",
    }
    queue_for_all([seats["gwen"].person], "session_asked", "k", context, now=now, topic=f"session:{session.pk}")
    return Message.objects.get()


def desk(client: Client) -> str:
    page = client.get("/desk/")
    assert page.status_code == 200
    return page.content.decode()


def test_a_letter_waits_with_address_and_words_until_it_is_marked_as_done(
    client_of: Browser, letter: Message, amina: Person
) -> None:
    client = client_of(amina)
    page = desk(client)
    assert "12 Mill Road" in page
    assert "There is a session in" in page
    assert "What to write" in page
    assert "The words to say" not in page
    done = client.post(f"/desk/{letter.pk}/told")
    assert done["Location"] == "/desk/"
    letter.refresh_from_db()
    assert letter.told_by == amina
    page = desk(client)
    assert "Gwen Parry has been told" in page
    assert "12 Mill Road" not in page
    assert client.post(f"/desk/{letter.pk}/told").status_code == 404


def test_a_letter_says_how_to_answer_it_without_the_internet(
    client_of: Browser, letter: Message, amina: Person, project: Project
) -> None:
    page = desk(client_of(amina))
    assert "The letter names no number to ring" in page
    assert "reach us without the internet" not in page
    Project.objects.filter(pk=project.pk).update(freephone="0800 123 4567", post_to="Short breaks\n1 High Street")
    page = desk(client_of(amina))
    assert "You can also reach us without the internet. Ring 0800 123 4567. Write to: Short breaks, 1 High Str" in page
    assert "The letter names no number to ring" not in page
    Message.objects.update(channel="call")
    page = desk(client_of(amina))
    assert "reach us without the internet" not in page
    assert "/desk/replies/?q=Gwen%20Parry" in page


@pytest.mark.parametrize("missing", OF_PROJECT)
def test_letters_about_different_things_each_find_their_project(
    letter: Message, project: Project, missing: str
) -> None:
    others = [Message(topic=f"{noun}:0") for noun in OF_PROJECT if noun != missing]
    assert projects_of([*others, letter], [project]) == {letter.topic: project}


def test_a_call_shows_the_number_and_the_error_that_led_to_it(
    client_of: Browser, letter: Message, amina: Person, gwen: Person
) -> None:
    gwen.reach_by = ReachBy.PHONE
    gwen.save(update_fields=["reach_by"])
    Message.objects.update(channel="call", last_error="550 no such mailbox")
    page = desk(client_of(amina))
    assert 'href="tel:+441632960106"' in page
    assert "We could not reach them ourselves." in page
    assert "The words to say" in page


def test_nobody_sees_or_settles_what_belongs_to_another_project(
    client_of: Browser, letter: Message, southmoor: Organisation, eve: Person, bola: Person, now: dt.datetime
) -> None:
    other = make_project(southmoor, "Other", "other", by=eve, now=now)
    join(other, eve, "staff", now=now, role=Membership.Role.FACILITATOR)
    join(other, letter.to, "use", now=now)
    assert "There is a session in" not in desk(client_of(eve))
    assert client_of(eve).post(f"/desk/{letter.pk}/told").status_code == 404
    assert client_of(bola).post(f"/desk/{letter.pk}/told").status_code == 403
    assert client_of(bola).get("/desk/").status_code == 403
    letter.refresh_from_db()
    assert letter.sent_at is None


def test_the_next_session_says_which_group_is_missing_and_who_is_silent(
    client_of: Browser, project: Project, seats: Seats, amina: Person, bola: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now + 3 * DAY, now=now)
    make_session(project, starts_at=now + 9 * DAY, now=now, title="The one after")
    answer_session(session, seats["bola"], SessionAnswer.Answer.COMING, needs="Breaks", by=bola, now=now)
    page = " ".join(desk(client_of(amina)).split())
    assert "Nobody yet from</span> Carers, Staff, Commissioners" in page
    assert "6 people have not answered yet." in page
    assert "1 person needs something arranged." in page
    assert "The one after" not in page
    add_need(seats["idris"].person, AccessNeedKind.BSL, by=amina, now=now)
    assert "2 people need something arranged." in " ".join(desk(client_of(amina)).split())


def test_the_desk_counts_a_session_as_its_own_page_does(
    client_of: Browser, project: Project, seats: Seats, amina: Person, bola: Person, now: dt.datetime
) -> None:
    session = make_session(project, starts_at=now + 3 * DAY, now=now)
    looks_on = join(project, make_person("Looks On"), "carers", now=now, role="observer")
    for seat in (seats["bola"], seats["carys"], looks_on):
        answer_session(session, seat, SessionAnswer.Answer.COMING, by=seat.person, now=now)
    for key in ("carys", "idris"):  # one has said that she comes, of the other nobody waits for an answer
        take_a_break(seats[key], until=now + 9 * DAY, by=seats[key].person, now=now)
    [lack] = lacks([project], now)
    page = calendar.answers_by_group([session], now)[session.pk]
    assert [(group.name, group.present, group.total) for group in lack.groups] == [
        ("People who use services", 1, 2),
        ("Carers", 1, 1),
        ("Staff", 0, 2),
        ("Commissioners", 0, 1),
    ]
    assert [group.at_table() for group in page] == lack.groups
    assert lack.silent == len(calendar.silent(session, now)) == 4


def test_the_desk_waits_for_no_answer_of_who_does_not_see_sessions(
    northdale: Organisation, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    private = start_own_support(northdale, name="Mine", purpose="How I live.", by=bola, now=now)
    join(private, make_person("Sam Friend"), "carers", now=now, sees="decisions")
    make_session(private, starts_at=now + DAY, now=now)
    [lack] = lacks([private], now)
    assert (len(lack.groups), lack.silent) == (1, 1)


def test_an_invitation_without_an_answer_and_who_has_gone_quiet(
    client_of: Browser, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    asked = join(project, make_person("Seun Bankole"), "use", now=now, joined_at=None)
    Invitation.objects.create(membership=asked, sent_by=amina, sent_at=now - DAY, expires_at=now + DAY)
    Membership.objects.filter(pk__in=[seats["dev"].pk, seats["carys"].pk]).update(joined_at=now - 60 * DAY)
    stage = project.stages.get(position=1)
    note_involvement(seats["dev"], stage, Involvement.Kind.CONTRIBUTED, "contribution:1", by=amina, now=now - DAY)
    note_involvement(seats["carys"], stage, Involvement.Kind.TOLD, "feedback:1", by=amina, now=now - DAY)
    page = desk(client_of(amina))
    assert "Seun Bankole" in page
    quiet = page.partition("Gone quiet")[2]
    assert "Carys Llewellyn" in quiet
    assert "Dev Patel" not in quiet


def test_the_desk_asks_few_questions_however_much_there_is(
    client_of: Browser,
    northdale: Organisation,
    amina: Person,
    now: dt.datetime,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(12):
        project = make_project(northdale, f"P {number}", f"p-{number}", by=amina, now=now - 90 * DAY)
        join(project, amina, "staff", now=now - 80 * DAY, role=Membership.Role.FACILITATOR)
        people = [make_person(f"N {number} {n}", email=None, address="1 Road", reach_by="post") for n in range(4)]
        for person in people:
            asked = join(project, person, "use", now=now, joined_at=None)
            Invitation.objects.create(membership=asked, sent_by=amina, sent_at=now, expires_at=now + DAY)
        session = make_session(project, starts_at=now + 5 * DAY, now=now)
        context = {
            "project": project.name,
            "starts_at": now.isoformat(),
            "ends_at": now.isoformat(),
            "link": "x",
            "place": "",
            "online_link": "",
        }
        queue_for_all(people, "session_asked", f"k{number}", context, now=now, topic=f"session:{session.pk}")
    client = client_of(amina)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        desk(client)


def test_a_message_that_cannot_be_put_into_words_does_not_take_the_desk_away(
    client_of: Browser, letter: Message, amina: Person
) -> None:
    Message.objects.update(context={"starts_at": "nonsense"})
    assert "Mark as done" in desk(client_of(amina))
