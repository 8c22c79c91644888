"""The pages that are measured, and as whom."""

from dataclasses import dataclass

from django.urls import reverse

from coproduce.bench.seed import SLUG
from participants.models import Person
from projects.models import Project

FACILITATOR, COMMISSIONER, PARTNER = "person0@example.org", "person1@example.org", "person2@example.org"


@dataclass(frozen=True)
class Page:
    """One page: what it is called, its address, and who is signed in."""

    name: str
    path: str
    who: str


def pages() -> list[Page]:
    """The pages of a seeded database. The session is one to come, the decision an open one."""
    project = Project.objects.get(slug=SLUG)
    session = project.sessions.order_by("starts_at").last()
    assert session is not None
    slug = [project.slug]
    return [
        Page("home", reverse("home"), PARTNER),
        Page("workspace", reverse("overview", args=slug), PARTNER),
        Page("sessions", reverse("projects:sessions", args=slug), PARTNER),
        Page("session", reverse("projects:session", args=[*slug, session.pk]), PARTNER),
        Page("decisions", reverse("decisions:list", args=slug), PARTNER),
        Page("decision", reverse("decisions:decision", args=[*slug, 1]), PARTNER),
        Page("people", reverse("projects:people", args=slug), FACILITATOR),
        Page("map", reverse("projects:involvement", args=slug), PARTNER),
        Page("cell", reverse("projects:involvement_cell", args=[*slug, 1, "use"]), PARTNER),
        # Words that nearly everything there has one of: the most that a search can have to go through and to sort.
        Page("search", reverse("search", args=slug, query={"q": "day or rest or nobody or people"}), PARTNER),
        Page("record", reverse("projects:record", args=slug), PARTNER),
        Page("tracker", reverse("decisions:tracker"), COMMISSIONER),
    ]


def person(email: str) -> Person:
    return Person.objects.get(email=email)
