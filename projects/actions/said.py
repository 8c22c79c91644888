"""After something was said: who may read it, correcting it, taking it back, replies and thanks."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.actions import queue
from participants.addresses import absolute
from participants.models import Person
from participants.refusals import Refused
from projects import files
from projects.actions.attachments import name_in_kept
from projects.actions.entering import refuse_when_closed
from projects.actions.ledger import write_history
from projects.models import Attachment, Contribution, Membership, Reply, Thanks
from projects.quoting import follow

CORRECTED_WITHIN = dt.timedelta(days=7)
# Where a facilitator wrote it down, the partner may see it late: there is more time.
CHECKED_WITHIN = dt.timedelta(days=60)
AUDIENCE = Contribution.Audience


def locked(said: Contribution) -> Contribution:
    """As it is now, held until the transaction ends."""
    found = (
        Contribution.objects.select_for_update(of=("self",), no_key=True)
        .select_related("membership__person", "project")
        .get(pk=said.pk)
    )
    if found.taken_back_at is not None:
        raise Refused(_("This was taken back by the person who said it."))
    return found


def locked_own(said: Contribution, by: Person) -> Contribution:
    found = locked(said)
    if not found.is_by(by):
        raise Refused(_("Only the person who said this can change it."))
    return found


def may_correct(said: Contribution, by: Person, now: dt.datetime) -> bool:
    time = CORRECTED_WITHIN if said.entered_by_id == by.pk else CHECKED_WITHIN
    return said.is_by(by) and said.project.closed_at is None and now < said.at + time


def narrower(said: Contribution) -> list[Contribution.Audience]:
    """Who may read it from now on, at the choice of the one who said it. Never more than could read it before."""
    return [AUDIENCE.NAMELESS, AUDIENCE.FACILITATORS] if said.is_for_everyone else []


@transaction.atomic
def narrow(said: Contribution, audience: str, *, by: Person, now: dt.datetime) -> None:
    """Fewer people may read it, or without the name. The history says that somebody did this, and not who."""
    said = locked_own(said, by)
    if audience not in narrower(said):
        raise Refused(_("You can only choose that fewer people read it, or that they read it without your name."))
    if audience == AUDIENCE.NAMELESS and name_in_kept(Attachment.objects.filter(contribution=said).first()):
        raise Refused(
            _(
                "The file with it can hold your name where we can’t find it. Let only facilitators read it, or take it "
                "back and say it again without the file."
            )
        )
    said.audience = audience
    said.save(update_fields=["audience"])
    follow(said)
    write_history(said.project, f"narrowed_to_{audience}", f"contribution:{said.pk}", by=None, now=now)


@transaction.atomic
def correct(said: Contribution, words: str, *, by: Person, now: dt.datetime) -> bool:
    """New words in the place of the old ones, while `by` is a partner of an open project. Everybody sees that it was
    corrected, and when; the history says whether they were theirs or written down for them. False where they are the
    same words."""
    words = words.strip()
    said = locked_own(said, by)
    refuse_when_closed(said.project_id)
    if not Membership.objects.partners().filter(project=said.project_id, person=by).exists():
        raise Refused(_("You are not a partner in this project any more."))
    if not may_correct(said, by, now):
        raise Refused(_("It is too late to correct this. You can say something new, or take this back."))
    if not words and said.form == Contribution.Form.WRITTEN:
        raise Refused(_("To leave nothing of it, take it back."))
    if said.words == words:
        return False
    said.words, said.corrected_at = words, now
    said.save(update_fields=["words", "corrected_at"])
    follow(said)
    note(said, "said_corrected" if said.entered_by_id == by.pk else "said_put_right", by=by, now=now)
    return True


@transaction.atomic
def take_back(said: Contribution, *, by: Person, now: dt.datetime) -> None:
    """The words, the file, replies and thanks go for good. That this partner took part stays."""
    said = locked_own(said, by)
    said.words, said.taken_back_at = "", now
    said.save(update_fields=["words", "taken_back_at"])
    follow(said)
    for attachment in Attachment.objects.filter(contribution=said):
        files.remove_later([attachment.path, attachment.thumbnail])
        attachment.delete()
    said.replies.all().delete()
    said.thanks.all().delete()
    note(said, "said_taken_back", by=by, now=now)


def note(said: Contribution, verb: str, *, by: Person, now: dt.datetime) -> None:
    """A line of the record about one's own words, with the name only where the words show it too."""
    about = f"contribution:{said.pk}"
    write_history(said.project, verb, about, by=by if said.is_for_everyone else None, now=now)


@transaction.atomic
def reply(said: Contribution, seat: Membership, words: str, *, by: Person, now: dt.datetime) -> Reply:
    """An answer. The one who said it hears of it, at most once a day."""
    said = locked(said)
    refuse_when_closed(said.project_id)
    answer = Reply.objects.create(contribution=said, membership=seat, words=words, at=now)
    if not said.is_by(by):
        if said.audience != AUDIENCE.FACILITATORS:
            write_history(said.project, "replied", f"contribution:{said.pk}", by=by, now=now)
        tell(said, answer, now=now)
    return answer


def tell(said: Contribution, answer: Reply, *, now: dt.datetime) -> None:
    """One message a day and project. What was said without a name never becomes a call or a letter of somebody else."""
    to = said.membership.person
    day = timezone.localtime(now, to.zone).date()
    queue(
        to,
        "replied",
        f"project:{said.project_id}:replies:{day.isoformat()}",
        {
            "by": answer.membership.person.called,
            "project": said.project.name,
            "words": answer.words[:300],
            "url": absolute("projects:contribution", said.project.slug, said.pk),
        },
        now=now,
        topic=f"contribution:{said.pk}",
        never_by_hand=said.is_nameless,
    )


@transaction.atomic
def thank(said: Contribution, seat: Membership, *, by: Person, now: dt.datetime) -> None:
    """A thank you, once. Thanking oneself is refused."""
    said = locked(said)
    if said.is_by(by):
        raise Refused(_("You said this yourself."))
    Thanks.objects.get_or_create(contribution=said, membership=seat, defaults={"at": now})
