"""Before a stage closes every partner is asked "are we done here?", and what they say counts."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from participants.actions.messages import channel_for
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import answer_if_done, ask_if_done, close_stage, leave, take_a_break
from projects.done import says_by_group
from projects.gate import Kind, missing
from projects.models import HistoryEntry, Membership, Project, Stage, StageAnswer, StageClosure, StageQuestion, Via
from projects.reminders import plan_reminders, waiting_for
from projects.sentences import sentence_for
from tests.factories import join, make_person

YES, CONCERN, NOT_YET = StageAnswer.Answer
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
STAGE = "/projects/short-breaks-for-carers/stages/1/"
ANSWER = f"{STAGE}answer"


@pytest.fixture
def asked(discover: Stage, seats: dict[str, Membership], amina: Person, now: dt.datetime) -> StageQuestion:
    """Amina has asked everybody about Discover."""
    return ask_if_done(discover, by=amina, now=now)


def groups(stage: Stage, kind: Kind) -> list[str]:
    return [gap.group.key for gap in missing(stage, kind) if gap.group]


def test_every_other_partner_is_told_in_their_own_way(
    asked: StageQuestion, seats: dict[str, Membership], amina: Person
) -> None:
    told = Message.objects.filter(kind="stage_asked").select_related("to")
    assert {message.to for message in told} == {seat.person for seat in seats.values()} - {amina}
    assert all(message.channel == channel_for(message.to) for message in told)


def test_the_record_says_who_asked(asked: StageQuestion) -> None:
    sentence = sentence_for(HistoryEntry.objects.get(verb="stage_asked"))
    assert sentence == "Amina Yusuf asked everyone about the stage Discover: are we done here?"


def test_it_waits_for_each_partner_until_they_have_answered(
    asked: StageQuestion, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    felt = "What was Discover like for you?"
    assert [waiting.title for waiting in waiting_for(bola, now)] == ["“Discover”: are we done here?", felt]
    answer_if_done(asked.stage, seats["bola"], YES, by=bola, now=now)
    assert [waiting.title for waiting in waiting_for(bola, now)] == [felt]


def test_a_stage_that_is_not_open_is_not_asked_about(project: Project, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        ask_if_done(project.stages.get(position=2), by=amina, now=now)


def test_asking_twice_in_a_row_asks_once(asked: StageQuestion, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="just been asked"):
        ask_if_done(asked.stage, by=amina, now=now + HOUR)
    assert StageQuestion.objects.count() == 1


def test_asked_anew_everybody_answers_anew_and_the_old_answers_stay(
    asked: StageQuestion, seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    answer_if_done(
        asked.stage, seats["bola"], NOT_YET, "We have not heard from carers.", by=seats["bola"].person, now=now
    )
    ask_if_done(asked.stage, by=amina, now=now + 2 * DAY)
    assert groups(asked.stage, Kind.NOT_YET) == []
    assert "use" in groups(asked.stage, Kind.NO_ANSWER)
    assert asked.answers.get().words == "We have not heard from carers."
    assert Message.objects.filter(kind="stage_asked", to=seats["bola"].person).count() == 2


def test_the_database_keeps_one_standing_question(asked: StageQuestion, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StageQuestion.objects.create(stage=asked.stage, asked_by=amina, asked_at=now)


@pytest.mark.parametrize(("answer", "words"), [(CONCERN, ""), (NOT_YET, "  \n ")])
def test_a_concern_and_a_not_yet_need_words(
    asked: StageQuestion, seats: dict[str, Membership], now: dt.datetime, answer: StageAnswer.Answer, words: str
) -> None:
    with pytest.raises(Refused):
        answer_if_done(asked.stage, seats["bola"], answer, words, by=seats["bola"].person, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageAnswer.objects.create(
            question=asked,
            membership=seats["bola"],
            group=seats["bola"].group,
            answer=answer,
            answered_at=now,
            entered_by=seats["bola"].person,
        )


def test_the_last_word_counts(asked: StageQuestion, seats: dict[str, Membership], now: dt.datetime) -> None:
    bola = seats["bola"]
    answer_if_done(asked.stage, bola, NOT_YET, "Too early.", by=bola.person, now=now)
    assert groups(asked.stage, Kind.NOT_YET) == ["use"]
    answer_if_done(asked.stage, bola, YES, by=bola.person, now=now + HOUR)
    assert groups(asked.stage, Kind.NOT_YET) == []
    assert asked.answers.get().answer == YES


def test_what_somebody_said_by_phone_shows_who_wrote_it_down(
    asked: StageQuestion,
    seats: dict[str, Membership],
    amina: Person,
    bola: Person,
    now: dt.datetime,
    client_of: Callable[[Person], Client],
) -> None:
    answer_if_done(asked.stage, seats["gwen"], CONCERN, "The papers came late.", by=amina, now=now, via=Via.PHONE)
    page = client_of(bola).get(STAGE).content.decode()
    assert "The papers came late." in page
    assert "by phone" in page
    assert "written down by Amina Yusuf" in page


def test_nobody_answers_for_somebody_else_online(
    asked: StageQuestion, seats: dict[str, Membership], amina: Person, dev: Person, now: dt.datetime
) -> None:
    for by, via in ((amina, Via.ONLINE), (dev, Via.PHONE)):
        with pytest.raises(Refused):
            answer_if_done(asked.stage, seats["gwen"], YES, by=by, now=now, via=via)


def test_who_left_while_being_asked_is_not_waited_for_and_their_not_yet_no_longer_stands(
    asked: StageQuestion, seats: dict[str, Membership], carys: Person, now: dt.datetime
) -> None:
    answer_if_done(asked.stage, seats["carys"], NOT_YET, "I have not been heard.", by=carys, now=now)
    Membership.objects.filter(pk=seats["carys"].pk).update(left_at=now + HOUR)
    assert groups(asked.stage, Kind.NOT_YET) == []
    assert "carers" not in groups(asked.stage, Kind.NO_ANSWER)
    with pytest.raises(Refused, match="Only partners"):
        answer_if_done(asked.stage, seats["carys"], YES, by=carys, now=now + 2 * HOUR)


def test_it_is_said_how_many_had_too_little_time_above_all_by_post(
    asked: StageQuestion, seats: dict[str, Membership], now: dt.datetime
) -> None:
    def hurried(at: dt.datetime) -> list[int]:
        return [gap.partners for gap in missing(asked.stage, Kind.HURRIED, now=at)]

    answer_if_done(asked.stage, seats["bola"], YES, by=seats["bola"].person, now=now)
    assert hurried(now + HOUR) == [len(seats) - 2], "Bola has answered, and Amina asked"
    letters = Message.objects.filter(kind="stage_asked", channel__in=Message.BY_HAND)
    assert letters.count() == 1
    for days in (1, 5, 30):
        assert hurried(now + days * DAY) == [1], "the letter is not written"
    letters.update(sent_at=now + 30 * DAY)
    assert hurried(now + 34 * DAY) == [1]
    assert hurried(now + 35 * DAY) == []
    join(asked.stage.project, make_person("Jean Late"), "carers", now=now + 35 * DAY)
    assert hurried(now + 35 * DAY + HOUR) == [1], "who joins late has no less time"
    assert hurried(now + 37 * DAY) == []


def test_a_group_of_which_anybody_answered_is_not_waited_for(
    asked: StageQuestion, seats: dict[str, Membership], now: dt.datetime
) -> None:
    assert groups(asked.stage, Kind.NO_ANSWER) == ["use", "carers", "staff", "commissioners"]
    answer_if_done(asked.stage, seats["idris"], YES, by=seats["idris"].person, now=now)
    assert groups(asked.stage, Kind.NO_ANSWER) == ["carers", "staff", "commissioners"]


def test_who_only_looks_on_is_not_asked(
    discover: Stage, seats: dict[str, Membership], amina: Person, now: dt.datetime
) -> None:
    observer = join(discover.project, make_person("Looks On"), "carers", now=now, role="observer")
    ask_if_done(discover, by=amina, now=now)
    assert not Message.objects.filter(to=observer.person).exists()
    with pytest.raises(Refused):
        answer_if_done(discover, observer, YES, by=observer.person, now=now)


def test_who_joins_meanwhile_is_asked_as_well(asked: StageQuestion, project: Project, now: dt.datetime) -> None:
    late = join(project, make_person("Late Carer"), "carers", now=now + HOUR)
    for _minute in range(2):
        plan_reminders(now + 2 * HOUR)
    assert Message.objects.filter(kind="stage_asked", to=late.person).count() == 1


def test_once_it_is_closed_nobody_can_answer_and_nothing_waits(
    asked: StageQuestion, seats: dict[str, Membership], amina: Person, bola: Person, now: dt.datetime
) -> None:
    reasons = {group.pk: "We agreed it on the phone." for group in asked.stage.project.groups.all()}
    close_stage(asked.stage, reasons, by=amina, now=now + HOUR)
    with pytest.raises(Refused, match="Nobody is asked"):
        answer_if_done(asked.stage, seats["bola"], YES, by=bola, now=now + 2 * HOUR)
    assert "“Discover”: are we done here?" not in [waiting.title for waiting in waiting_for(bola, now + 2 * HOUR)]
    assert StageClosure.objects.get().question == asked


def test_the_closed_stage_says_who_did_not_answer_as_it_was_then(
    asked: StageQuestion, seats: dict[str, Membership], amina: Person, bola: Person, now: dt.datetime
) -> None:
    take_a_break(seats["idris"], until=None, by=seats["idris"].person, now=now)
    answer_if_done(asked.stage, seats["bola"], YES, by=bola, now=now)
    reasons = {group.pk: "We agreed it on the phone." for group in asked.stage.project.groups.all()}
    close_stage(asked.stage, reasons, by=amina, now=now + HOUR)
    leave(seats["carys"], by=seats["carys"].person, now=now + 2 * HOUR)
    asked.refresh_from_db()
    says = {one.group.key: one.in_words for one in says_by_group(asked, now + DAY, over=True)}
    assert says["use"] == ("1 yes", "1 did not answer")
    assert says["carers"] == ("1 did not answer",)


def test_somebody_in_two_projects_answers_in_each_for_the_group_that_they_are_in_there(
    asked: StageQuestion, elsewhere: Membership, bola: Person, now: dt.datetime
) -> None:
    there = join(elsewhere.project, bola, "carers", now=now)
    ask_if_done(elsewhere.project.stages.get(position=1), by=elsewhere.person, now=now)
    assert len([each for each in waiting_for(bola, now) if each.title.endswith("are we done here?")]) == 2
    answer_if_done(elsewhere.project.stages.get(position=1), there, YES, by=bola, now=now)
    assert StageAnswer.objects.get().group.key == "carers"
    assert "use" in groups(asked.stage, Kind.NO_ANSWER)


def test_a_group_with_a_new_name_keeps_what_it_said(
    asked: StageQuestion,
    seats: dict[str, Membership],
    carys: Person,
    now: dt.datetime,
    client_of: Callable[[Person], Client],
) -> None:
    answer_if_done(asked.stage, seats["carys"], CONCERN, "Ask us earlier.", by=carys, now=now)
    seats["carys"].project.groups.filter(key="carers").update(name="Unpaid carers 🙂 رعاية")
    page = client_of(carys).get(STAGE).content.decode()
    assert "Unpaid carers 🙂 رعاية" in page
    assert "Ask us earlier." in page


class TestPages:
    """What people see and send."""

    def test_the_facilitator_asks_from_the_page_of_the_stage(
        self, discover: Stage, seats: dict[str, Membership], amina: Person, client_of: Callable[[Person], Client]
    ) -> None:
        client = client_of(amina)
        assert "Ask everyone: are we done here?" in client.get(STAGE).content.decode()
        page = client.post(f"{STAGE}question", follow=True).content.decode()
        assert "We are asking every partner now." in page
        assert StageQuestion.objects.count() == 1

    def test_a_partner_answers_and_sees_it(
        self, asked: StageQuestion, bola: Person, client_of: Callable[[Person], Client]
    ) -> None:
        sent = {"answer": "not_yet", "words": "Nobody has asked the night staff."}
        page = client_of(bola).post(ANSWER, sent, follow=True).content.decode()
        assert "Nobody has asked the night staff." in page
        assert "1 not yet, 2 not answered yet" in page

    def test_an_answer_without_its_words_comes_back_with_what_was_chosen(
        self, asked: StageQuestion, bola: Person, client_of: Callable[[Person], Client]
    ) -> None:
        page = client_of(bola).post(ANSWER, {"answer": "concern"}).content.decode()
        assert "Write what your concern is." in page
        assert "checked" in page
        assert not StageAnswer.objects.exists()

    def test_the_facilitator_writes_down_an_answer(
        self, asked: StageQuestion, seats: dict[str, Membership], amina: Person, client_of: Callable[[Person], Client]
    ) -> None:
        client = client_of(amina)
        assert f"?partner={seats['gwen'].pk}" in client.get(ANSWER).content.decode()
        client.post(f"{ANSWER}?partner={seats['gwen'].pk}", {"answer": "yes", "via": "phone"})
        said = StageAnswer.objects.get()
        assert (said.membership, said.via, said.entered_by) == (seats["gwen"], "phone", amina)

    @pytest.mark.parametrize("partner", ["x", "٣", "1" * 20, "-1", "0"])
    def test_an_answer_for_nobody_is_not_there(
        self, asked: StageQuestion, amina: Person, client_of: Callable[[Person], Client], partner: str
    ) -> None:
        assert client_of(amina).get(f"{ANSWER}?partner={partner}").status_code == 404

    def test_a_partner_cannot_answer_for_another(
        self, asked: StageQuestion, seats: dict[str, Membership], bola: Person, client_of: Callable[[Person], Client]
    ) -> None:
        sent = {"answer": "yes", "via": "phone"}
        assert client_of(bola).post(f"{ANSWER}?partner={seats['gwen'].pk}", sent).status_code == 403
        assert not StageAnswer.objects.exists()

    def test_the_overview_asks_until_it_is_answered(
        self,
        asked: StageQuestion,
        seats: dict[str, Membership],
        bola: Person,
        now: dt.datetime,
        client_of: Callable[[Person], Client],
    ) -> None:
        overview = seats["bola"].project.get_absolute_url()
        assert "“Discover”: are we done here?" in client_of(bola).get(overview).content.decode()
        answer_if_done(asked.stage, seats["bola"], YES, by=bola, now=now)
        assert "You said: Yes" in client_of(bola).get(overview).content.decode()


def test_who_takes_a_break_is_left_in_peace_and_not_waited_for_but_can_answer(
    discover: Stage, seats: dict[str, Membership], amina: Person, carys: Person, now: dt.datetime
) -> None:
    take_a_break(seats["carys"], until=None, by=carys, now=now - HOUR)
    ask_if_done(discover, by=amina, now=now)
    assert not Message.objects.filter(kind="stage_asked", to=carys).exists()
    assert waiting_for(carys, now) == []
    assert "carers" not in groups(discover, Kind.NO_ANSWER)
    answer_if_done(discover, seats["carys"], NOT_YET, "Wait for me.", by=carys, now=now + HOUR)
    assert groups(discover, Kind.NOT_YET) == ["carers"]
