"""Keeping a file: of a draft until it is sent, then of what was said. Each project has room for so much and no more."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects import files
from projects.actions.ledger import write_history
from projects.files import Upload
from projects.models import Attachment, Contribution, Draft, Membership, Project


def attach(
    contribution: Contribution,
    *,
    upload: Upload | None = None,
    alt: str = "",
    draft: Draft | None = None,
    draft_file: bool = True,
) -> Attachment | None:
    """The new file, or else the one that the draft holds, becomes the file of what was said; the draft goes."""
    attachment = held = attachment_of(draft) if draft_file else None
    if upload is not None:
        attachment = kept(contribution.project, upload, contribution=contribution, alt=alt)
    elif held is not None:
        held.contribution, held.draft, held.alt = contribution, None, alt or held.alt
        held.save(update_fields=["contribution", "draft", "alt"])
    if draft is not None:
        discard_file(draft)
        draft.delete()
    return attachment


def refuse_a_name_inside(upload: Upload | None, held: Attachment | None) -> None:
    """Words without a name come without a file that may hold it. Looks at `upload`, or else at what is held already."""
    if name_in_new(upload) if upload is not None else name_in_kept(held):
        raise Refused(
            _(
                "This file can hold your name where we can’t find it, so it can’t go with words without your name. "
                "Copy what it says into the box, send a photo of it, or record it here. Or choose another answer to "
                "“Who can read it?”."
            )
        )


def name_in_new(upload: Upload) -> bool:
    return files.may_hold_a_name(upload.kind.content_type, upload.data)


def name_in_kept(held: Attachment | None) -> bool:
    file = files.open_file(held.path) if held is not None else None
    if held is None or file is None:
        return False
    with file:
        return files.may_hold_a_name(held.content_type, file.read())


def attachment_of(draft: Draft | None) -> Attachment | None:
    return Attachment.objects.filter(draft=draft).first() if draft is not None else None


def discard_file(draft: Draft) -> None:
    """The file that a draft still holds goes, from the folder too."""
    held = attachment_of(draft)
    if held is not None:
        files.remove_later([held.path, held.thumbnail])
        held.delete()


def kept(
    project: Project,
    upload: Upload,
    *,
    contribution: Contribution | None = None,
    draft: Draft | None = None,
    alt: str = "",
) -> Attachment:
    """Write the file and its row. Refused where the project has no room left; nothing of it stays then."""
    refuse_without_room(project, upload)
    path = files.keep(project, upload.data, upload.kind.ending)
    thumbnail = files.keep(project, upload.thumbnail, "jpg") if upload.thumbnail else ""
    return Attachment.objects.create(
        project=project,
        contribution=contribution,
        draft=draft,
        form=upload.form,
        path=path,
        thumbnail=thumbnail,
        content_type=upload.kind.content_type,
        size=upload.size,
        name=upload.name,
        alt=alt,
    )


def refuse_without_room(project: Project, upload: Upload) -> None:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # two at once see each other's size
    used = Attachment.objects.filter(project=project).aggregate(used=Sum("size"))["used"] or 0
    if used + upload.size > settings.PROJECT_FILES_MOST:
        raise Refused(
            _(
                "This project has no room for more files. Say it in words. A facilitator can ask whoever runs "
                "Coproduce for more room."
            )
        )


@transaction.atomic
def write_version(attachment: Attachment, words: str, *, by: Person, now: dt.datetime) -> None:
    """The written version of a recording, by a person. A later one replaces it; the history keeps who and when."""
    attachment = Attachment.objects.select_for_update(of=("self",)).select_related("contribution").get(pk=attachment.pk)
    said = attachment.contribution
    if said is None or said.taken_back_at is not None or not attachment.is_recording:
        raise Refused(_("There is no recording here any more."))
    writer = Membership.objects.partners().filter(project=said.project_id, person=by).first()
    if writer is None:
        raise Refused(_("You are not a partner in this project any more."))
    attachment.written, attachment.written_by, attachment.written_at = words, writer, now
    attachment.save(update_fields=["written", "written_by", "written_at"])
    nobody = not said.is_for_everyone and writer.pk == said.membership_id
    write_history(said.project, "recording_written", f"contribution:{said.pk}", by=None if nobody else by, now=now)
