"""Any partner can propose a question; nobody's proposal is refused silently."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.actions import (
    answer_remark,
    change_proposal,
    not_take_up,
    open_decision,
    propose,
    record_outcome,
    remark,
    take_back,
    take_position,
)
from decisions.influence import heard_in
from decisions.models import (
    Decision,
    Proposal,
    ProposalAnswer,
    ProposalEnd,
    ProposalRemark,
    ProposalVersion,
    RegisterEntry,
)
from decisions.register_check import wrong_in
from decisions.register_words import facts_of
from decisions.reminders import waiting_for
from decisions.shaping import waits_too_long
from participants.delivery import deliver
from participants.models import Message, Person
from participants.refusals import Refused
from participants.words import words_of
from projects.actions.breaks import take_a_break
from projects.models import HistoryEntry, Involvement, Membership, Project, SupportGiven, Via
from projects.reminders import plan_reminders
from tests.factories import join, make_person, make_supporter

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
SAID: dict[str, Any] = {
    "question": "Do we meet at six?",
    "words": "We meet at six in the evening.",
    "why": "I work until five.",
}
CLOSES: dict[str, Any] = {"closes_on_0": 24, "closes_on_1": 12, "closes_on_2": 2026, "closes_time": "5pm"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(seats: Seats, now: dt.datetime) -> Proposal:
    """Bola's, of yesterday."""
    return propose(seats["bola"], **SAID, by=seats["bola"].person, now=now - DAY)


def open_it(made: Proposal, by: Person, now: dt.datetime, **facts: Any) -> Decision:
    words: dict[str, Any] = {"question": SAID["question"], "proposal": SAID["words"], "closes_at": now + 7 * DAY}
    return open_decision(made.project, **words | facts, proposed=made, by=by, now=now)


class TestProposing:
    def test_any_partner_proposes_and_everyone_finds_it_above_the_decisions(
        self, client_of: ClientOf, project: Project, seats: Seats
    ) -> None:
        bola, path = client_of(seats["bola"].person), f"/projects/{project.slug}/proposals/"
        landed = bola.post(f"{path}new", SAID, follow=True).content.decode()
        assert "Do we meet at six?" in landed
        assert "We meet at six in the evening." in landed
        assert "Nobody has said anything about it yet" in landed
        listed = client_of(seats["farah"].person).get(f"/projects/{project.slug}/decisions/").content.decode()
        before_decisions = listed.partition("Open and decided")[0]
        assert "Do we meet at six?" in before_decisions
        assert "Bola Adeyemi, People who use services" in before_decisions
        assert "Being shaped" in before_decisions

    def test_it_counts_as_having_said_something_and_stands_in_the_record(
        self, client_of: ClientOf, proposal: Proposal, project: Project, seats: Seats
    ) -> None:
        fact = Involvement.objects.get(about=f"proposal:{proposal.pk}")
        assert (fact.membership, fact.kind) == (seats["bola"], "contributed")
        record = client_of(seats["dev"].person).get(f"/projects/{project.slug}/record/").content.decode()
        assert "Do we meet at six?</a>”: We meet at six in the evening." in record
        assert proposal.get_absolute_url() in record

    def test_the_same_sent_twice_counts_once(self, proposal: Proposal, seats: Seats, now: dt.datetime) -> None:
        assert propose(seats["bola"], **SAID, by=seats["bola"].person, now=now) == proposal
        assert Proposal.objects.count() == 1

    @pytest.mark.parametrize("name", ["question", "words", "why"])
    def test_what_is_missing_is_said_and_what_was_typed_is_kept(
        self, client_of: ClientOf, project: Project, seats: Seats, name: str
    ) -> None:
        path = f"/projects/{project.slug}/proposals/new"
        page = client_of(seats["bola"].person).post(path, SAID | {name: " "}).content.decode()
        assert "There is a problem" in page
        assert all(words in page for key, words in SAID.items() if key != name)
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("words", ["a\x00b", "x" * 3001, "\ud800"[:0] + "\x00"])
    def test_hostile_words_come_back_with_an_error(
        self, client_of: ClientOf, project: Project, seats: Seats, words: str
    ) -> None:
        answer = client_of(seats["bola"].person).post(
            f"/projects/{project.slug}/proposals/new", SAID | {"words": words}
        )
        assert answer.status_code == 200
        assert not Proposal.objects.exists()

    def test_a_facilitator_writes_down_what_was_proposed_by_phone(
        self, client_of: ClientOf, project: Project, seats: Seats
    ) -> None:
        amina, path = client_of(seats["amina"].person), f"/projects/{project.slug}/proposals/new?told"
        assert "how they told you" not in amina.get(path).content.decode()
        page = amina.post(path, SAID | {"who": seats["gwen"].pk, "via": "phone"}, follow=True).content.decode()
        assert "Gwen" in page
        assert "by phone, written down by Amina Yusuf" in page
        made = Proposal.objects.get()
        assert (made.membership, made.via, made.entered_by) == (seats["gwen"], Via.PHONE, seats["amina"].person)
        assert HistoryEntry.objects.filter(verb="proposed_through").exists()

    def test_nobody_but_a_facilitator_writes_it_down_for_others(
        self, client_of: ClientOf, project: Project, seats: Seats, now: dt.datetime
    ) -> None:
        path = f"/projects/{project.slug}/proposals/new?told"
        client_of(seats["dev"].person).post(path, SAID | {"who": seats["gwen"].pk, "via": "phone"})
        assert Proposal.objects.get().membership == seats["dev"]
        with pytest.raises(Refused, match="Only a facilitator"):
            propose(seats["gwen"], **SAID, by=seats["dev"].person, now=now, via=Via.PHONE)

    def test_a_supporter_proposes_for_their_partner_where_they_may_say_things(
        self, client_of: ClientOf, project: Project, seats: Seats, huw: Person
    ) -> None:
        page = client_of(huw).post(f"/projects/{project.slug}/proposals/new", SAID, follow=True).content.decode()
        assert "with Huw Parry’s help" in page
        made = Proposal.objects.get()
        assert (made.membership, made.entered_by) == (seats["gwen"], huw)
        assert SupportGiven.objects.get().about == f"proposal:{made.pk}"

    def test_a_supporter_for_other_things_may_read_and_not_propose(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        mari = make_person("Mari Hughes")
        make_supporter(seats["idris"], mari, now=now, things=["answer"])
        client = client_of(mari)
        assert client.get(proposal.get_absolute_url()).status_code == 200
        assert client.get(f"/projects/{proposal.project.slug}/proposals/new").status_code == 403

    def test_an_observer_and_who_has_left_propose_nothing(
        self, project: Project, seats: Seats, now: dt.datetime
    ) -> None:
        seats["dev"].role = Membership.Role.OBSERVER
        seats["dev"].save()
        Membership.objects.filter(pk=seats["carys"].pk).update(left_at=now)
        for key in ("dev", "carys"):
            with pytest.raises(Refused, match="Only partners"):
                propose(seats[key], **SAID, by=seats[key].person, now=now)

    def test_a_closed_project_takes_no_proposal(self, project: Project, seats: Seats, now: dt.datetime) -> None:
        Project.objects.filter(pk=project.pk).update(closed_at=now, closed_by=project.made_by)
        with pytest.raises(Refused, match="closed"):
            propose(seats["bola"], **SAID, by=seats["bola"].person, now=now)


class TestOpening:
    def test_the_form_is_filled_in_and_the_decision_says_who_proposed_it(
        self, client_of: ClientOf, proposal: Proposal, project: Project, seats: Seats
    ) -> None:
        amina, path = client_of(seats["amina"].person), f"/projects/{project.slug}/decisions/new?proposal=1"
        form = amina.get(path).content.decode()
        assert all(words in form for words in SAID.values())
        assert "?proposal=1&amp;method=majority" in form  # another way of deciding keeps what is opened
        facts = {"question": SAID["question"], "proposal": SAID["words"], "version": 1, **CLOSES}
        minimums = {f"minimum_{group.pk}": 0 for group in project.groups.all()}
        page = amina.post(path, facts | minimums, follow=True).content.decode()
        assert "Proposed by Bola Adeyemi (People who use services)." in page
        assert "Bola Adeyemi proposed it" in page
        assert "They opened it too" not in page
        assert proposal.get_absolute_url() in page
        there = client_of(seats["dev"].person).get(proposal.get_absolute_url()).content.decode()
        assert "It is a decision now" in there
        assert Decision.objects.get().get_absolute_url() in there

    def test_who_proposed_it_is_told_in_a_message_of_their_own(
        self, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        open_it(proposal, seats["amina"].person, now)
        bola = seats["bola"].person
        words = words_of(Message.objects.get(to=bola))
        assert "Amina opened what you proposed" in words.text
        assert "You are asked too" in words.text
        assert "What you proposed is a decision now" in words.short
        assert Message.objects.filter(kind="decision_opened", to=seats["dev"].person).exists()

    def test_the_register_has_their_seat_and_stays_whole(
        self, proposal: Proposal, project: Project, seats: Seats, now: dt.datetime
    ) -> None:
        open_it(proposal, seats["amina"].person, now)
        entry = RegisterEntry.objects.get(kind="opened")
        assert entry.body["proposed"]["partner"] == seats["bola"].pk
        assert ("Who proposed it", f"Partner {seats['bola'].pk} (use), in proposal 1") in facts_of(entry)
        assert wrong_in(project) == []

    def test_a_proposal_that_is_given_to_somebody_else_behind_the_triggers_is_found(
        self, proposal: Proposal, project: Project, seats: Seats, now: dt.datetime
    ) -> None:
        open_it(proposal, seats["amina"].person, now)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE decisions_proposal SET membership_id = %s", [seats["dev"].pk])
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        assert wrong_in(project) == ["Who proposed decision 1 is not what entry 1 says."]

    def test_a_decision_that_nobody_proposed_says_nothing_of_it(
        self, client_of: ClientOf, project: Project, seats: Seats, now: dt.datetime
    ) -> None:
        amina = seats["amina"].person
        decision = open_decision(project, question="Do we?", proposal="Yes.", closes_at=now + DAY, by=amina, now=now)
        assert "proposed" not in RegisterEntry.objects.get(kind="opened").body
        assert "Proposed by" not in client_of(amina).get(decision.get_absolute_url()).content.decode()

    def test_a_facilitator_who_opens_their_own_is_shown_as_that_and_gets_no_message(
        self, client_of: ClientOf, project: Project, seats: Seats, now: dt.datetime
    ) -> None:
        amina = seats["amina"].person
        decision = open_it(propose(seats["amina"], **SAID, by=amina, now=now), amina, now)
        page = client_of(amina).get(decision.get_absolute_url()).content.decode()
        assert "Proposed by Amina Yusuf (Staff). They opened it too." in " ".join(page.split())
        assert not Message.objects.filter(to=amina).exists()

    def test_words_that_were_changed_while_it_was_opened_are_shown(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        open_it(proposal, seats["amina"].person, now, proposal="We meet at seven in the evening.")
        page = client_of(seats["bola"].person).get(proposal.get_absolute_url()).content.decode()
        assert "It was opened with other words" in page
        assert "seven" in page

    def test_newer_words_than_those_that_were_read_are_read_first(
        self, client_of: ClientOf, proposal: Proposal, project: Project, seats: Seats, now: dt.datetime
    ) -> None:
        bola = seats["bola"]
        facts = SAID | {"words": "We meet at half past six.", "because": "The bus."}
        change_proposal(proposal, bola, **facts, by=bola.person, now=now)
        amina, path = client_of(seats["amina"].person), f"/projects/{project.slug}/decisions/new?proposal=1"
        sent = {"question": "Do we?", "proposal": "At six.", **CLOSES}
        sent |= {f"minimum_{group.pk}": "0" for group in project.groups.all()}
        page = amina.post(path, sent | {"version": "1"}).content.decode()
        assert "The words of the proposal have changed" in page
        assert 'name="version" value="2"' in page
        assert not Decision.objects.exists()
        assert amina.post(path, sent | {"version": "2"}).status_code == 302

    def test_it_is_opened_once(
        self, client_of: ClientOf, proposal: Proposal, project: Project, seats: Seats, now: dt.datetime
    ) -> None:
        open_it(proposal, seats["amina"].person, now)
        with pytest.raises(Refused, match="not being shaped any more"):
            open_it(proposal, seats["amina"].person, now)
        assert Decision.objects.count() == 1
        path = f"/projects/{project.slug}/decisions/new?proposal=1"
        page = client_of(seats["amina"].person).get(path, follow=True).content.decode()
        assert "You can read here what became of it." in page

    @pytest.mark.parametrize("number", ["0", "99999999999999999999", "a%00b", "-1", "2"])
    def test_a_number_that_is_none_opens_an_empty_form(
        self, client_of: ClientOf, proposal: Proposal, project: Project, seats: Seats, number: str
    ) -> None:
        path = f"/projects/{project.slug}/decisions/new?proposal={number}"
        page = client_of(seats["amina"].person).get(path)
        assert page.status_code == 200
        assert SAID["words"] not in page.content.decode()


class TestNotTakenUp:
    def test_it_needs_a_reason_that_who_proposed_it_gets_and_everyone_reads(
        self, client_of: ClientOf, proposal: Proposal, project: Project, seats: Seats
    ) -> None:
        amina, path = client_of(seats["amina"].person), f"{proposal.get_absolute_url()}end"
        assert "Fill this in" in amina.post(path, {"because": "  "}).content.decode()
        assert not ProposalEnd.objects.exists()
        amina.post(path, {"because": "The centre closes at five."})
        words = words_of(Message.objects.get(to=seats["bola"].person))
        assert "Amina says why: The centre closes at five." in words.text
        assert "The centre closes at five." in words.short
        dev = client_of(seats["dev"].person)
        assert "The centre closes at five." in dev.get(proposal.get_absolute_url()).content.decode()
        assert "The centre closes at five." in dev.get(f"/projects/{project.slug}/record/").content.decode()
        assert "Do we meet at six?" not in dev.get(f"/projects/{project.slug}/decisions/").content.decode()
        assert "Not taken up" in dev.get(f"/projects/{project.slug}/proposals/").content.decode()

    def test_the_message_reaches_them_on_a_break_too(self, proposal: Proposal, seats: Seats, now: dt.datetime) -> None:
        take_a_break(seats["bola"], by=seats["bola"].person, now=now, until=None)
        not_take_up(proposal, because="No room.", by=seats["amina"].person, now=now)
        message = Message.objects.get(kind="proposal_not_taken_up")
        deliver(message.pk, now=now)
        message.refresh_from_db()
        assert message.sent_at is not None

    def test_a_partner_who_is_no_facilitator_refuses_nothing(
        self, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        with pytest.raises(Refused, match="Only a facilitator"):
            not_take_up(proposal, because="No.", by=seats["dev"].person, now=now)

    def test_who_made_it_takes_it_back_and_it_stays_readable(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats
    ) -> None:
        bola, path = client_of(seats["bola"].person), f"{proposal.get_absolute_url()}end/by-proposer"
        assert client_of(seats["dev"].person).post(path, {}).status_code == 403
        page = bola.post(path, {"because": ""}, follow=True).content.decode()
        assert "It was taken back" in page
        assert SAID["words"] in page
        again = bola.post(path, {"because": "Once more."})
        assert again.status_code == 200
        assert "not being shaped any more" in again.content.decode()


class TestShaping:
    @pytest.mark.parametrize("kind", ProposalRemark.Kind.values)
    def test_any_partner_asks_reacts_or_suggests_other_words(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, kind: str
    ) -> None:
        carys, path = client_of(seats["carys"].person), f"{proposal.get_absolute_url()}said/new?kind={kind}"
        form = carys.get(path).content.decode()
        assert SAID["words"] in form
        sent = {"words": "We meet at seven in the evening.", "why": "The bus."}
        for _press in range(2):
            page = carys.post(path, sent, follow=True).content.decode()
        assert "seven" in page
        made = ProposalRemark.objects.get()
        assert (made.kind, made.membership, made.group) == (kind, seats["carys"], seats["carys"].group)
        assert Involvement.objects.filter(membership=seats["carys"], kind="contributed").count() == 1

    def test_a_suggestion_needs_other_words_and_why(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats
    ) -> None:
        dev, path = client_of(seats["dev"].person), f"{proposal.get_absolute_url()}said/new?kind=change"
        same = dev.post(path, {"words": SAID["words"], "why": "So."}).content.decode()
        assert "The words are the same as before" in same
        assert "So." in same
        assert "Fill this in: Why?" in dev.post(path, {"words": "At seven."}).content.decode()

    def test_new_words_take_up_what_was_suggested_and_tell_who_did(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        dev, other = seats["dev"], "We meet at seven in the evening."
        said = remark(proposal, dev, kind="change", words=other, why="The bus.", by=dev.person, now=now)
        bola, path = client_of(seats["bola"].person), f"{proposal.get_absolute_url()}wording"
        assert "How do the new words take up what Dev" in bola.get(path).content.decode()
        sent = SAID | {
            "number": 1,
            "words": other,
            "because": "Dev is right.",
            f"takes_up_{said.pk}": "It is seven now.",
        }
        page = bola.post(path, sent, follow=True).content.decode()
        assert "Taken up · version 2" in page
        assert "new words:" in page
        versions = bola.get(f"{proposal.get_absolute_url()}versions").content.decode()
        assert "Dev is right." in versions
        assert "Taken up: what Dev" in versions
        words = words_of(Message.objects.get(to=dev.person))
        assert "Bola has taken it up: It is seven now." in words.text
        assert "took up what you suggested" in words.short

    def test_who_changes_old_words_gets_the_form_back_for_the_new_ones(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        amina = seats["amina"]
        facts = SAID | {"why": "More people can come.", "because": "Clearer."}
        change_proposal(proposal, amina, **facts, by=amina.person, now=now)
        bola, path = client_of(seats["bola"].person), f"{proposal.get_absolute_url()}wording"
        sent = SAID | {"words": "At eight.", "because": "Later.", "number": "1"}
        page = bola.post(path, sent).content.decode()
        assert "Somebody changed the words while you were writing" in page
        assert "At eight." in page
        assert bola.post(path, sent | {"number": "2"}).status_code == 302
        assert bola.post(path, sent | {"number": "3"}).status_code == 200  # the same words again
        assert ProposalVersion.objects.count() == 3

    @pytest.mark.parametrize("number", ["", "abc", "99999999999999999999", "\x00"])
    def test_a_strange_version_number_changes_nothing(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, number: str
    ) -> None:
        path = f"{proposal.get_absolute_url()}wording"
        answer = client_of(seats["bola"].person).post(
            path, SAID | {"words": "At eight.", "because": "x", "number": number}
        )
        assert answer.status_code == 200
        assert ProposalVersion.objects.count() == 1

    def test_who_made_it_hears_that_somebody_asks_or_suggests_and_not_of_each_reaction(
        self, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        carys, bola = seats["carys"], seats["bola"]
        for kind in ("question", "change", "reaction"):
            remark(proposal, carys, kind=kind, words=f"At seven? ({kind})", why="Buses.", by=carys.person, now=now)
        remark(proposal, bola, kind="question", words="And I?", by=bola.person, now=now)
        heard = Message.objects.filter(kind="proposal_remark").order_by("pk")
        assert [(each.to, each.context["kind"]) for each in heard] == [
            (bola.person, "question"),
            (bola.person, "change"),
        ]
        words = words_of(heard[0])
        assert "Carys Llewellyn asks about what you propose" in words.subject
        assert "At seven? (question)" in words.text

    def test_a_question_is_answered_once_and_who_asked_is_told(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        carys = seats["carys"]
        asked = remark(proposal, carys, kind="question", words="Where?", by=carys.person, now=now)
        bola, path = client_of(seats["bola"].person), f"{proposal.get_absolute_url()}said/{asked.pk}/answer"
        assert client_of(seats["dev"].person).get(path).status_code == 403
        assert "Where?" in bola.get(path).content.decode()
        bola.post(path, {"words": "At the centre."})
        assert "Bola: At the centre." in words_of(Message.objects.get(to=carys.person)).short
        assert "has an answer already" in bola.post(path, {"words": "At home."}).content.decode()
        assert "At the centre." in bola.get(path, follow=True).content.decode()

    def test_why_a_suggestion_is_not_taken_up_is_told_and_shown(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        dev = seats["dev"]
        said = remark(proposal, dev, kind="change", words="At nine.", why="Later.", by=dev.person, now=now)
        answer_remark(said, seats["amina"], "Nobody else can.", by=seats["amina"].person, now=now)
        page = client_of(dev.person).get(proposal.get_absolute_url()).content.decode()
        assert "Not taken up" in page
        assert "Nobody else can." in page
        assert "says why: Nobody else can." in words_of(Message.objects.get(to=dev.person)).text

    def test_nothing_is_added_once_it_is_settled(
        self, client_of: ClientOf, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        take_back(proposal, seats["bola"], because="", by=seats["bola"].person, now=now)
        dev, path = client_of(seats["dev"].person), f"{proposal.get_absolute_url()}said/new"
        assert "You can read here what became of it" in dev.get(path, follow=True).content.decode()
        late = dev.post(path, {"words": "I like it."}).content.decode()
        assert "not being shaped any more" in late
        assert "I like it." in late
        assert not ProposalRemark.objects.exists()


class TestWaitingTooLong:
    """From Tuesday 24 November, ten working days end on Tuesday 8 December."""

    @pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
    def test_ten_working_days_are_in_time(self, now: dt.datetime, days: int, late: bool) -> None:
        assert waits_too_long(now, now + days * DAY) is late

    def test_everybody_sees_it_and_facilitators_are_reminded_once(
        self, client_of: ClientOf, seats: Seats, now: dt.datetime
    ) -> None:
        made = propose(seats["bola"], **SAID, by=seats["bola"].person, now=now - 15 * DAY)
        for _minute in range(2):
            plan_reminders(now)
        message = Message.objects.get(kind="proposal_waits")
        assert message.to == seats["amina"].person
        words = words_of(message)
        assert "Bola Adeyemi proposed something" in words.text
        assert "Monday 9 November" in words.short
        page = client_of(seats["carys"].person).get(made.get_absolute_url()).content.decode()
        assert "Waiting for an answer since Monday 9 November" in page
        assert "Bola Adeyemi waits too long for an answer." in page
        listed = client_of(seats["carys"].person).get(f"/projects/{made.project.slug}/decisions/").content.decode()
        assert "Waiting for an answer since Monday 9 November" in listed

    def test_nobody_is_reminded_in_the_night(self, seats: Seats, now: dt.datetime) -> None:
        propose(seats["bola"], **SAID, by=seats["bola"].person, now=now - 15 * DAY)
        plan_reminders(now.replace(hour=6))
        assert not Message.objects.filter(kind="proposal_waits").exists()
        plan_reminders(now.replace(hour=8))
        assert Message.objects.filter(kind="proposal_waits").count() == 1

    def test_nobody_is_reminded_in_time_or_of_what_is_settled(
        self, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        plan_reminders(now)
        assert not Message.objects.filter(kind="proposal_waits").exists()
        not_take_up(proposal, because="No room.", by=seats["amina"].person, now=now)
        plan_reminders(now + 30 * DAY)
        assert not Message.objects.filter(kind="proposal_waits").exists()

    def test_it_waits_on_the_homes_of_facilitators_alone(
        self, proposal: Proposal, seats: Seats, now: dt.datetime
    ) -> None:
        [waits] = waiting_for(seats["amina"].person, now)
        assert (waits.title, waits.words) == ("Do we meet at six?", "Bola Adeyemi proposes this.")
        assert waits.by is not None
        assert waits.by.date() == dt.date(2026, 12, 7)
        [later] = waiting_for(seats["amina"].person, now + 30 * DAY)
        assert later.words == "Bola Adeyemi has waited too long for an answer to this proposal."
        assert waiting_for(seats["dev"].person, now) == []
        not_take_up(proposal, because="No room.", by=seats["amina"].person, now=now)
        assert waiting_for(seats["amina"].person, now) == []

    def test_new_words_of_who_made_it_wait_anew_and_those_of_a_facilitator_are_no_answer(
        self, seats: Seats, now: dt.datetime
    ) -> None:
        made = propose(seats["bola"], **SAID, by=seats["bola"].person, now=now - 20 * DAY)
        amina, bola = seats["amina"], seats["bola"]
        facts = SAID | {"because": "Clearer."}
        change_proposal(made, amina, **facts | {"words": "At 6."}, by=amina.person, now=now - DAY)
        assert "too long" in waiting_for(amina.person, now)[0].words
        change_proposal(made, bola, **facts | {"words": "At 7."}, by=bola.person, now=now - DAY)
        assert "too long" not in waiting_for(amina.person, now)[0].words


class TestInTheDatabase:
    def test_nothing_of_it_changes(self, proposal: Proposal, seats: Seats, now: dt.datetime) -> None:
        dev = seats["dev"]
        asked = remark(proposal, dev, kind="question", words="Where?", by=dev.person, now=now)
        answer_remark(asked, seats["bola"], "Here.", by=seats["bola"].person, now=now)
        take_back(proposal, seats["bola"], because="", by=seats["bola"].person, now=now)
        for model in (Proposal, ProposalVersion, ProposalRemark, ProposalAnswer, ProposalEnd):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                model._default_manager.update(at=now + DAY)
            with connection.cursor() as cursor:
                sql = f"DELETE FROM {model._meta.db_table}"
                with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                    cursor.execute(sql)

    def test_it_ends_once_and_in_one_way(self, proposal: Proposal, seats: Seats, now: dt.datetime) -> None:
        decision = open_it(proposal, seats["amina"].person, now)
        other = propose(seats["dev"], **SAID, by=seats["dev"].person, now=now)
        facts = {"by": seats["amina"], "at": now, "entered_by": seats["amina"].person}
        wrong: list[dict[str, Any]] = [
            {"proposal": proposal, "how": "back"},
            {"proposal": other, "how": "opened"},
            {"proposal": other, "how": "opened", "decision": decision},
            {"proposal": other, "how": "not", "because": ""},
            {"proposal": other, "how": "back", "decision": decision},
        ]
        for each in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                ProposalEnd.objects.create(**each, **facts)

    def test_nothing_is_added_after_the_end(self, proposal: Proposal, seats: Seats, now: dt.datetime) -> None:
        take_back(proposal, seats["bola"], because="", by=seats["bola"].person, now=now)
        with pytest.raises(IntegrityError, match="is settled"), transaction.atomic():
            ProposalVersion.objects.create(
                proposal=proposal,
                number=2,
                **SAID,
                because="x",
                written_by=seats["bola"],
                at=now,
                entered_by=seats["bola"].person,
            )


def test_proposals_are_counted_by_the_group_of_who_made_them(
    client_of: ClientOf, proposal: Proposal, project: Project, seats: Seats, now: dt.datetime
) -> None:
    open_it(proposal, seats["amina"].person, now)
    propose(seats["gwen"], **SAID, by=seats["gwen"].person, now=now)
    by_key = {group.key: (group.proposed, group.opened) for group in heard_in(project)}
    assert by_key == {"use": (2, 1), "carers": (0, 0), "staff": (0, 0), "commissioners": (0, 0)}
    page = client_of(seats["dev"].person).get(f"/projects/{project.slug}/influence").content.decode()
    assert "1 became a decision" in page


def test_a_stranger_finds_nothing_and_another_projects_number_leads_nowhere(
    client_of: ClientOf, proposal: Proposal, elsewhere: Membership, eve: Person
) -> None:
    assert client_of(eve).get(proposal.get_absolute_url()).status_code == 404
    assert client_of(eve).get(f"/projects/{elsewhere.project.slug}/proposals/1/").status_code == 404


def test_the_pages_ask_few_questions_however_much_was_said(
    client_of: ClientOf, proposal: Proposal, project: Project, seats: Seats, now: dt.datetime
) -> None:
    amina = client_of(seats["amina"].person)
    path = proposal.get_absolute_url()
    paths = [path, f"{path}versions", f"{path}wording", f"/projects/{project.slug}/proposals/"]
    paths += [f"/projects/{project.slug}/decisions/", "/"]

    def counted() -> list[int]:
        counts = []
        for each in paths:
            amina.get(each)
            with CaptureQueriesContext(connection) as asked:
                assert amina.get(each).status_code == 200
            counts.append(len(asked))
        return counts

    def grow(people: int) -> None:
        for number in range(people):
            seat = join(project, make_person(f"Partner {people} {number}"), "carers", now=now)
            made = remark(
                proposal, seat, kind="change", words=f"At {people} {number}.", why="x", by=seat.person, now=now
            )
            propose(seat, **SAID | {"why": str(number)}, by=seat.person, now=now)
            facts = SAID | {"words": f"Of {people} {number}.", "because": "x"}
            bola = seats["bola"]
            change_proposal(proposal, bola, **facts, takes_up={made.pk: "So."}, by=bola.person, now=now)

    grow(2)
    few = counted()
    grow(30)
    many = counted()
    assert many <= few, (few, many)
    assert max(few) <= 12, few


def test_who_proposed_and_who_shaped_it_are_owed_a_word_of_what_came_of_it(
    proposal: Proposal, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    remark(proposal, seats["carys"], kind="question", words="By bus?", by=seats["carys"].person, now=now - DAY / 2)
    decision = open_it(proposal, amina, now)
    take_position(decision, seats["dev"], stance="consent", wording=1, by=seats["dev"].person, now=now)
    words: dict[str, Any] = {"decided": "At six.", "reasons": "It fits.", "rejected": "Five.", "early": True}
    outcome = record_outcome(decision, result="agreed", by=amina, now=now + DAY, **words)
    owed = dict(outcome.feedback.values_list("membership__person__name", "you_said"))
    assert owed == {"Bola Adeyemi": SAID["words"], "Carys Llewellyn": "By bus?", "Dev Patel": ""}


def test_the_decision_and_its_trail_say_who_proposed_it_and_whether_in_these_words(
    client_of: ClientOf, proposal: Proposal, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    carys = client_of(seats["carys"].person)
    same, other = "Bola Adeyemi proposed this", "It was opened in other words than those that were proposed."
    decision = open_it(proposal, amina, now)
    assert other not in carys.get(decision.get_absolute_url()).content.decode()
    assert same in carys.get(f"{decision.get_absolute_url()}trail").content.decode()
    again = propose(seats["bola"], **SAID | {"question": "And on Sundays?"}, by=seats["bola"].person, now=now)
    changed = open_it(again, amina, now, question="And on Sundays?", proposal="Never on Sundays.")
    assert other in carys.get(changed.get_absolute_url()).content.decode()
    assert "opened in other words" in carys.get(f"{changed.get_absolute_url()}trail").content.decode()
