"""Saying something: online oneself, or entered for somebody who said it another way."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.attachments import attach
from projects.actions.ledger import note_involvement, write_history
from projects.files import Upload
from projects.models import Contribution, DesignSession, Draft, Involvement, Membership, Stage, Via
from projects.privacy import private_about, private_at


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

    Somebody else than the partner is refused unless they say by which way it reached them (`via`) and keep the
    project going. So is everybody between two stages and after the last one.
    """
    if membership.person_id != by.pk:
        refuse_unless_passed_on(membership, by, via)
    if session is not None and session.project_id != membership.project_id:
        raise Refused(_("That session is not one of this project."))
    stage = open_stage(membership)
    kept = upload.form if upload else draft_file_form(draft if draft_file else None)
    if not words and not kept:
        raise Refused(_("Write something, or add a photo, a file or a voice note."))
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
    put_on_record(contribution, by=by, now=now)
    return contribution


def draft_file_form(draft: Draft | None) -> str:
    """The form of the file that a draft holds, or ""."""
    return draft.attachment.form if draft is not None and hasattr(draft, "attachment") else ""


def put_on_record(said: Contribution, *, by: Person, now: dt.datetime) -> None:
    """The history and the fact of taking part; without a name where it is not for everyone to see who said it."""
    member, about = said.membership, f"contribution:{said.pk}"
    if not said.is_for_everyone:
        write_history(member.project, f"said_{said.audience}", about, by=None, now=now)
        about, at = private_about(), private_at(said.stage, now)
        note_involvement(member, said.stage, Involvement.Kind.CONTRIBUTED, about, by=by, now=at, via=said.via)
        return
    if member.person_id == by.pk:
        write_history(member.project, f"said_{said.kind}", about, by=by, now=now)
    else:
        facts = {"who": member.person.name, "via": str(Via(said.via).label)}
        write_history(member.project, f"said_{said.kind}_for", about, by=by, now=now, **facts)
    note_involvement(member, said.stage, Involvement.Kind.CONTRIBUTED, about, by=by, now=now, via=said.via)


def refuse_unless_passed_on(membership: Membership, by: Person, via: Via) -> None:
    if via == Via.ONLINE:
        raise Refused(_("Say how they told you: by phone, on paper or in a session."))
    keeps_going = Membership.objects.partners().filter(
        project_id=membership.project_id, person=by, role=Membership.Role.FACILITATOR
    )
    if not keeps_going.exists():
        raise Refused(_("Only a facilitator can write down what somebody else said."))


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


@transaction.atomic
def correct_words(said: Contribution, words: str, *, by: Person, now: dt.datetime) -> None:
    """Put right what somebody else wrote down for `by`. Refused to anybody but the partner who said it."""
    held = Contribution.objects.select_for_update(of=("self",)).select_related("membership", "project").get(pk=said.pk)
    if held.membership.person_id != by.pk or held.entered_by_id == by.pk:
        raise Refused(_("Only the person who said this can put right what was written down for them."))
    if not words.strip():
        raise Refused(_("Write what you said."))
    if held.taken_back_at is not None:
        raise Refused(_("You have taken this back."))
    if held.words == words:
        return
    held.words, held.corrected_at = words, now
    held.save(update_fields=["words", "corrected_at"])
    named = by if held.is_for_everyone else None
    write_history(held.project, "said_put_right", f"contribution:{held.pk}", by=named, now=now)
