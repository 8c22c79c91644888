import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from participants.models import Message, Person
from projects.actions.invitations import decline_invitation
from projects.actions.partners import Invitee, bring_in, invite_partner
from projects.models import Invitation, Involvement, Membership, Project

PEOPLE = "/projects/short-breaks-for-carers/people/"
NELL = {"name": "Nell  Price", "group": "carers", "role": "partner", "reach_by": "email", "language": "cy"}


@pytest.fixture
def facilitator(client_of: Callable[[Person], Client], asked: Membership, amina: Person) -> Client:
    return client_of(amina)


def words(client: Client, url: str = PEOPLE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_everyone_sees_the_partners_and_their_groups(
    client_of: Callable[[Person], Client], seats: dict[str, Membership], bola: Person
) -> None:
    page = words(client_of(bola))
    assert "Carys Llewellyn" in page
    assert "People who use services" in page


def test_only_facilitators_see_who_was_asked_and_how_to_reach_people(
    facilitator: Client, client_of: Callable[[Person], Client], bola: Person
) -> None:
    for secret in ("Jean Morris", "jean@example.org", "07700 900103"):
        assert secret in words(facilitator)
        assert secret not in words(client_of(bola))


def test_a_no_is_shown_to_facilitators_alone(
    facilitator: Client,
    client_of: Callable[[Person], Client],
    invitation: Invitation,
    bola: Person,
    now: dt.datetime,
) -> None:
    decline_invitation(invitation, by=invitation.membership.person, now=now)
    assert "Said no" in words(facilitator)
    assert "Jean" not in words(client_of(bola))


def test_somebody_known_elsewhere_shows_only_what_was_written_down(
    facilitator: Client, project: Project, eve: Person, amina: Person, now: dt.datetime
) -> None:
    Person.objects.filter(pk=eve.pk).update(phone="+447700900333", address="1 Secret Lane")
    carers = project.groups.get(key="carers")
    membership = invite_partner(project, Invitee("E. M.", carers, email="eve@southmoor.example"), by=amina, now=now)
    for page in (words(facilitator), words(facilitator, f"{PEOPLE}{membership.pk}/invitation")):
        assert "E. M." in page
        for secret in ("Eve Marsh", "07700 900333", "Secret Lane"):
            assert secret not in page
    assert "Nobody here has" in words(facilitator, f"{PEOPLE}?q=Marsh")


def test_who_was_only_brought_in_is_not_counted_as_asked(
    facilitator: Client, client_of: Callable[[Person], Client], project: Project, amina: Person, bola: Person,
    now: dt.datetime,
) -> None:  # fmt: skip
    carers = project.groups.get(key="carers")
    bring_in(project, [Invitee(name, carers) for name in ("Nell Price", "Owen Reed")], by=amina, now=now)
    tiles = words(facilitator).partition("tiles")[2].partition("</ul>")[0]
    assert "1 asked, no answer yet<br>2 not invited yet" in tiles
    assert "not invited yet" not in words(client_of(bola))


def test_a_name_can_be_found(facilitator: Client) -> None:
    page = words(facilitator, f"{PEOPLE}?q=carys")
    assert "Carys Llewellyn" in page
    assert "Bola Adeyemi" not in page


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 500, "group=no-such", "page=-1", "page=many", "q=%25_"])
def test_any_question_gets_a_calm_answer(facilitator: Client, query: str) -> None:
    words(facilitator, f"{PEOPLE}?{query}")


def test_queries_stay_constant(
    facilitator: Client,
    project: Project,
    amina: Person,
    now: dt.datetime,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    carers = project.groups.get(key="carers")
    bring_in(project, [Invitee(f"Person {number}", carers) for number in range(60)], by=amina, now=now)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        page = words(facilitator)
    assert ">Page 1<" in page


def test_a_person_is_invited_by_the_form(facilitator: Client, project: Project) -> None:
    answer = facilitator.post(f"{PEOPLE}new", NELL | {"email": "nell@example.org"}, follow=True)
    assert "Nell Price is invited." in answer.content.decode()
    nell = Person.objects.get(email="nell@example.org")
    assert (nell.name, nell.language) == ("Nell Price", "cy")
    assert Message.objects.filter(to=nell, kind="invitation").exists()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Enter an email address, or choose another way"),
        ({"reach_by": "text", "phone": "01632 960106"}, "Text messages can’t reach this number"),
        ({"reach_by": "post"}, "Enter the postal address"),
        ({"email": "bola@example.org"}, "takes part in the project already"),
        ({"email": "jean@example.org"}, "has been asked already"),
        ({"name": "\0"}, "There is a problem"),
        ({"email": "zoë@example.org"}, "There is a problem"),
    ],
)
def test_the_form_comes_back_with_what_is_wrong(facilitator: Client, answers: dict[str, str], sentence: str) -> None:
    answer = facilitator.post(f"{PEOPLE}new", NELL | answers)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_an_answer_by_phone_is_written_down(facilitator: Client, asked: Membership, amina: Person) -> None:
    said = {"answer": "yes", "via": "phone", "needs": ["bsl"], "needs_words": "Mornings are hard"}
    facilitator.post(f"{PEOPLE}{asked.pk}/invitation", said)
    fact = Involvement.objects.get(membership=asked)
    assert (fact.via, fact.entered_by) == ("phone", amina)
    assert asked.person.access_needs.count() == 2


def test_a_no_on_paper_is_written_down(facilitator: Client, asked: Membership, now: dt.datetime) -> None:
    facilitator.post(f"{PEOPLE}{asked.pk}/invitation", {"answer": "no", "via": "paper"})
    asked.refresh_from_db()
    assert asked.state(now) == "declined"


def test_an_invitation_is_sent_again_and_taken_back(facilitator: Client, asked: Membership, now: dt.datetime) -> None:
    facilitator.post(f"{PEOPLE}{asked.pk}/invitation/again")
    assert asked.invitations.count() == 2
    facilitator.post(f"{PEOPLE}{asked.pk}/invitation/withdrawal")
    assert Membership.objects.get(pk=asked.pk).state(now) == "withdrawn"


def test_another_projects_people_are_not_found_here(
    facilitator: Client, southmoor: object, eve: Person, asked: Membership, now: dt.datetime
) -> None:
    assert facilitator.get(f"{PEOPLE}999999/invitation").status_code == 404
