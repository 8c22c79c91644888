"""Reading what partners say to "are we done here?": by group, and in their words."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, FilteredRelation, Min, Q, QuerySet
from django.utils.translation import gettext as _

from participants.models import Message
from participants.times import THERE_AND_BACK
from projects.models import Membership, PartnerGroup, Stage, StageAnswer, StageQuestion

MOST_WORDS = 50
A_DAY = dt.timedelta(days=1)
YES, CONCERN, NOT_YET = StageAnswer.Answer


def may_answer(project_id: int) -> QuerySet[Membership]:
    """The partners who can answer. Who only looks on is not one of them."""
    return Membership.objects.partners().filter(project=project_id).without_observers()


def waited_for(project_id: int, now: dt.datetime) -> QuerySet[Membership]:
    """The partners who are asked and whose answer is waited for: nobody who takes a break."""
    return may_answer(project_id).filter(pk__in=Membership.objects.active(now).values("pk"))


def standing_question(stage: Stage) -> StageQuestion | None:
    """The question that partners can answer now. One query."""
    return stage.questions.filter(ended_at=None).select_related("asked_by").first()


def asked_key(question: StageQuestion) -> str:
    """What the messages are known by that ask it."""
    return f"stage:{question.stage_id}:asked:{question.pk}"


def hurried(question: StageQuestion | None, now: dt.datetime) -> int:
    """How many have not answered who were asked or joined less than a day ago, or were asked by letter or phone and not
    yet, or so lately that no answer can be back by post. Nobody had to ask who asks. At most one query."""
    if question is None:
        return 0
    silent = waited_for(question.stage.project_id, now).exclude(pk__in=question.answers.values("membership"))
    silent = silent.exclude(person=question.asked_by_id)
    if now >= question.asked_at + A_DAY:
        by_hand = Message.objects.filter(key=asked_key(question), channel__in=Message.BY_HAND, dropped_at=None)
        lately = by_hand.exclude(sent_at__lte=now - THERE_AND_BACK)
        silent = silent.filter(Q(person__in=lately.values("to")) | Q(joined_at__gt=now - A_DAY))
    return silent.count()


@dataclass
class Tally:
    """How many of one group are asked and what they say; `first_joined` is when its first partner ever joined."""

    group_id: int
    asked: int = 0
    yes: int = 0
    concern: int = 0
    not_yet: int = 0
    first_joined: dt.datetime | None = None

    @property
    def answered(self) -> int:
        return self.yes + self.concern + self.not_yet


def tally(project_id: int, question: StageQuestion | None, now: dt.datetime) -> list[Tally]:
    """The answers that stand, by group: those of partners who are still there, on a break or not. One query."""
    theirs = Q(stage_answers__question=question.pk if question else 0)
    waited = Count("pk", filter=Q(pk__in=waited_for(project_id, now).values("pk")))
    rows = (
        Membership.objects.filter(project=project_id, joined_at__isnull=False)
        .without_observers()
        .annotate(theirs=FilteredRelation("stage_answers", condition=theirs))
        .order_by()
        .values_list("group_id", "theirs__answer")
        .annotate(here=Count("pk", filter=Q(left_at=None)), waited=waited, first=Min("joined_at"))
    )
    found: dict[int, Tally] = {}
    for group, answer, here, waited, first in rows:
        one = found.setdefault(group, Tally(group))
        one.asked += here if answer else waited
        if answer:
            setattr(one, answer, here)
        one.first_joined = min(filter(None, (one.first_joined, first)))
    return list(found.values())


@dataclass(frozen=True)
class GroupSays:
    """One group and what its partners answered, in words."""

    group: PartnerGroup
    in_words: tuple[str, ...]


def says_by_group(question: StageQuestion, now: dt.datetime, *, over: bool) -> list[GroupSays]:
    """What each group says; where the question is `over`, what it said, whoever has left since. Three queries."""
    groups = list(PartnerGroup.objects.filter(project=question.stage.project_id))
    tallies = given(question) if over else tally(question.stage.project_id, question, now)
    by_group = {one.group_id: one for one in tallies}
    return [GroupSays(group, in_words(by_group[group.pk], over=over)) for group in groups if group.pk in by_group]


def given(question: StageQuestion) -> list[Tally]:
    """The answers as they were given, by the group that the partner was in, and how many had not answered when it was
    over. Two queries."""
    found: dict[int, Tally] = {}
    for group, answer, people in (
        question.answers.order_by().values_list("group_id", "answer").annotate(people=Count("pk"))
    ):
        one = found.setdefault(group, Tally(group))
        one.asked += people
        setattr(one, answer, people)
    for group, people in silent_in(question).order_by().values_list("group_id").annotate(people=Count("pk")):
        found.setdefault(group, Tally(group)).asked += people
    return list(found.values())


def silent_in(question: StageQuestion) -> QuerySet[Membership]:
    """Who was a partner when the question ended, took no break then and had not answered."""
    end = question.ended_at
    if end is None:
        return Membership.objects.none()
    there = Membership.objects.there(end).filter(project=question.stage.project_id).without_observers()
    return there.exclude(pk__in=question.answers.values("membership"))


def in_words(one: Tally, *, over: bool) -> tuple[str, ...]:
    """ "2 yes", "1 not yet", "3 not answered yet" … without what nobody said."""
    silent = _("%(count)s did not answer") if over else _("%(count)s not answered yet")
    parts = (
        (one.yes, _("%(count)s yes")),
        (one.concern, _("%(count)s yes, with a concern")),
        (one.not_yet, _("%(count)s not yet")),
        (one.asked - one.answered, silent),
    )
    return tuple(words % {"count": count} for count, words in parts if count > 0)


def words_said(question: StageQuestion) -> QuerySet[StageAnswer]:
    """The concerns and the reasons for "not yet", the latter first; of each with who said it."""
    return in_their_words().filter(question=question)


def in_their_words() -> QuerySet[StageAnswer]:
    """As `words_said`, whatever the question was."""
    found = StageAnswer.objects.exclude(words="").select_related("membership__person", "group", "entered_by")
    return found.order_by("-answer", "answered_at", "pk")
