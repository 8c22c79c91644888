"""Saying something: online oneself, or entered for somebody who said it another way."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.attachments import attach, attachment_of, refuse_a_name_inside
from projects.actions.entering import note_help, who_enters
from projects.actions.ledger import note_involvement, write_history
from projects.files import Upload
from projects.models import Contribution, DesignSession, Draft, Involvement, Membership, Stage, Support, Supporter, Via
from projects.privacy import private_about, private_at
from projects.spreadsheet.plan import is_hidden


@transaction.atomic
def contribute(
    membership: Membership,
    *,
    kind: Contribution.Kind,
    words: str,
    by: Person,
    now: dt.datetime,
    via: Via = Via.ONLINE,
    session: DesignSession | None = None,
    audience: str = Contribution.Audience.EVERYONE,
    upload: Upload | None = None,
    alt: str = "",
    draft: Draft | None = None,
    draft_file: bool = True,
) -> Contribution:
    """Keep what a partner said, in their words, with at most one file, in the stage that is open now.

    `draft` is what it was written in: its file comes along where `draft_file` says so and there is no other
    `upload`, and the draft is gone.

    Somebody else than the partner is refused, unless the partner chose them as a supporter for this, or they keep the
    project going and say by which way it reached them (`via`). So is everybody between two stages and after the last.
    """
    supporter = who_enters(membership, Support.SAY, by=by, via=via, now=now)
    if session is not None and session.project_id != membership.project_id:
        raise Refused(_("That session is not one of this project."))
    stage = open_stage(membership)
    kept = upload.form if upload else draft_file_form(draft if draft_file else None)
    if not kept and all(sign.isspace() or is_hidden(sign) for sign in words):
        raise Refused(_("Write something, or add a photo, a file or a voice note."))
    if audience == Contribution.Audience.NAMELESS:
        refuse_a_name_inside(upload, attachment_of(draft) if draft_file else None)
    contribution = Contribution.objects.create(
        project_id=membership.project_id,
        stage=stage,
        session=session,
        membership=membership,
        kind=kind,
        words=words,
        form=kept or Contribution.Form.WRITTEN,
        audience=audience,
        via=via,
        entered_by=by,
        at=now,
    )
    attach(contribution, upload=upload, alt=alt, draft=draft, draft_file=draft_file)
    put_on_record(contribution, supporter, by=by, now=now)
    return contribution


def draft_file_form(draft: Draft | None) -> str:
    """The form of the file that a draft holds, or ""."""
    return draft.attachment.form if draft is not None and hasattr(draft, "attachment") else ""


def put_on_record(said: Contribution, supporter: Supporter | None, *, by: Person, now: dt.datetime) -> None:
    """The history and the fact of taking part; without a name where it is not for everyone to see who said it."""
    member, about = said.membership, f"contribution:{said.pk}"
    if not said.is_for_everyone:
        write_history(member.project, f"said_{said.audience}", about, by=None, now=now)
        about, at = private_about(), private_at(said.stage, now)
        note_involvement(member, said.stage, Involvement.Kind.CONTRIBUTED, about, by=by, now=at, via=said.via)
        note_help(supporter, Support.SAY, about, now=at)
        return
    verb, facts = f"said_{said.kind}", {}
    if supporter is not None:
        verb, facts = f"{verb}_with", {"who": member.person.name}
    elif member.person_id != by.pk:
        verb, facts = f"{verb}_for", {"who": member.person.name, "via": str(Via(said.via).label)}
    write_history(member.project, verb, about, by=by, now=now, **facts)
    note_involvement(member, said.stage, Involvement.Kind.CONTRIBUTED, about, by=by, now=now, via=said.via)
    note_help(supporter, Support.SAY, about, now=now, kind=said.kind)


def open_stage(membership: Membership) -> Stage:
    """The stage that is open now, locked so that it can't close at the same moment."""
    stage = (
        Stage.objects.select_for_update(of=("self",))
        .filter(project_id=membership.project_id, began_at__isnull=False, closure=None)
        .first()
    )
    if stage is None:
        raise Refused(_("No stage of this project is open now, so nothing can be added."))
    return stage
