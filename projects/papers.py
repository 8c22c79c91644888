"""What a stage gave people to read that has no Easy Read words, where somebody in the project reads best so."""

from collections.abc import Callable, Iterable, Iterator

from participants.models import AccessNeed, AccessNeedKind
from projects.easy import Original, newest, of_session, of_stage
from projects.gate import Gap, Kind
from projects.models import Membership, Stage

Papers = Callable[[Stage], Iterable[Original]]


def of_projects(stage: Stage) -> Iterator[Original]:
    """Its own words and those of its sessions. One query."""
    yield of_stage(stage)
    sessions = stage.sessions.filter(cancelled_at=None).select_related("project").order_by("starts_at", "pk")
    yield from map(of_session, sessions)


PAPERS: list[Papers] = [of_projects]


def declare(papers: Papers) -> None:
    """Make known what an upper layer gives people to read in a stage."""
    PAPERS.append(papers)


def not_in_easy_read(stage: Stage, last: bool) -> Iterator[Gap]:
    """What nobody has put into Easy Read as it is worded now. Who needs it is not said, nor how many: everybody reads
    the gate. Where nobody needs it, one query."""
    if not needed_in(stage.project_id):
        return
    originals = [original for papers in PAPERS for original in papers(stage)]
    there = newest([original.about for original in originals])
    for original in originals:
        twin = there.get(original.about)
        if original.says_something and not (twin and twin.is_of(original)):
            yield Gap(Kind.NOT_EASY, about=original.about, title=original.name, url=original.url)


def needed_in(project: int) -> bool:
    people = Membership.objects.partners().filter(project=project).values("person")
    return AccessNeed.objects.filter(person__in=people, kind=AccessNeedKind.EASY_READ, ended_at=None).exists()
