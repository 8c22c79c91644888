"""What a facilitator has to see to, across their projects."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from coproduce.letters import OF_PROJECT
from participants.models import Attempt, Message, Person
from projects.calendar import GroupAnswers, answers_by_group, how_many_need
from projects.models import (
    Attachment,
    DesignSession,
    Invitation,
    Membership,
    Pack,
    Project,
    QuietCall,
    TermsQuestion,
    TermsSuggestion,
)
from projects.table import GroupAtTable

MOST = 20  # of each list; there are more behind them when these are done
QUIET = 5  # the others stand on the page of their project

ASKING = ("invitation", "invitation_unanswered")  # kinds of message that ask somebody in


def projects_kept_by(person: Person, now: dt.datetime) -> list[Project]:
    """The projects that this person keeps going as a facilitator, with what waits for an answer in their terms, and how
    many packs wait for the post. What is closed asks nothing of anybody any more."""
    seats = Membership.objects.keeping().filter(person=person)
    asked = TermsQuestion.objects.filter(answered_at=None, membership__left_at=None)
    suggested = TermsSuggestion.objects.filter(answered_at=None)
    packs = Pack.objects.to_post(now).exclude(asks=[])
    return list(
        Project.objects.filter(pk__in=seats.values("project"), closed_at=None)
        .annotate(
            suggestions=how_many(suggested, "project"),
            questions=how_many(asked, "version__project"),
            packs_to_post=how_many(packs, "membership__project"),
            unwritten=how_many(Attachment.objects.unwritten(), "project"),
        )
        .order_by("name")
    )


def how_many(found: QuerySet[Any], of_project: str) -> Coalesce:
    """How many of these a project has, as a column of its own: the desk asks the database often enough."""
    own = found.filter(**{of_project: OuterRef("pk")}).order_by().values(of_project)
    return Coalesce(Subquery(own.annotate(many=Count("pk")).values("many")), 0)


def packs_to_post(projects: Iterable[Project]) -> int:
    """How many packs wait for the post in these projects, as `projects_kept_by` found them."""
    return sum(getattr(project, "packs_to_post", 0) for project in projects)


def topics_of(projects: Iterable[Project]) -> QuerySet[Model]:
    """Everything in these projects that a message can be about, as the topics that messages carry."""
    ids = [project.pk for project in projects]
    parts = [
        model._default_manager.filter(**{f"{path}__in": ids})
        .order_by()
        .values_list(Concat(Value(f"{noun}:"), Cast("pk", CharField())))
        for noun, (model, path) in OF_PROJECT.items()
    ]
    return parts[0].union(*parts[1:])


def offered_by(person: Person, now: dt.datetime) -> Q:
    """The invitations by which this person offered somebody a private page, until these are answered.

    A private page has nobody's desk before it has a lead. Whoever offered it wrote down the name and the address
    themself, and nothing stands in it yet: so the letter or the call is theirs, and they learn nothing by it.
    """
    asked = Invitation.objects.filter(
        sent_by=person,
        membership__project__scope=Project.Scope.SUPPORT,
        membership__role=Membership.Role.FACILITATOR,
        membership__joined_at=None,
        accepted_at=None,
        declined_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
    )
    topics = asked.order_by().values_list(Concat(Value("membership:"), Cast("membership_id", CharField())))
    return Q(kind__in=ASKING, topic__in=topics)


def goodbyes_of(person: Person) -> Q:
    """What tells people that their place has ended where this person has closed the project: nobody else can do it."""
    closed = Membership.objects.keeping().filter(person=person, project__closed_at__isnull=False)
    ended = Membership.objects.filter(project__in=closed.values("project")).order_by()
    return Q(kind="place_ended", topic__in=ended.values_list(Concat(Value("membership:"), Cast("pk", CharField()))))


def to_tell(person: Person, projects: Sequence[Project], now: dt.datetime) -> QuerySet[Message]:
    """Letters to write and calls to make, the oldest first."""
    theirs = offered_by(person, now) | goodbyes_of(person)
    if projects:  # a union of nothing would make nothing of the other half too
        theirs |= Q(topic__in=topics_of(projects))
    return Message.objects.unsettled().filter(theirs, channel__in=Message.BY_HAND).select_related("to")


def to_tell_now(person: Person, projects: Sequence[Project], now: dt.datetime) -> QuerySet[Message]:
    """Those of them that are not put off to a later day, with what the last try came to."""
    last = Attempt.objects.filter(message=OuterRef("pk")).order_by("-at", "-pk")
    found = to_tell(person, projects, now).annotate(
        tried=Subquery(last.values("outcome")[:1]),
        tried_at=Subquery(last.values("at")[:1]),
        again_on=Subquery(last.values("again_on")[:1]),
    )
    return found.filter(Q(again_on=None) | Q(again_on__lte=timezone.localdate(now)))


def unanswered(projects: Sequence[Project], now: dt.datetime) -> QuerySet[Invitation]:
    """Open invitations without an answer, the oldest first."""
    return (
        Invitation.objects.filter(
            membership__project__in=projects,
            membership__joined_at=None,
            membership__left_at=None,
            accepted_at=None,
            declined_at=None,
            withdrawn_at=None,
            expires_at__gt=now,
        )
        .select_related("membership__person", "membership__group", "membership__project")
        .order_by("sent_at", "pk")
    )


def needs_to_see_to(projects: Sequence[Project]) -> QuerySet[QuietCall]:
    """What partners said on the phone that they need, the oldest first, until somebody has seen to it."""
    return (
        QuietCall.objects.filter(
            membership__project__in=projects,
            membership__left_at=None,
            came=QuietCall.Came.NEEDS,
            settled_at=None,
        )
        .select_related("membership__person", "membership__group", "membership__project", "by")
        .order_by("at", "pk")
    )


@dataclass
class Lack:
    """What the next session of one project still lacks, counted as on the page of that session."""

    session: DesignSession
    answers: list[GroupAnswers]
    needs: int = 0

    @property
    def groups(self) -> list[GroupAtTable]:
        return [group.at_table() for group in self.answers]

    @property
    def without(self) -> list[GroupAtTable]:
        """The groups of which nobody has said yes yet."""
        return [group for group in self.groups if not group.present]

    @property
    def silent(self) -> int:
        return sum(group.silent for group in self.answers)


def lacks(projects: Sequence[Project], now: dt.datetime) -> list[Lack]:
    """The next session of each project, with who is coming by group and how many need something. Three queries."""
    sessions = list(
        DesignSession.objects.coming_up(now)
        .filter(project__in=projects)
        .order_by("project_id", "starts_at")
        .distinct("project_id")
        .select_related("project")
    )
    answers, needs = answers_by_group(sessions, now), how_many_need(sessions, now)
    found = [Lack(session, answers[session.pk], needs.get(session.pk, 0)) for session in sessions]
    return sorted(found, key=lambda lack: lack.session.starts_at)


@dataclass
class TermsToAnswer:
    """What partners of one project wait for in its terms of reference."""

    project: Project
    suggestions: int = 0
    questions: int = 0


def terms_to_answer(projects: Sequence[Project]) -> list[TermsToAnswer]:
    """What `projects_kept_by` counted along, for the projects where somebody waits."""
    found = [TermsToAnswer(each, getattr(each, "suggestions", 0), getattr(each, "questions", 0)) for each in projects]
    return [each for each in found if each.suggestions or each.questions]
