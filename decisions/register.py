"""What stands in the register of decisions (decisions/register_check.py: whether it is whole).

Domain.md §7: the decision and its date, the reasons, what was rejected and why; and of ours the method and its rules,
the final say, every position and objection and how it was met, who took part by group, the commissioner's answer, when
people were told, and when it is looked at again. Partners stand in it by the number of their seat and not by name: who
may read their names reads them on the page of the decision.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from decisions.counting import Counted, says_of
from decisions.models import (
    Decision,
    Outcome,
    Proposal,
    RegisterEntry,
    Response,
    Review,
    Wording,
)
from decisions.standing import Standing
from decisions.voices import Said
from projects.models import ActionItem, ActionNote, Project

Body = dict[str, Any]


def in_utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def members(entry: RegisterEntry, decision: int) -> dict[str, Any]:
    """An entry as it is exported and hashed (decisions/verify_record.py). `decision` is the number in the project."""
    return {
        "project": entry.project_id,
        "number": entry.number,
        "at": in_utc(entry.at),
        "kind": entry.kind,
        "decision": decision,
        "body": entry.body,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def seal_of(entry: RegisterEntry, secret: str | bytes | None = None) -> str:
    """What only an installation with this secret can write: its own, unless it is said."""
    words = f"{entry.project_id}:{entry.number}:{entry.hash}"
    return salted_hmac("decisions.register", words, secret=secret, algorithm="sha256").hexdigest()


def is_sealed(entry: RegisterEntry) -> bool:
    """With the secret of now, or one that it replaced."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(entry.seal, seal_of(entry, secret)) for secret in secrets)


def exported(project: Project) -> Iterator[dict[str, Any]]:
    """Every entry, in order. One query."""
    entries = RegisterEntry.objects.filter(project=project).select_related("decision").order_by("number", "pk")
    for entry in entries.iterator(chunk_size=500):
        yield members(entry, entry.decision.number)


def opened_body(
    decision: Decision, wording: Wording, minimums: Mapping[str, int], proposed: Proposal | None = None
) -> Body:
    """The question, who proposed it where a partner did, and what was agreed before anybody took part."""
    return {
        **rules_body(decision),
        **({"proposed": proposed_body(proposed)} if proposed else {}),
        "closes_at": in_utc(decision.closes_at),
        "minimums": dict(minimums),
        "final_say": decision.project.final_say,
        "asks_for_answer": decision.asks_for_answer,
        "wording": wording.words,
    }


def proposed_body(proposal: Proposal) -> Body:
    """Who proposed it, with the group that was theirs at that time."""
    return {
        "proposal": proposal.number,
        "partner": proposal.membership_id,
        "group": proposal.group.key,
        "at": in_utc(proposal.at),
        "via": proposal.via,
    }


def rules_body(decision: Decision) -> Body:
    """What can be laid beside the decision as it stands on its page."""
    return {
        "question": decision.question,
        "background": decision.background,
        "method": decision.method,
        "rules": {rule: getattr(decision, rule) for rule in decision.way.rules},
        "private": decision.private,
        "options": [str(option) for option in decision.options.all()],
        "replaces": decision.replaces.number if decision.replaces else None,
    }


def wording_body(wording: Wording, met: Mapping[int, str]) -> Body:
    """`met`: how it is meant to meet what partners objected to, by their seat."""
    return {
        "version": wording.number,
        "wording": wording.words,
        "because": wording.because,
        "meets": {str(seat): how for seat, how in met.items()},
        "closes_at": in_utc(wording.decision.closes_at),
    }


def outcome_body(outcome: Outcome, table: Standing, count: Counted, positions: Iterable[Said]) -> Body:
    """What was decided, and everything that it stands on."""
    return {
        **words_of_outcome(outcome),
        "provisional": outcome.provisional,
        "groups": groups_body(table),
        "count": count_body(count),
        "chosen": count.chosen,
        "positions": [position_body(each) for each in positions],
        "recorded_by": outcome.recorded_by_id,
        "answer_due_on": day(outcome.answer_due_on),
        "review_on": day(outcome.decision.review_on),
        "review_when": outcome.decision.review_when,
        "review_owner": outcome.decision.review_owner_id,
    }


def count_body(count: Counted) -> list[dict[str, int]]:
    """Every round; nothing where positions are private and the numbers would say what somebody said."""
    if not count.shows_numbers:
        return []
    return [{str(key): has for key, has in each.totals.items()} for each in count.whole.rounds]


def stands_body(outcome: Outcome, table: Standing, count: Counted, positions: Iterable[Said]) -> Body:
    """Who took part by the time at which nobody was missing any more."""
    late = [position_body(each) for each in positions if each.at >= outcome.recorded_at]
    return {
        "groups": groups_body(table),
        "count": count_body(count),
        "positions": late,
        "answer_due_on": day(outcome.answer_due_on),
    }


def groups_body(table: Standing) -> list[Body]:
    return [
        {"group": group.name, "took_part": group.present, "of": group.total, "needed": group.needs}
        for group in table.groups
    ]


def words_of_outcome(outcome: Outcome) -> Body:
    """What can be laid beside the outcome as it stands on its page."""
    return {
        "result": outcome.result,
        "decided": outcome.decided,
        "reasons": outcome.reasons,
        "rejected": outcome.rejected,
    }


def position_body(said: Said) -> Body:
    found: Body = {
        "id": said.id,
        "partner": said.membership_id,
        "group": said.group_key,
        "stance": said.stance,
        "reason": said.reason,
        "at": in_utc(said.at),
        "via": said.via,
        "wording": said.wording,
    }
    if said.says is not None:
        found["says"] = as_json(says_of(said))
    if said.interest:
        found["interest"] = said.interest
    if said.replaced_at is not None:
        found["replaced_at"] = in_utc(said.replaced_at)
    if said.objection_id is not None:
        withdrawn = said.withdrawn_at and in_utc(said.withdrawn_at)
        found["objection"] = {"met_by_wording": said.met_by, "how": said.answer or "", "withdrawn_at": withdrawn}
    return found


def as_json(says: Any) -> Any:
    return {str(number): has for number, has in says.items()} if isinstance(says, Mapping) else list(says)


def answer_body(response: Response) -> Body:
    return {"answer": response.answer, "reasons": response.reasons, "by": response.by_id}


def action_body(item: ActionItem) -> Body:
    """What is to be done, by whom and until when. Its owner may have no seat: they stand here by their own number."""
    return {"action": item.pk, "what": item.what, "owner": item.owner_id, "due_on": day(item.due_on)}


def note_body(note: ActionNote) -> Body:
    """What was said about it."""
    return {
        "action": note.item_id,
        "what": note.item.what,
        "note": note.pk,
        "words": note.words,
        "by": note.person_id,
        "via": note.via,
    }


def review_body(review: Review, people: Mapping[str, int]) -> Body:
    """`people`: how many of each group took part in it, by the group's name."""
    return {
        "review": review.number,
        "result": review.result,
        "words": review.words,
        "next_on": day(review.next_on),
        "by": review.by_id,
        "groups": dict(people),
    }


def replaced_body(newer: Decision) -> Body:
    return {"newer": newer.number, "question": newer.question}


def day(found: dt.date | None) -> str | None:
    return found.isoformat() if found else None


NOTED = {
    ActionNote.Kind.DONE.value: RegisterEntry.Kind.ACTION_DONE,
    ActionNote.Kind.DROPPED.value: RegisterEntry.Kind.ACTION_DROPPED,
    ActionNote.Kind.NOT_HAPPENED.value: RegisterEntry.Kind.NOT_HAPPENED,
}
