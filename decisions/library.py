"""The library of what projects learned, open to everybody."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from decisions.models import Learning, LearningPage, LearningText
from decisions.models.learning import SEARCHED_IN
from participants.models import Consent

LONGEST = 100  # letters of a search


def public_pages() -> QuerySet[LearningPage]:
    """The page of each project that stands now: its last one, where that is not taken down. The newest first.

    A page of one person's support is never here.
    """
    last = LearningPage.objects.filter(learning=OuterRef("learning")).order_by("-number").values("pk")[:1]
    return (
        LearningPage.objects.filter(pk=Subquery(last), removal=None)
        .select_related("learning__project", "text")
        .defer("words", "document")
        .order_by("-published_at", "-pk")
    )


def found(words: str = "", service: str = "") -> QuerySet[LearningPage]:
    """Those with all these words (or their other forms), the nearest first; and of one kind of service."""
    pages = public_pages()
    if service in LearningText.Service.values:
        pages = pages.filter(text__service=service)
    words = cleaned(words)
    if not words:
        return pages
    query = SearchQuery(words, search_type="websearch", config=SEARCHED_IN)
    rank = SearchRank(F("document"), query)
    return pages.filter(document=query).order_by(rank.desc(), "-published_at", "-pk")


def cleaned(words: str) -> str:
    """What somebody typed, as far as a search can use it."""
    return " ".join(words.replace("\x00", " ").split())[:LONGEST]


def named_on(learning: Learning) -> list[tuple[int, str]]:
    """The people who agreed to be named on a project's page, as of this moment: (id, name). One query."""
    standing = Consent.objects.standing(timezone.localdate()).filter(
        topic=learning.topic, purpose=Consent.Purpose.NAMED
    )
    return list(standing.order_by("person__name", "pk").values_list("person_id", "person__name"))
