"""Opening a decision: the question, a first wording, and how many of each group must take part."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from decisions.actions.common import address_of, asked, partner_of
from decisions.actions.register import enter
from decisions.actions.reviews import refuse_replacing
from decisions.actions.shaping import opened, to_open
from decisions.choosing import refuse_options
from decisions.methods import methods
from decisions.models import Decision, Minimum, Option, Proposal, RegisterEntry, Wording
from decisions.register import opened_body
from participants.actions import queue_for_all
from participants.models import Person
from participants.refusals import Refused
from projects.actions import write_history
from projects.models import Contribution, PartnerGroup, Project, Stage


@transaction.atomic
def open_decision(
    project: Project,
    *,
    question: str,
    closes_at: dt.datetime,
    by: Person,
    now: dt.datetime,
    proposal: str = "",
    background: str = "",
    minimums: Mapping[PartnerGroup, int] | None = None,
    came_from: Iterable[Contribution] = (),
    asks_for_answer: bool = True,
    method: str = "consent",
    options: Sequence[str] = (),
    private: bool = False,
    proposed: Proposal | None = None,
    proposed_version: int | None = None,
    replaces: Decision | None = None,
    **rules: Any,
) -> Decision:
    """Ask all partners of the project, in the stage that is open now. Each is told in their own way.

    `proposal` is what is decided on, or `options` what is chosen between, as the method asks. `minimums` says how many
    of each group must take part; 0 is none. `private`: nobody reads what each person says. `proposed` is what a partner
    proposed and is opened by this, as it was read: its version's number. `replaces` holds until this one stands as
    agreed. `rules` are those of `Decision` that the method knows.
    """
    if closes_at <= now:
        raise Refused(_("Choose a closing time that is still to come."))
    if methods()[method].has_options:
        refuse_options(options)
        proposal = "\n".join(f"{number}. {words}" for number, words in enumerate(options, start=1))
    elif not proposal.strip():
        raise Refused(_("Write what you propose."))
    if private:
        refuse_private(method, **rules)
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    seat = partner_of(project, by)
    proposed = to_open(proposed, project, proposed_version) if proposed else None
    came_from, minimums = list(came_from), minimums or {}
    projects = {said.project_id for said in came_from} | {group.project_id for group in minimums}
    if not projects <= {project.pk}:
        raise Refused(_("Choose from what was said in this project, and from its groups."))
    if any(said.audience == Contribution.Audience.FACILITATORS or said.taken_back_at for said in came_from):
        raise Refused(_("One of these was said to the facilitators only, or was taken back. Choose without it."))
    if replaces is not None:
        if replaces.project_id != project.pk:
            raise Refused(_("You can only replace a decision of this project."))
        refuse_replacing(replaces)
    decision = Decision.objects.create(
        project=project,
        stage=open_stage(project),
        number=(project.decisions.aggregate(last=Max("number"))["last"] or 0) + 1,
        question=question,
        background=background,
        asks_for_answer=asks_for_answer and not project.is_private,
        method=method,
        private=private,
        **rules,
        opened_by=seat,
        opened_at=now,
        closes_at=closes_at,
        replaces=replaces,
    )
    wording = Wording.objects.create(decision=decision, number=1, words=proposal, written_by=seat, written_at=now)
    Option.objects.bulk_create(
        Option(decision=decision, number=number, words=words) for number, words in enumerate(options, start=1)
    )
    Minimum.objects.bulk_create(
        Minimum(decision=decision, group=group, people=people) for group, people in minimums.items() if people
    )
    decision.came_from.set(came_from)
    needed = {group.name: people for group, people in minimums.items() if people}
    enter(decision, RegisterEntry.Kind.OPENED, opened_body(decision, wording, needed, proposed), now=now)
    say_opened(decision, by=by, now=now)
    if proposed is not None:
        opened(proposed, decision, seat, address_of(decision), by=by, now=now)
    ask_everybody(decision, proposal, by=by, now=now, told=proposed.membership.person_id if proposed else None)
    return decision


def refuse_private(method: str, *, within_groups: bool = False, **_rules: Any) -> None:
    if not methods()[method].can_be_private:
        raise Refused(_("Objections are met together with who made them, so what people say can’t be private here."))
    if within_groups:
        raise Refused(
            _("In a small group, whether it agrees says what each person said. Choose one: private, or by group.")
        )


def say_opened(decision: Decision, *, by: Person, now: dt.datetime) -> None:
    facts, verb = {"question": decision.question}, "decision_opened"
    if decision.replaces is not None:
        facts, verb = facts | {"older": decision.replaces.question}, "decision_opened_to_replace"
    write_history(decision.project, verb, f"decision:{decision.pk}", by=by, now=now, **facts)


def open_stage(project: Project) -> Stage:
    stage = project.stages.filter(began_at__isnull=False, closure=None).order_by("position").first()
    if stage is None:
        raise Refused(_("This project has no open stage, so no decision can be opened."))
    return stage


def ask_everybody(decision: Decision, proposal: str, *, by: Person, now: dt.datetime, told: int | None) -> None:
    """But for who opens it, and who proposed it: they were told in a message of its own, which asks them too."""
    queue_for_all(
        asked(decision.project, now).exclude(pk__in=[pk for pk in (by.pk, told) if pk]),
        "decision_opened",
        f"decision:{decision.pk}:opened",
        {
            "by": by.called,
            "project": decision.project.name,
            "question": decision.question,
            "proposal": proposal,
            "chooses": decision.way.has_options,
            "closes_at": decision.closes_at.isoformat(),
            "url": address_of(decision),
        },
        now=now,
        topic=f"decision:{decision.pk}",
    )
