"""The check-in: three questions about a stage, asked once, at the right time, shown to everyone alike without names."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coproduce.views.home import waiting_for
from participants.delivery import deliver
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import ask_if_done, check_in, take_a_break
from projects.actions.stages import ASK_AGAIN_AFTER
from projects.ladder import Rung
from projects.models import CheckIn, HistoryEntry, HowMuch, Involvement, Membership, Project, Stage, StageClosure, Via
from projects.reminders import plan_reminders
from tests.factories import join, make_person

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
STAGE = "/projects/short-breaks-for-carers/stages/1/"
SENT = {"rung": "consultation", "heard": "2", "knows": "4", "line": "It came too late."}


def answer(seat: Membership, now: dt.datetime, rung: Rung = Rung.CONSULTATION, **facts: Any) -> CheckIn:
    stage = seat.project.stages.get(position=1)
    said = {"rung": rung, "heard": HowMuch.HALF, "knows": HowMuch.HALF, "by": seat.person, **facts}
    return check_in(seat, stage, now=now, **said)


def close(stage: Stage, by: Person, at: dt.datetime) -> None:
    StageClosure.objects.create(stage=stage, closed_by=by, closed_at=at)


def crowd(project: Project, group: str, count: int, rung: Rung, now: dt.datetime) -> None:
    for number in range(count):
        answer(join(project, make_person(f"{group} {number}"), group, now=now), now, rung)


def test_a_partner_answers_and_can_change_it(seats: Seats, bola: Person, client_of: Browser, now: dt.datetime) -> None:
    client = client_of(bola)
    assert client.post(f"{STAGE}check-in", SENT)["Location"] == f"{STAGE}felt"
    page = client.get(f"{STAGE}check-in").content.decode()
    assert "It came too late." in page
    client.post(f"{STAGE}check-in", SENT | {"rung": "co_design"})
    said = CheckIn.objects.get()
    assert (said.rung, said.heard, said.group, said.via) == ("co_design", 2, seats["bola"].group, "online")


def test_nothing_is_written_where_it_could_be_read_with_a_name(seats: Seats, now: dt.datetime) -> None:
    before = HistoryEntry.objects.count(), Involvement.objects.count()
    answer(seats["bola"], now)
    assert (HistoryEntry.objects.count(), Involvement.objects.count()) == before


def test_what_is_left_out_comes_back_with_what_was_typed(seats: Seats, bola: Person, client_of: Browser) -> None:
    page = client_of(bola).post(f"{STAGE}check-in", {"line": "It came too late."}).content.decode()
    assert page.count('href="#id_') == 3
    assert "It came too late." in page


def test_answers_end_two_weeks_after_the_stage_closed(
    seats: Seats, discover: Stage, amina: Person, bola: Person, client_of: Browser, now: dt.datetime
) -> None:
    close(discover, amina, now - 14 * DAY)
    with pytest.raises(Refused, match="over"):
        answer(seats["bola"], now)
    answer(seats["bola"], now - DAY)
    page = client_of(bola).post(f"{STAGE}check-in", SENT).content.decode()
    assert "The time for answering is over." in page
    assert "It came too late." not in CheckIn.objects.get().line


def test_nobody_sees_a_figure_before_answering_has_ended(
    project: Project, seats: Seats, discover: Stage, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    crowd(project, "use", 6, Rung.CO_DESIGN, now)
    close(discover, amina, now)
    for who in ("amina", "bola", "farah"):
        page = client_of(seats[who].person).get(f"{STAGE}felt").content.decode()
        assert "Co-design" not in page
        assert "nobody sees any of it" in page


def test_everyone_sees_the_same_picture_with_small_groups_only_in_the_whole(
    project: Project, seats: Seats, discover: Stage, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    then = now - 20 * DAY
    crowd(project, "use", 7, Rung.CO_DESIGN, then)
    crowd(project, "carers", 5, Rung.CONSULTATION, then)
    crowd(project, "staff", 4, Rung.CO_PRODUCTION, then)
    answer(seats["farah"], then, Rung.INFORMING, line="I listened.")
    close(discover, amina, then)
    pages = {
        who: client_of(seats[who].person)
        .get(f"{STAGE}felt")
        .content.decode()
        .partition("<main")[2]
        .partition("</main")[0]
        for who in ("amina", "bola", "farah")
    }
    assert len(set(pages.values())) == 1
    page = " ".join(pages["bola"].split())
    assert "17 partners answered. Together they said: co-design." in page
    consultation = "<dt>Consultation</dt><dd>People are asked what they think. Others decide."
    assert f'{consultation}<span class="more">Doing for</span></dd>' in page
    assert "<dt>Co-design</dt><dd>People and staff plan it together." in page
    assert "<dt>Informing</dt>" not in page
    assert page.index("<dt>Consultation</dt>") < page.index("<dt>Co-design</dt>")
    assert "People who use services said co-design." in page
    assert "Carers said consultation: two steps lower." in page
    assert "Staff" not in page
    assert "Commissioners" not in page
    assert "I listened." in page
    assert "Farah" not in page


def test_few_answers_are_not_shown_at_all(
    project: Project, seats: Seats, discover: Stage, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    for key in ("bola", "gwen", "idris", "carys"):
        answer(seats[key], now - 20 * DAY, line=f"Line of {key}")
    close(discover, amina, now - 19 * DAY)
    page = client_of(amina).get(f"{STAGE}felt").content.decode()
    assert "Fewer than 5 people answered" in page
    assert "Line of" not in page


def test_a_facilitator_writes_down_what_somebody_said_and_reads_nothing_they_said_before(
    seats: Seats, amina: Person, dev: Person, client_of: Browser, now: dt.datetime
) -> None:
    answer(seats["gwen"], now, line="Between us")
    client = client_of(amina)
    path = f"{STAGE}check-in?partner={seats['gwen'].pk}"
    page = client.get(path).content.decode()
    assert "What was Discover like for Gwen Parry?" in page
    assert "Between us" not in page
    client.post(path, SENT | {"via": "phone"})
    said = CheckIn.objects.get()
    assert (said.membership, said.via, said.entered_by) == (seats["gwen"], "phone", amina)
    assert client_of(dev).get(path).status_code == 403
    with pytest.raises(Refused):
        answer(seats["gwen"], now, by=dev, via=Via.PHONE)


@pytest.mark.parametrize("partner", ["x", "0", "-1", "9" * 30, "١", "%00"])
def test_a_partner_that_is_not_there_is_not_found(
    seats: Seats, amina: Person, client_of: Browser, partner: str
) -> None:
    assert client_of(amina).get(f"{STAGE}check-in?partner={partner}").status_code == 404


def test_a_stage_that_has_not_begun_asks_nothing(
    seats: Seats, bola: Person, client_of: Browser, now: dt.datetime
) -> None:
    assert client_of(bola).get("/projects/short-breaks-for-carers/stages/2/check-in").status_code == 404
    assert client_of(bola).get("/projects/short-breaks-for-carers/stages/2/felt").status_code == 404
    with pytest.raises(Refused):
        check_in(
            seats["bola"],
            seats["bola"].project.stages.get(position=2),
            rung=Rung.CO_DESIGN,
            heard=HowMuch.HALF,
            knows=HowMuch.HALF,
            by=bola,
            now=now,
        )


def test_the_database_keeps_one_answer_for_each_partner_and_stage(seats: Seats, bola: Person, now: dt.datetime) -> None:
    said = answer(seats["bola"], now)
    said.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        said.save(force_insert=True)
    for wrong in ({"rung": "top"}, {"heard": 6}, {"knows": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckIn.objects.update(**wrong)


def test_people_are_asked_once_a_week_before_the_stage_ends(
    seats: Seats, discover: Stage, bola: Person, dev: Person, now: dt.datetime
) -> None:
    discover.ends_on = (now + 8 * DAY).date()
    discover.save(update_fields=["ends_on"])
    plan_reminders(now)
    assert waiting_for(bola, now) == []
    assert not Message.objects.filter(kind="check_in_due").exists()
    answer(seats["dev"], now)
    take_a_break(seats["idris"], until=None, by=seats["idris"].person, now=now)
    for number in range(3):
        plan_reminders(now + DAY + number * dt.timedelta(minutes=1))
    told = set(Message.objects.filter(kind="check_in_due").values_list("to__name", flat=True))
    assert told == {"Amina Yusuf", "Bola Adeyemi", "Carys Llewellyn", "Farah Siddiqui", "Gwen Parry"}
    assert [each.title for each in waiting_for(bola, now + DAY)] == ["What was Discover like for you?"]
    assert waiting_for(dev, now + DAY) == []
    assert waiting_for(seats["idris"].person, now + DAY) == []


def test_people_are_asked_when_they_are_asked_whether_the_stage_is_done(
    seats: Seats, discover: Stage, amina: Person, bola: Person, now: dt.datetime
) -> None:
    assert not [each for each in waiting_for(bola, now) if "check-in" in each.url]
    ask_if_done(discover, by=amina, now=now)
    assert len([each for each in waiting_for(bola, now) if "check-in" in each.url]) == 1
    plan_reminders(now)
    asked = Message.objects.filter(kind="check_in_due", to=bola)
    assert asked.count() == 1
    ask_if_done(discover, by=amina, now=now + ASK_AGAIN_AFTER)
    plan_reminders(now + ASK_AGAIN_AFTER)
    assert asked.count() == 1


def test_people_are_asked_when_a_stage_has_closed_and_no_longer_when_answering_is_over(
    seats: Seats, discover: Stage, amina: Person, bola: Person, now: dt.datetime
) -> None:
    close(discover, amina, now)
    join(discover.project, make_person("Late Comer"), "use", now=now + DAY)
    plan_reminders(now + DAY)
    asked = Message.objects.filter(kind="check_in_due")
    assert asked.count() == 7
    assert not asked.filter(to__name="Late Comer").exists()
    assert [each.by for each in waiting_for(bola, now + DAY)] == [(now + 14 * DAY).replace(hour=0)]
    assert waiting_for(bola, now + 14 * DAY) == []


def test_who_has_answered_meanwhile_is_not_asked_any_more(
    seats: Seats, discover: Stage, amina: Person, bola: Person, now: dt.datetime
) -> None:
    close(discover, amina, now)
    plan_reminders(now)
    answer(seats["bola"], now)
    message = Message.objects.get(kind="check_in_due", to=bola)
    deliver(message.pk, now=now)
    message.refresh_from_db()
    assert message.dropped_because == "They have answered already."


def test_the_page_says_honestly_who_could_know(seats: Seats, bola: Person, client_of: Browser) -> None:
    page = client_of(bola).get(f"{STAGE}check-in").content.decode()
    assert "Those who look after the computer could look it up." in page


def test_observers_and_supporters_are_not_asked(
    project: Project, seats: Seats, huw: Person, client_of: Browser, now: dt.datetime
) -> None:
    watcher = join(project, make_person("Looks On"), "staff", now=now - DAY, role="observer")
    assert client_of(watcher.person).get(f"{STAGE}check-in").status_code == 403
    assert client_of(huw).get(f"{STAGE}check-in").status_code == 403
    with pytest.raises(Refused):
        answer(watcher, now)


def test_who_left_and_came_back_changes_the_answer_that_they_gave(
    project: Project, seats: Seats, now: dt.datetime
) -> None:
    answer(seats["bola"], now)
    before = seats["bola"]
    before.left_at = now + DAY
    before.save()
    after = join(project, before.person, "use", now=now + 2 * DAY)
    answer(after, now + 2 * DAY, Rung.CO_DESIGN)
    said = CheckIn.objects.get()
    assert (said.rung, said.membership) == ("co_design", after)


def test_who_joined_after_a_stage_had_closed_is_not_asked_about_it_and_cannot_rate_it(
    project: Project, seats: Seats, discover: Stage, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    close(discover, amina, now - DAY)
    late = join(project, make_person("Late Comer"), "use", now=now)
    with pytest.raises(Refused, match="closed before they joined"):
        answer(late, now)
    with pytest.raises(Refused, match="closed before they joined"):
        answer(late, now, by=amina, via=Via.PHONE)
    client = client_of(late.person)
    assert "Say what it felt like" not in client.get(f"{STAGE}felt").content.decode()
    assert "closed before you joined" in client.get(f"{STAGE}check-in").content.decode()
    assert "closed before you joined" in client.post(f"{STAGE}check-in", SENT).content.decode()
    facilitators = client_of(amina).get(f"{STAGE}check-in").content.decode()
    assert "Gwen Parry" in facilitators
    assert "Late Comer" not in facilitators
    for_them = client_of(amina).get(f"{STAGE}check-in?partner={late.pk}").content.decode()
    assert "closed before Late Comer joined" in for_them
    assert not CheckIn.objects.exists()
    assert answer(seats["bola"], now)
