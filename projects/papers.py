"""What a stage gave people to read that has no Easy Read words, where somebody in the project reads best so."""

from collections.abc import Iterator, Sequence

from participants.models import AccessNeed, AccessNeedKind
from projects.easy import Original, newest, of_session, of_stage
from projects.gate import Gap, Kind
from projects.models import Membership, Stage


def of_the_stage(stage: Stage, last: bool) -> Iterator[Gap]:
    """Its own words and those of its sessions. Three queries."""
    sessions = stage.sessions.filter(cancelled_at=None).select_related("project").order_by("starts_at", "pk")
    yield from not_in_easy_read(stage.project_id, [of_stage(stage), *map(of_session, sessions)])


def not_in_easy_read(project: int, originals: Sequence[Original]) -> Iterator[Gap]:
    """Those of `originals` whose words nobody has put into Easy Read as they are now. Who needs it is not said, nor how
    many: everybody reads the gate. Two queries."""
    if not originals or not needed_in(project):
        return
    there = newest([original.about for original in originals])
    for original in originals:
        twin = there.get(original.about)
        if original.says_something and not (twin and twin.is_of(original)):
            yield Gap(Kind.NOT_EASY, about=original.about, title=original.name, url=original.url)


def needed_in(project: int) -> bool:
    people = Membership.objects.partners().filter(project=project).values("person")
    return AccessNeed.objects.filter(person__in=people, kind=AccessNeedKind.EASY_READ, ended_at=None).exists()
