"""Saying something: online oneself, or entered for somebody who said it another way."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.ledger import note_involvement, write_history
from projects.models import Contribution, DesignSession, Involvement, Membership, Stage, Via


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
) -> Contribution:
    """Keep what a partner said, in their words, in the stage that is open now.

    Somebody else than the partner is refused unless they say by which way it reached them (`via`) and keep the
    project going. So is everybody between two stages and after the last one.
    """
    if membership.person_id != by.pk:
        refuse_unless_passed_on(membership, by, via)
    if session is not None and session.project_id != membership.project_id:
        raise Refused(_("That session is not one of this project."))
    stage = open_stage(membership)
    contribution = Contribution.objects.create(
        project_id=membership.project_id,
        stage=stage,
        session=session,
        membership=membership,
        kind=kind,
        words=words,
        via=via,
        entered_by=by,
        at=now,
    )
    about = f"contribution:{contribution.pk}"
    if membership.person_id == by.pk:
        write_history(membership.project, f"said_{kind}", about, by=by, now=now)
    else:
        facts = {"who": membership.person.name, "via": str(Via(via).label)}
        write_history(membership.project, f"said_{kind}_for", about, by=by, now=now, **facts)
    note_involvement(membership, stage, Involvement.Kind.CONTRIBUTED, about, by=by, now=now, via=via)
    return contribution


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
    if held.words == words:
        return
    held.words = words
    held.save(update_fields=["words"])
    write_history(held.project, "said_put_right", f"contribution:{held.pk}", by=by, now=now)
