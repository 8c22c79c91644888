"""One person's support is private: it is not there for anybody whom its lead has not let in."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from coproduce.desk import projects_kept_by, to_tell
from coproduce.packs.asks import SAY, Ask
from coproduce.packs.making import make_pack
from coproduce.packs.replies import Reply, enter_replies
from decisions.actions import open_decision, take_position
from decisions.actions.common import asked, commissioners
from decisions.actions.learning import begin_learning
from decisions.models import Decision
from decisions.permissions import commissioned_by
from participants.actions import queue
from participants.models import Message, Person, ReachBy
from participants.refusals import Refused
from projects.actions import (
    answer_if_done,
    answer_session,
    ask_back,
    ask_if_done,
    check_in,
    contribute,
    record_attendance,
    schedule_session,
)
from projects.actions.invitations import Acceptance, accept_invitation
from projects.actions.private import (
    Lead,
    change_sight,
    close_support,
    offer_support,
    remove_partner,
    reopen_support,
    start_own_support,
)
from projects.actions.said import reply
from projects.actions.sessions import Plan, partners_of
from projects.ladder import Rung
from projects.models import (
    Contribution,
    DesignSession,
    HistoryEntry,
    HowMuch,
    Invitation,
    Membership,
    Organisation,
    Project,
    SessionAnswer,
    StageAnswer,
    Via,
)
from projects.reminders import plan_reminders
from projects.selectors import private_projects, projects_of
from tests.access import TABLE
from tests.addresses import shape
from tests.factories import join, make_person, make_supporter

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
SECRET = "A secret about my mornings"


@pytest.fixture
def private(seats: Seats, northdale: Organisation, bola: Person, now: dt.datetime) -> Project:
    """Bola's own support, with a session, a decision and some words in it."""
    project = start_own_support(northdale, name=SECRET, purpose=SECRET, by=bola, now=now)
    plan = Plan(
        stage=project.stages.get(position=1),
        title=SECRET,
        purpose="",
        starts_at=now + DAY,
        ends_at=now + DAY + dt.timedelta(hours=1),
        place="At home",
        online_link="",
        access_notes="",
        safeguarding_contact="Ruth",
        safeguarding_deputy="Tom",
    )
    schedule_session(project, plan, by=bola, now=now)
    open_decision(project, question=SECRET, proposal="Later.", closes_at=now + 3 * DAY, by=bola, now=now)
    contribute(project.memberships.get(), kind=Contribution.Kind.IDEA, words=SECRET, by=bola, now=now)
    return project


def addresses(project: Project) -> Iterator[str]:
    """Every address of one project."""
    values = {
        "slug": project.slug,
        "number": 1,
        "session_id": project.sessions.get().pk,
        "membership_id": project.memberships.first().pk,  # type: ignore[union-attr]
    }
    for name in sorted(TABLE):
        _template, parts = shape(name)
        if "slug" in parts:
            yield reverse(name, kwargs={part: values.get(part, 1) for part in parts})


def test_the_lead_is_the_person_themself(private: Project, bola: Person) -> None:
    seat = private.memberships.get()
    assert (seat.person, seat.role, private.groups.filter(key="commissioners").exists()) == (bola, "facilitator", False)
    assert "bola" not in private.slug


@pytest.mark.parametrize("who", ["eve", "farah", "amina", "dev"])
def test_no_address_of_it_is_there_for_anybody_outside(
    private: Project, client_of: Browser, request: pytest.FixtureRequest, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    found = {
        (method, path): client.generic(method, path).status_code
        for path in addresses(private)
        for method in ("GET", "POST", "HEAD")
    }
    assert {key: status for key, status in found.items() if status not in (404, 405)} == {}
    assert any(status == 404 for status in found.values())


def test_no_page_of_the_organisation_tells_of_it(
    private: Project, client_of: Browser, amina: Person, farah: Person, dev: Person
) -> None:
    for person in (amina, farah, dev):
        client = client_of(person)
        for path in ("/", "/projects/", "/desk/", "/decisions/", "/account/", "/support/"):
            page = client.get(path).content.decode()
            assert SECRET not in page, (person, path)
            assert private.slug not in page, (person, path)


def test_the_organisation_learns_how_many_there_are_and_no_more(
    private: Project, client_of: Browser, amina: Person, farah: Person, dev: Person
) -> None:
    for person in (amina, farah):
        assert private_projects(person) == [("Northdale Council", 1)]
        assert "1 private project." in client_of(person).get("/projects/").content.decode()
    assert private_projects(dev) == []


def test_no_query_by_the_organisation_reaches_it(
    private: Project, farah: Person, amina: Person, now: dt.datetime
) -> None:
    for person in (farah, amina):
        assert private not in [mine.project for mine in projects_of(person, most=50)]
    assert private.pk not in [pk for pk, _name in commissioned_by(farah)]
    assert not commissioners(private).exists()
    assert not Decision.objects.get(project=private).asks_for_answer


def test_nobody_outside_gets_a_message_about_it(private: Project, bola: Person) -> None:
    about = Message.objects.filter(context__project=SECRET)
    assert set(about.values_list("to", flat=True)) <= {bola.pk}


def test_technical_staff_see_nothing_of_it(private: Project, client_of: Browser, dev: Person) -> None:
    Person.objects.filter(pk=dev.pk).update(is_staff=True)
    dev.refresh_from_db()
    client = client_of(dev)
    for model in ("project", "membership", "involvement", "historyentry"):
        page = client.get(f"/admin/projects/{model}/").content.decode()
        assert SECRET not in page, model
    assert client.get(f"/admin/projects/project/{private.pk}/change/", follow=True).content.decode().count(SECRET) == 0


def test_only_a_partner_in_the_organisation_starts_their_own(
    seats: Seats, northdale: Organisation, eve: Person, huw: Person, client_of: Browser, now: dt.datetime
) -> None:
    for person in (eve, huw):
        with pytest.raises(Refused):
            start_own_support(northdale, name="X", purpose="X", by=person, now=now)
        assert client_of(person).get("/projects/new/support").status_code == 403


def test_a_partner_starts_it_on_the_page(seats: Seats, client_of: Browser, carys: Person) -> None:
    sent = {"name": "Mine", "purpose": "How I live.", "organisation": seats["carys"].project.organisation_id}
    answer = client_of(carys).post("/projects/new/support", sent, follow=True)
    assert "Who may see what" in answer.content.decode()
    assert Project.objects.get(name="Mine").is_private


def test_what_a_facilitator_offers_is_the_persons_alone_once_they_say_yes(
    seats: Seats, northdale: Organisation, client_of: Browser, amina: Person, now: dt.datetime
) -> None:
    sent = {"name": "Nell", "reach_by": "email", "email": "nell@example.org", "organisation": northdale.pk}
    client = client_of(amina)
    client.post("/projects/new/support/offer", sent)
    invitation = Invitation.objects.get()
    project = invitation.membership.project
    assert "offers you a private page" in Client().get(f"/invitation/{invitation.code}/").content.decode()
    assert private_projects(amina) == []
    accept_invitation(invitation, Acceptance(), by=invitation.membership.person, now=now)
    assert private_projects(amina) == [("Northdale Council", 1)]
    assert client.get(project.get_absolute_url()).status_code == 404
    nell = Person.objects.get(email="nell@example.org")
    assert client_of(nell).get(f"{project.get_absolute_url()}lead/").status_code == 200


@pytest.mark.parametrize(
    ("way", "reach"), [("post", {"address": "3 Hill Street"}), ("phone", {"phone": "01632 960155"})]
)
def test_who_offers_one_by_letter_or_call_tells_them_and_learns_nothing_by_it(
    northdale: Organisation, client_of: Browser, amina: Person, now: dt.datetime, way: str, reach: dict[str, str]
) -> None:
    client = client_of(amina)
    sent = {"name": "Nell Price", "reach_by": way, "organisation": northdale.pk, **reach}
    done = client.post("/projects/new/support/offer", sent, follow=True).content.decode()
    assert "Now tell Nell Price: the words for it stand on your desk." in done
    invitation, message = Invitation.objects.get(), Message.objects.get()
    page = client.get("/desk/").content.decode()
    assert "offers you a private page about your own support" in page
    assert "Mark as done" in page
    assert invitation.membership.project.slug not in page
    assert client.get(f"/desk/{message.pk}/outcome").status_code == 200
    client.post(f"/desk/{message.pk}/told")
    message.refresh_from_db()
    assert message.told_by == amina
    assert "Nell Price" not in client.get("/desk/").content.decode().partition("Ring or write to")[2]


def test_the_letter_that_offers_one_is_on_no_other_desk_and_gone_with_the_answer(
    project: Project, seats: Seats, northdale: Organisation, client_of: Browser, amina: Person, dev: Person,
    now: dt.datetime,
) -> None:  # fmt: skip
    Membership.objects.filter(pk=seats["dev"].pk).update(role="facilitator")
    lead = Lead("Nell Price", address="3 Hill Street", reach_by=ReachBy.POST)
    invitation = offer_support(northdale, lead, by=amina, now=now)
    message = Message.objects.get()
    assert "Nell Price" not in client_of(dev).get("/desk/").content.decode()
    assert client_of(dev).post(f"/desk/{message.pk}/told").status_code == 404
    assert "Nell Price" in client_of(amina).get("/desk/").content.decode()
    plan_reminders(now + 8 * DAY)
    assert set(to_tell(amina, [], now + 8 * DAY)) == set(Message.objects.filter(to=invitation.membership.person))
    accept_invitation(invitation, Acceptance(), by=invitation.membership.person, now=now)
    assert "Nell Price" not in client_of(amina).get("/desk/").content.decode()
    assert client_of(amina).post(f"/desk/{message.pk}/told").status_code == 404


def test_nobody_offers_one_without_the_right(
    seats: Seats, northdale: Organisation, dev: Person, farah: Person, now: dt.datetime
) -> None:
    for person in (dev, farah):
        with pytest.raises(Refused):
            offer_support(northdale, Lead("X", "x@example.org"), by=person, now=now)


@pytest.mark.parametrize(
    ("sees", "there"),
    [
        ("all", {"overview", "sessions", "decisions", "said", "people", "record", "involvement"}),
        ("sessions", {"sessions"}),
        ("decisions", {"decisions"}),
        ("both", {"sessions", "decisions"}),
    ],
)
def test_each_sees_what_the_lead_says_and_no_more(
    private: Project, client_of: Browser, now: dt.datetime, sees: str, there: set[str]
) -> None:
    friend = make_person("Sam Friend")
    join(private, friend, "carers", now=now, sees=sees)
    client, base = client_of(friend), private.get_absolute_url()
    pages = {name: f"{base}{name}/" for name in ("sessions", "decisions", "said", "people", "record")}
    pages |= {"overview": base, "involvement": f"{base}involvement"}
    found = {name for name, path in pages.items() if client.get(path).status_code == 200}
    assert found == there
    if sees != "all":
        first = client.get(base, follow=True)
        assert first.status_code == 200
        assert first.content.decode().count("<li><a href") > 0
        assert f'href="{base}record/"' not in first.content.decode()
        assert client.get(f"{base}said/new").status_code == 403


def test_who_sees_sessions_alone_is_asked_about_them_alone(private: Project, now: dt.datetime) -> None:
    one, other = make_person("Sam Friend"), make_person("Kim Friend")
    join(private, one, "carers", now=now, sees="sessions")
    join(private, other, "carers", now=now, sees="decisions")
    assert set(partners_of(DesignSession.objects.get(project=private), now)) == {private.made_by, one}
    assert set(asked(private, now)) == {private.made_by, other}


def test_a_supporter_sees_no_more_than_the_partner_whom_they_support(
    private: Project, client_of: Browser, huw: Person, now: dt.datetime
) -> None:
    friend = join(private, make_person("Sam Friend"), "carers", now=now, sees="sessions")
    make_supporter(friend, huw, now=now)
    client, base = client_of(huw), private.get_absolute_url()
    assert client.get(f"{base}sessions/").status_code == 200
    for path in ("decisions/", "decisions/1/", "said/", "said/new", "record/", "people/"):
        assert client.get(base + path).status_code == 403, path


def test_the_lead_changes_what_somebody_sees_and_ends_their_place_at_once(
    private: Project, client_of: Browser, bola: Person, huw: Person, now: dt.datetime
) -> None:
    friend = join(private, make_person("Sam Friend"), "carers", now=now)
    make_supporter(friend, huw, now=now)
    lead, base = client_of(bola), private.get_absolute_url()
    lead.post(f"{base}people/{friend.pk}/sight", {"sees": "sessions"})
    assert client_of(friend.person).get(f"{base}decisions/").status_code == 403
    lead.post(f"{base}people/{friend.pk}/removal")
    for person in (friend.person, huw):
        assert client_of(person).get(f"{base}sessions/").status_code == 404
    assert Message.objects.filter(to=friend.person, kind="place_ended").exists()


def test_nobody_but_the_lead_decides(private: Project, client_of: Browser, now: dt.datetime) -> None:
    friend = join(private, make_person("Sam Friend"), "carers", now=now)
    other = join(private, make_person("Kim Friend"), "carers", now=now)
    with pytest.raises(Refused):
        change_sight(friend, Membership.Sight.ALL, by=friend.person, now=now)
    with pytest.raises(Refused):
        remove_partner(other, by=friend.person, now=now)
    with pytest.raises(Refused):
        close_support(private, by=friend.person, now=now)
    client, base = client_of(friend.person), private.get_absolute_url()
    assert client.get(f"{base}lead/").status_code == 403
    for path in (f"people/{other.pk}/sight", f"people/{other.pk}/removal", "lead/closing", "lead/reopening"):
        assert client.post(base + path).status_code == 403, path


def test_a_facilitator_cannot_do_so_in_a_project_of_a_service(
    project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused):
        remove_partner(seats["bola"], by=amina, now=now)
    with pytest.raises(Refused):
        close_support(project, by=amina, now=now)


def test_the_lead_stays(private: Project, bola: Person, now: dt.datetime) -> None:
    seat = private.memberships.get()
    with pytest.raises(Refused):
        remove_partner(seat, by=bola, now=now)
    with pytest.raises(Refused):
        change_sight(seat, Membership.Sight.SESSIONS, by=bola, now=now)


def test_closed_it_is_there_for_the_lead_alone_to_read(
    private: Project, client_of: Browser, bola: Person, now: dt.datetime
) -> None:
    friend = join(private, make_person("Sam Friend"), "carers", now=now)
    lead, base = client_of(bola), private.get_absolute_url()
    lead.post(f"{base}lead/closing")
    assert client_of(friend.person).get(base).status_code == 404
    assert lead.get(base).status_code == 200
    assert lead.get(f"{base}said/new").status_code == 403
    assert private_projects(private.made_by) == []
    reopen_support(private, by=bola, now=now)
    assert lead.get(f"{base}said/new").status_code == 200
    assert client_of(friend.person).get(base).status_code == 404
    verbs = set(HistoryEntry.objects.filter(project=private).values_list("verb", flat=True))
    assert {"project_closed", "partner_removed", "project_reopened"} <= verbs


def test_closed_it_asks_nothing_of_the_lead_but_to_tell_people_that_their_place_has_ended(
    private: Project, client_of: Browser, bola: Person, now: dt.datetime
) -> None:
    ada = make_person("Aunt Ada", email=None, address="3 Hill Street", reach_by="post")
    aunt = join(private, ada, "carers", now=now)
    pack, _pdf = make_pack(aunt, large_print=False, by=bola, now=now)
    queue(aunt.person, "session_asked", "k", {}, now=now, topic=f"session:{private.sessions.get().pk}")
    client = client_of(bola)
    paths = (f"/desk/replies/{pack.code}/", f"/desk/replies/call/{private.memberships.first().pk}/")  # type: ignore[union-attr]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert "1 pack to post" in client.get("/desk/").content.decode()
    close_support(private, by=bola, now=now)
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.get(f"/slips/{pack.code}")["Location"] == private.get_absolute_url()
    assert [message.kind for message in to_tell(bola, projects_kept_by(bola, now), now)] == ["place_ended"]
    page = client.get("/desk/").content.decode()
    assert "3 Hill Street" in page
    assert "to post" not in page


def test_closed_it_takes_no_new_facts(private: Project, bola: Person, now: dt.datetime) -> None:
    seat, stage = private.memberships.get(), private.stages.get(position=1)
    session, decision = private.sessions.get(), private.decisions.get()
    said = private.contributions.get()
    ask_if_done(stage, by=bola, now=now)
    close_support(private, by=bola, now=now)
    facts: list[Callable[[], object]] = [
        lambda: contribute(seat, kind=Contribution.Kind.IDEA, words="More", by=bola, now=now),
        lambda: reply(said, seat, "More", by=bola, now=now),
        lambda: take_position(decision, seat, stance="consent", wording=1, by=bola, now=now),
        lambda: answer_if_done(stage, seat, StageAnswer.Answer.YES, by=bola, now=now),
        lambda: check_in(seat, stage, rung=Rung.INFORMING, heard=HowMuch(1), knows=HowMuch(1), by=bola, now=now),
        lambda: enter_replies(seat, [Reply(Ask(1, SAY, 0, ""), "idea", "More")], via=Via.PHONE, by=bola, now=now),
    ]
    for fact in facts:
        with pytest.raises(Refused, match="This project is closed"):
            fact()
    session.cancelled_at = None
    session.save(update_fields=["cancelled_at"])
    for each in (
        lambda: answer_session(session, seat, SessionAnswer.Answer.COMING, by=bola, now=now),
        lambda: record_attendance(session, [seat], by=bola, now=now + 2 * DAY),
    ):
        with pytest.raises(Refused, match="This project is closed"):
            each()


def test_the_lead_lets_somebody_in_and_says_what_they_see(private: Project, client_of: Browser, bola: Person) -> None:
    path = f"{private.get_absolute_url()}people/new"
    sent = {"name": "Sam", "group": "carers", "reach_by": "email", "email": "sam@example.org", "language": "en-gb"}
    client = client_of(bola)
    assert "Choose what they may see." in client.post(path, sent).content.decode()
    client.post(path, {**sent, "sees": "sessions"})
    assert Membership.objects.get(project=private, person__name="Sam").sees == "sessions"


def test_nothing_of_it_can_be_published(private: Project, client_of: Browser, bola: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="nothing of it is published"):
        begin_learning(private, by=bola, now=now, because="It is over.")
    assert client_of(bola).post(f"{private.get_absolute_url()}learning/new").status_code == 403


def test_who_comes_back_sees_no_more_than_before(private: Project, bola: Person, now: dt.datetime) -> None:
    friend = join(private, make_person("Sam Friend"), "carers", now=now, sees="sessions", left_at=now)
    again = ask_back(friend, by=bola, now=now)
    assert again.sees == "sessions"
    assert accept_invitation(again.invitations.get(), Acceptance(), by=friend.person, now=now).sees == "sessions"


def test_another_name_is_on_the_record_and_the_same_one_is_not(
    private: Project, client_of: Browser, bola: Person
) -> None:
    page = f"{private.get_absolute_url()}lead/"
    for _twice in range(2):
        assert client_of(bola).post(page, {"name": "My way", "purpose": "How I live."}).status_code == 302
    assert HistoryEntry.objects.get(verb="project_renamed").project == private
