"""Agreeing on the terms of reference by a decision like any other: what it proposes is one version of them."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.common import current_wording
from decisions.actions.opening import open_decision
from decisions.models import Decision, Outcome, TermsProposal, Wording
from participants.models import Person
from participants.refusals import Refused
from projects.actions.terms import agree_terms, last_version, locked
from projects.models import PartnerGroup, Project, TermsVersion


@transaction.atomic
def open_terms_decision(
    project: Project,
    version: TermsVersion,
    *,
    closes_at: dt.datetime,
    minimums: Mapping[PartnerGroup, int],
    by: Person,
    now: dt.datetime,
) -> Decision:
    """Ask all partners whether they agree to this version. Refused where it is agreed, old, or being asked already."""
    project = locked(project)
    if last_version(project) != version:
        raise Refused(_("Somebody changed the terms meanwhile. Read them again, then ask."))
    if hasattr(version, "agreed"):
        raise Refused(_("This version is agreed already."))
    if TermsProposal.objects.filter(
        wording__decision__project=project, wording__decision__outcome=None, wording__decision__closes_at__gt=now
    ).exists():
        raise Refused(_("Partners are deciding about the terms already."))
    decision = open_decision(
        project,
        question=_("Do we agree to work together like this?"),
        proposal=proposal_for(version),
        background=_("The words are on the page “How we work together”. Everyone could suggest changes to them."),
        closes_at=closes_at,
        minimums=minimums,
        asks_for_answer=False,
        by=by,
        now=now,
    )
    TermsProposal.objects.create(wording=current_wording(decision), version=version)
    return decision


def proposal_for(version: TermsVersion) -> str:
    return _("We work by our terms of reference, version %(number)d.") % {"number": version.number}


def proposed_by(wording: Wording) -> TermsVersion | None:
    """The version of the terms that a wording proposes, if it is about them."""
    proposed = TermsProposal.objects.filter(wording=wording).select_related("version__project").first()
    return proposed.version if proposed else None


def propose_again(old: Wording, new: Wording) -> None:
    """A new wording of such a decision proposes the newest version; refused where the terms did not change."""
    before = proposed_by(old)
    if before is None:
        return
    version = last_version(before.project)
    if version is None or version == before:
        raise Refused(
            _("This decision is about the terms of reference. Change those first, then say here what changed.")
        )
    TermsProposal.objects.create(wording=new, version=version)


def settle_terms(outcome: Outcome, missing: str, *, by: Person, now: dt.datetime) -> None:
    """Where partners agreed on terms of reference, that version is agreed: provisionally while a group is missing."""
    version = proposed_by(current_wording(outcome.decision))
    if version is not None and outcome.result == Outcome.Result.AGREED:
        agree_terms(version, about=f"decision:{outcome.decision_id}", missing=missing, by=by, now=now)
