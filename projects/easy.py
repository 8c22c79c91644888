"""The Easy Read words of a stage or a session, and how somebody reads them. `decisions.easy`: those of a decision."""

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from participants.models import AccessNeedKind, Person
from participants.sql import tuples
from participants.times import day
from projects.easy_words import lines_of
from projects.models import DesignSession, EasyRead, Stage
from projects.symbols import url_of

EASY, FULL = "easy", "full"  # what "?read=" says


@dataclass(frozen=True)
class Original:
    """Something that can have Easy Read words: what ledgers call it, its name, its words by what they are, its page.

    `below`: where its Easy Read words are written, if that is not right below the page.
    """

    about: str
    name: str
    parts: tuple[tuple[str, str], ...]
    url: str
    below: str = ""

    @property
    def full_words(self) -> str:
        return "\n\n".join(words for _label, words in self.parts)

    @property
    def writing_url(self) -> str:
        """The address at which its Easy Read words are written."""
        return f"{self.url}{self.below}easy-read"

    @property
    def pictures_url(self) -> str:
        """The address at which pictures are chosen for them."""
        return f"{self.writing_url}/pictures"

    @property
    def says_something(self) -> bool:
        return bool(self.full_words.strip())

    @property
    def mark(self) -> str:
        """Another one once the words are others: so a form knows that they changed while somebody was writing."""
        return hashlib.sha256(self.full_words.encode()).hexdigest()[:16]


def of_stage(stage: Stage) -> Original:
    parts = (
        (_("What this stage is for"), stage.purpose),
        (_("What you can still change"), stage.open_to_change),
        (_("What is already fixed"), stage.fixed),
    )
    return Original(f"stage:{stage.pk}", stage.name, parts, stage.get_absolute_url())


def of_session(session: DesignSession) -> Original:
    parts = ((_("What we will do"), session.purpose),)
    return Original(f"session:{session.pk}", session.title, parts, session.get_absolute_url())


class Line(NamedTuple):
    """One sentence, and the address of the picture on its left, or ""."""

    words: str
    picture: str = ""


def with_pictures(words: str, pictures: Sequence[str]) -> list[Line]:
    """The lines of some Easy Read words, each with its picture. There can be fewer pictures than lines."""
    return [Line(line, url_of(key)) for line, key in zip_longest(lines_of(words), pictures, fillvalue="") if line]


@dataclass(frozen=True)
class Twin:
    """Easy Read words as they were written last."""

    words: str
    full_words: str
    by: str
    at: dt.datetime
    pictures: Sequence[str] = ()
    id: int = 0

    @cached_property
    def lines(self) -> list[Line]:
        return with_pictures(self.words, self.pictures)

    @classmethod
    def of(cls, found: Any) -> "Twin | None":
        """What `twin_sql` found."""
        return None if found is None else cls(**found | {"at": dt.datetime.fromisoformat(found["at"])})

    def is_of(self, original: Original) -> bool:
        return self.full_words == original.full_words


def twin_sql(noun: str, key: str) -> str:
    """One value for a query: the newest Easy Read words of what has this key, for `Twin.of`."""
    return f"""(
        SELECT json_build_object(
            'id', easy.id, 'words', easy.words, 'full_words', easy.full_words, 'pictures', easy.pictures,
            'by', writer.name, 'at', easy.written_at
        )
        FROM projects_easyread AS easy JOIN participants_person AS writer ON writer.id = easy.written_by_id
        WHERE easy.about = '{noun}:' || {key} ORDER BY easy.id DESC LIMIT 1
    )"""  # noqa: S608 (names of our own columns)


def facts_sql(noun: str, key: str, project: str, person: str) -> str:
    """One value for a query: the newest Easy Read words of what has this key, and whether `person` needs Easy Read and
    whether anybody in the project does. `key` and `project` are columns of the query, `person` is its placeholder.
    """
    need = f"need.kind = '{AccessNeedKind.EASY_READ.value}' AND need.ended_at IS NULL"
    return f"""
    json_build_object('twin', {twin_sql(noun, key)}, 'mine', EXISTS (
        SELECT FROM participants_accessneed AS need WHERE need.person_id = {person} AND {need}
    ), 'needed', EXISTS (
        SELECT FROM projects_membership AS partner JOIN participants_accessneed AS need
            ON need.person_id = partner.person_id AND {need}
        WHERE partner.project_id = {project} AND partner.joined_at IS NOT NULL AND partner.left_at IS NULL
    ))"""  # noqa: S608 (names of our own columns)


@dataclass(frozen=True)
class Facts:
    """What `facts_sql` found."""

    twin: Twin | None = None
    mine: bool = False
    needed: bool = False

    @classmethod
    def of(cls, found: Any) -> "Facts":
        return cls(Twin.of(found["twin"]), found["mine"], found["needed"])

    def about_another(self, found: Any) -> "Facts":
        """The same needs, with what `twin_sql` found about something else on the page."""
        return Facts(Twin.of(found), self.mine, self.needed)


OF_STAGE = (
    f"SELECT {facts_sql('stage', 'stage.id', 'stage.project_id', '%(person)s')} "  # noqa: S608
    "FROM projects_stage AS stage WHERE stage.id = %(stage)s"
)


def facts_of_stage(stage: Stage, person: Person) -> Facts:
    """One query."""
    return next((Facts.of(found) for (found,) in tuples(OF_STAGE, stage=stage.pk, person=person.pk)), Facts())


def newest(abouts: Collection[str]) -> dict[str, Twin]:
    """The newest Easy Read words of each of these, by what they are about. One query."""
    found = EasyRead.objects.filter(about__in=abouts).order_by("about", "-pk").distinct("about")
    return {
        about: Twin(*facts)
        for about, *facts in found.values_list(
            "about", "words", "full_words", "written_by__name", "written_at", "pictures", "pk"
        )
    }


@dataclass(frozen=True)
class Reading:
    """How one person reads something on a page: in Easy Read words or in full. `choice` is what the address says."""

    original: Original
    facts: Facts
    choice: str = ""
    may_write: bool = False

    @property
    def asked(self) -> bool:
        """Easy Read: since they said so here, or since they need it always."""
        return self.choice == EASY or (self.facts.mine and self.choice != FULL)

    @cached_property
    def lines(self) -> list[Line]:
        """The words to read with their pictures, or none where full words are read."""
        return self.facts.twin.lines if self.facts.twin and self.asked else []

    @property
    def has_pictures(self) -> bool:
        return any(line.picture for line in self.lines)

    @property
    def there(self) -> bool:
        return self.facts.twin is not None

    @property
    def stale(self) -> bool:
        return self.facts.twin is not None and not self.facts.twin.is_of(self.original)

    @property
    def shows_full(self) -> bool:
        """Full words stand on the page too where Easy Read ones are out of date: nobody answers what they never saw."""
        return not self.lines or self.stale

    @property
    def missing(self) -> bool:
        return self.asked and not self.there and self.original.says_something

    @property
    def wanted(self) -> bool:
        """Somebody in the project needs them, and they are missing or out of date; for those who write them."""
        return self.may_write and self.facts.needed and self.original.says_something and (not self.there or self.stale)

    @property
    def can_switch(self) -> bool:
        """Whether there is another way to read it."""
        return self.there or self.asked

    @property
    def has_links(self) -> bool:
        return self.can_switch or (self.may_write and not self.wanted)

    @property
    def written(self) -> str:
        """ "Amina Yusuf, 3 November 2026", or ""."""
        twin = self.facts.twin
        return _("%(name)s, %(day)s") % {"name": twin.by, "day": day(twin.at)} if twin else ""

    @property
    def mode(self) -> str:
        return EASY if self.asked else FULL

    @property
    def other(self) -> str:
        return FULL if self.asked else EASY

    def onward(self, address: str) -> str:
        """The address of the next page, read in the same way where somebody chose it."""
        usual = EASY if self.facts.mine else FULL
        if self.mode == usual:
            return address
        return f"{address}{'&' if '?' in address else '?'}read={self.mode}"


def reading(request: HttpRequest, original: Original, facts: Facts, *, may_write: bool = False) -> Reading:
    choice = request.POST.get("switch") or request.POST.get("read") or request.GET.get("read", "")
    return Reading(original, facts, choice, may_write)
