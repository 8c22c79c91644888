"""Shaping a proposal together before it is opened: proposing, what others say about it, new words, and its end."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from decisions.actions.common import entitled, partner_of
from decisions.models import Decision, Proposal, ProposalAnswer, ProposalEnd, ProposalRemark, ProposalVersion
from participants.actions import queue
from participants.models import Person
from participants.refusals import Refused
from projects.actions import note_help, note_involvement, who_enters, write_history
from projects.actions.entering import refuse_when_closed
from projects.models import Involvement, Membership, Project, Stage, Support, Supporter, Via

KINDS = ProposalRemark.Kind
HOW = ProposalAnswer.How
ENDS = ProposalEnd.How


@transaction.atomic
def propose(
    membership: Membership,
    *,
    question: str,
    words: str,
    why: str,
    by: Person,
    now: dt.datetime,
    via: str = Via.ONLINE,
) -> Proposal:
    """A question that a partner would like everyone to decide, with the words and why. The same sent twice counts once.

    `by` is the partner, a supporter whom they chose to say things for them, or the facilitator whom they told.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=membership.project_id)
    member, supporter = speaker(membership, by=by, via=via, now=now)
    said = {"question": question, "words": words, "why": why}
    same = ProposalVersion.objects.filter(**said, number=1, proposal__membership=member, proposal__end=None).first()
    if same is not None:
        return same.proposal
    proposal = Proposal.objects.create(
        project=project,
        number=(project.proposals.aggregate(last=Max("number"))["last"] or 0) + 1,
        **spoken(member, by, now, via),
    )
    ProposalVersion.objects.create(proposal=proposal, number=1, **said, written_by=member, at=now, entered_by=by)
    put_on_record(proposal, "proposed", proposal, question=question, words=words)
    note_help(supporter, Support.SAY, about(proposal), now=now)
    return proposal


def speaker(membership: Membership, *, by: Person, via: str, now: dt.datetime) -> tuple[Membership, Supporter | None]:
    """The seat as it is now, and the supporter who speaks for it. Refused for whoever may not, or is not there."""
    supporter = who_enters(membership, Support.SAY, by=by, via=via, now=now)
    project = Project(pk=membership.project_id)
    member = entitled(project).select_related("project").filter(pk=membership.pk).first()
    if member is None:
        raise Refused(_("Only partners in this project can take part in its decisions."))
    return member, supporter


def spoken(member: Membership, by: Person, now: dt.datetime, via: str) -> dict[str, Any]:
    """Who said something, with the group that is theirs now, and how it came in."""
    return {"membership": member, "group_id": member.group_id, "at": now, "via": via, "entered_by": by}


def about(proposal: Proposal) -> str:
    return f"proposal:{proposal.pk}"


def put_on_record(proposal: Proposal, verb: str, said: Proposal | ProposalRemark, **facts: str) -> None:
    """The history, and the fact that this partner said something in the stage that is open, if there is one."""
    member, by, now, via = said.membership, said.entered_by, said.at, said.via
    if member.person_id != by.pk:
        verb += "_with" if via == Via.ONLINE else "_through"
    facts |= {"partner": member.person.name, "via": str(Via(via).label)}
    write_history(proposal.project, verb, about(proposal), by=by, now=now, **facts)
    stage = Stage.objects.filter(project=proposal.project_id, began_at__isnull=False, closure=None).first()
    if stage is not None:
        kind = Involvement.Kind.CONTRIBUTED
        note_involvement(member, stage, kind, about(proposal), by=by, now=now, via=via)


def shaped(proposal: Proposal) -> Proposal:
    """The proposal as it is now, held until the transaction ends. Refused where it is settled already."""
    found = (
        Proposal.objects.select_for_update(no_key=True, of=("self",))
        .select_related("project", "membership__person")
        .get(pk=proposal.pk)
    )
    refuse_when_closed(found.project_id)
    if ProposalEnd.objects.filter(proposal=found).exists():
        raise Refused(_("This proposal is not being shaped any more. You can read on its page what became of it."))
    return found


def last_version(proposal: Proposal) -> ProposalVersion:
    return proposal.versions.order_by("-number")[:1].get()


@transaction.atomic
def remark(
    proposal: Proposal,
    membership: Membership,
    *,
    kind: str,
    words: str,
    by: Person,
    now: dt.datetime,
    why: str = "",
    via: str = Via.ONLINE,
) -> ProposalRemark:
    """A question, a reaction, or other words with why. The same said twice about the same words counts once."""
    proposal = shaped(proposal)
    member, supporter = speaker(membership, by=by, via=via, now=now)
    if member.project_id != proposal.project_id:
        raise Refused(_("Only partners in this project can take part in its decisions."))
    version = last_version(proposal)
    if kind == KINDS.CHANGE:
        refuse_same_words(words, version.words)
    said = {"version": version, "kind": kind, "words": words, "why": why}
    same = proposal.remarks.filter(membership=member, **said).first()
    if same is not None:
        return same
    made = ProposalRemark.objects.create(proposal=proposal, **said, **spoken(member, by, now, via))
    put_on_record(proposal, f"proposal_{KINDS(kind)}", made, question=version.question, words=why or words)
    note_help(supporter, Support.SAY, about(proposal), now=now)
    if kind != KINDS.REACTION:
        tell_proposer(made, version.question, now=now)
    return made


def tell_proposer(made: ProposalRemark, question: str, *, now: dt.datetime) -> None:
    """Somebody waits for an answer from who made the proposal. A facilitator can give it too."""
    proposer, asker = made.proposal.membership, made.membership.person
    if proposer.person_id in (asker.pk, made.entered_by_id) or proposer.left_at is not None:
        return
    context = told(made.proposal, question) | {"name": asker.name, "said": made.words, "kind": str(made.kind)}
    key, topic = f"proposal-remark:{made.pk}:said", about(made.proposal)
    queue(proposer.person, "proposal_remark", key, context, now=now, topic=topic)


def refuse_same_words(new: str, old: str) -> None:
    if new.split() == old.split():
        raise Refused(_("The words are the same as before. Change them to how you would say it."))


def keeper_of(
    proposal: Proposal, membership: Membership, *, by: Person, now: dt.datetime
) -> tuple[Membership, Supporter | None]:
    """The seat of who made the proposal, or of a facilitator: they change its words and answer. Refused for others."""
    if membership.person_id == proposal.membership.person_id:
        return speaker(membership, by=by, via=Via.ONLINE, now=now)
    seat = partner_of(proposal.project, by)
    if seat.role != Membership.Role.FACILITATOR:
        raise Refused(_("Only who made this proposal, or a facilitator, can change it. You can suggest a change."))
    return seat, None


@transaction.atomic
def change_proposal(
    proposal: Proposal,
    membership: Membership,
    *,
    question: str,
    words: str,
    why: str,
    because: str,
    by: Person,
    now: dt.datetime,
    takes_up: Mapping[int, str] | None = None,
    instead_of: int | None = None,
) -> ProposalVersion:
    """New words, with what changed and why. `takes_up`: how they take up what others suggest, by the remark's id.

    Refused where somebody wrote a version after `instead_of` (its number), or nothing changed.
    """
    proposal = shaped(proposal)
    seat, supporter = keeper_of(proposal, membership, by=by, now=now)
    old = last_version(proposal)
    if instead_of is not None and instead_of != old.number:
        raise Refused(_("Somebody changed the words while you were writing. Read theirs, then write yours again."))
    if all(each.split() == was.split() for each, was in zip((question, words, why), said_in(old), strict=True)):
        raise Refused(_("The words are the same as before. Change them, or leave the proposal as it is."))
    new = ProposalVersion.objects.create(
        proposal=proposal,
        number=old.number + 1,
        question=question,
        words=words,
        why=why,
        because=because,
        written_by=seat,
        at=now,
        entered_by=by,
    )
    facts = {"question": question, "number": new.number, "because": because}
    write_history(proposal.project, "proposal_changed", about(proposal), by=by, now=now, **facts)
    note_help(supporter, Support.SAY, about(proposal), now=now)
    for each in waiting(proposal).filter(kind=KINDS.CHANGE, pk__in=takes_up or {}):
        settle(proposal, each, seat, HOW.TAKEN_UP, (takes_up or {})[each.pk], by=by, now=now, version=new)
    return new


def said_in(version: ProposalVersion) -> tuple[str, str, str]:
    return version.question, version.words, version.why


def waiting(proposal: Proposal) -> Any:
    """Questions and suggested changes that nobody has answered, the oldest first."""
    asked = proposal.remarks.filter(answer=None).exclude(kind=KINDS.REACTION)
    return asked.select_related("membership__person").order_by("at", "pk")


@transaction.atomic
def answer_remark(
    found: ProposalRemark, membership: Membership, words: str, *, by: Person, now: dt.datetime
) -> ProposalAnswer:
    """Answer a question, or say why a suggested change is not taken up. Who said it is told in their own way."""
    proposal = shaped(found.proposal)
    seat, supporter = keeper_of(proposal, membership, by=by, now=now)
    if found.kind == KINDS.REACTION:
        raise Refused(_("This asks for nothing. You can say what you think about it below the proposal."))
    if ProposalAnswer.objects.filter(remark=found).exists():
        raise Refused(_("This has an answer already."))
    if not words.strip():
        raise Refused(_("Write an answer. Nobody’s words are refused without a reason."))
    how = HOW.ANSWERED if found.kind == KINDS.QUESTION else HOW.NOT
    note_help(supporter, Support.SAY, about(proposal), now=now)
    return settle(proposal, found, seat, how, words, by=by, now=now)


def settle(
    proposal: Proposal,
    found: ProposalRemark,
    seat: Membership,
    how: str,
    words: str,
    *,
    by: Person,
    now: dt.datetime,
    version: ProposalVersion | None = None,
) -> ProposalAnswer:
    """Keep what came of a remark, and tell who made it."""
    answer = ProposalAnswer.objects.create(
        proposal=proposal, remark=found, how=how, words=words, version=version, by=seat, at=now, entered_by=by
    )
    question, asker = last_version(proposal).question, found.membership.person
    facts = {"question": question, "partner": asker.name, "answer": words}
    write_history(proposal.project, f"proposal_answer_{how}", about(proposal), by=by, now=now, **facts)
    if asker.pk != by.pk and found.membership.left_at is None:
        context = told(proposal, question) | {"by": by.called, "answer": words, "how": str(how)}
        context["said"] = found.why or found.words
        queue(asker, "proposal_answered", f"proposal-remark:{found.pk}", context, now=now, topic=about(proposal))
    return answer


def told(proposal: Proposal, question: str) -> dict[str, str]:
    """What every message about a proposal says."""
    url = settings.SITE_URL + proposal.get_absolute_url()
    return {"project": proposal.project.name, "question": question, "url": url}


@transaction.atomic
def take_back(proposal: Proposal, membership: Membership, *, because: str, by: Person, now: dt.datetime) -> ProposalEnd:
    """Who made it does not want it to be decided any more. It stays readable."""
    proposal = shaped(proposal)
    if membership.person_id != proposal.membership.person_id:
        raise Refused(_("Only who made this proposal can take it back."))
    member, supporter = speaker(membership, by=by, via=Via.ONLINE, now=now)
    note_help(supporter, Support.SAY, about(proposal), now=now)
    return end(proposal, ENDS.TAKEN_BACK, member, because=because, by=by, now=now, helped=supporter is not None)


@transaction.atomic
def not_take_up(proposal: Proposal, *, because: str, by: Person, now: dt.datetime) -> ProposalEnd:
    """A facilitator says why it is not opened. Without a reason that is refused; who made it is told."""
    proposal = shaped(proposal)
    seat = facilitator_of(proposal.project, by)
    if not because.strip():
        raise Refused(_("Say why not. Nobody’s proposal is refused without a reason."))
    ended = end(proposal, ENDS.NOT, seat, because=because, by=by, now=now)
    if proposal.membership.person_id != by.pk and proposal.membership.left_at is None:
        context = told(proposal, last_version(proposal).question) | {"by": by.called, "because": because}
        key = f"{about(proposal)}:not-taken-up"
        queue(proposal.membership.person, "proposal_not_taken_up", key, context, now=now, topic=about(proposal))
    return ended


def facilitator_of(project: Project, by: Person) -> Membership:
    seat = partner_of(project, by)
    if seat.role != Membership.Role.FACILITATOR:
        raise Refused(_("Only a facilitator can do this."))
    return seat


def end(
    proposal: Proposal,
    how: str,
    seat: Membership,
    *,
    by: Person,
    now: dt.datetime,
    because: str = "",
    decision: Decision | None = None,
    helped: bool = False,
) -> ProposalEnd:
    """The one end that it has. `helped`: a supporter said it for who made it."""
    verb = f"proposal_end_{how}" + ("_with" if helped else "")
    facts = {"question": last_version(proposal).question, "partner": proposal.membership.person.name}
    write_history(proposal.project, verb, about(proposal), by=by, now=now, because=because, **facts)
    return ProposalEnd.objects.create(
        proposal=proposal, how=how, because=because, decision=decision, by=seat, at=now, entered_by=by
    )


def to_open(proposal: Proposal, project: Project, version: int | None) -> Proposal:
    """The proposal that is opened as a decision, held. Refused where its words are newer than `version`."""
    found = shaped(proposal)
    if found.project_id != project.pk:
        raise Refused(_("This proposal is one of another project."))
    if version is not None and last_version(found).number != version:
        raise Refused(_("The words of the proposal have changed. Read the new ones, then open the decision."))
    return found


def opened(proposal: Proposal, decision: Decision, seat: Membership, url: str, *, by: Person, now: dt.datetime) -> None:
    """It is a decision now, and who made it is told."""
    end(proposal, ENDS.OPENED, seat, decision=decision, by=by, now=now)
    if proposal.membership.person_id == by.pk or proposal.membership.left_at is not None:
        return
    context = told(proposal, decision.question) | {
        "by": by.called,
        "closes_at": decision.closes_at.isoformat(),
        "url": url,
    }
    key = f"{about(proposal)}:opened"
    queue(proposal.membership.person, "proposal_opened", key, context, now=now, topic=about(proposal))
