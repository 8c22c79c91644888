"""What stands in the register of decisions, and whether it is whole.

Domain.md §7: the decision and its date, the reasons, what was rejected and why; and of ours the method and its rules,
the final say, every position and objection and how it was met, who took part by group, the commissioner's answer, when
people were told, and when it is looked at again. Partners stand in it by the number of their seat and not by name: who
may read their names reads them on the page of the decision.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.crypto import constant_time_compare, salted_hmac

from decisions.counting import Counted, says_of
from decisions.models import (
    Decision,
    Outcome,
    Position,
    Proposal,
    ProposalEnd,
    RegisterEntry,
    RegisterHead,
    Response,
    Review,
    ReviewPart,
    Wording,
)
from decisions.private import not_whole
from decisions.standing import Standing
from decisions.verify_record import check
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


def wrong_in(project: Project) -> list[str]:
    """A sentence for each thing that is wrong with a project's register; none where it is whole.

    The chain, the seals, and whether what pages show is still what the register says. Thirteen queries.
    """
    entries = list(RegisterEntry.objects.filter(project=project).select_related("decision").order_by("number", "pk"))
    head = RegisterHead.objects.filter(project=project).first()
    noted = str(head) if head else "0:" + "0" * 64
    found = list(check([members(each, each.decision.number) for each in entries], noted))
    found += [
        f"Entry {each.number} was not written by this installation: its seal is not ours."
        for each in entries
        if not is_sealed(each)
    ]
    return [*found, *not_as_entered(project, entries), *other_actions(project, entries)]


def not_as_entered(project: Project, entries: Iterable[RegisterEntry]) -> Iterator[str]:
    """What was changed beside the register, or has no entry where it should have one."""
    by_kind: dict[tuple[int, str], RegisterEntry] = {}
    wordings: dict[tuple[int, int], str] = {}
    positions: dict[int, tuple[int, Body]] = {}
    reviews: dict[int, dict[int, tuple[int, Body]]] = {}
    for entry in entries:
        by_kind[entry.decision_id, entry.kind] = entry
        if "wording" in entry.body:
            wordings[entry.decision_id, entry.body.get("version", 1)] = entry.body["wording"]
        for each in entry.body.get("positions", ()):
            positions[each["id"]] = (entry.number, each)
        if entry.kind == RegisterEntry.Kind.REVIEWED:
            reviews.setdefault(entry.decision_id, {})[entry.body["review"]] = (entry.number, entry.body)
    known = {decision for decision, kind in by_kind if kind == RegisterEntry.Kind.OPENED}
    yield from other_rules(project, by_kind, reviews)
    yield from other_proposers(project, by_kind)
    yield from other_outcomes(project, by_kind, known)
    yield from other_answers(project, by_kind, known)
    yield from other_wordings(project, wordings, known)
    yield from other_positions(project, positions)
    for number in not_whole(project):
        yield f"What was said in private in decision {number} is not what as many people said as took part."


NEWER: Body = {"private": False}  # what entries of earlier versions do not say yet
NEWER_RULES: Body = {"consent": {"settle": "again"}, "consensus": {"settle": "again"}}


def as_entered(body: Body) -> Body:
    """What an entry says, with what went without saying when it was written."""
    return {**NEWER, **body, "rules": NEWER_RULES.get(body["method"], {}) | body["rules"]}


type ByKind = Mapping[tuple[int, str], RegisterEntry]


def other_rules(
    project: Project, by_kind: ByKind, reviews: Mapping[int, Mapping[int, tuple[int, Body]]]
) -> Iterator[str]:
    """What was agreed before anybody took part, what was found since, and what took its place."""
    decisions = Decision.objects.filter(project=project).order_by("number").prefetch_related("options")
    for decision in decisions.select_related("replaces", "replacement__newer").annotate(looks=looks_at()):
        yield from other_reviews(decision, reviews.get(decision.pk, {}))
        yield from other_replacement(decision, by_kind.get((decision.pk, RegisterEntry.Kind.REPLACED)))
        entry, now = by_kind.get((decision.pk, RegisterEntry.Kind.OPENED)), rules_body(decision)
        if entry is not None and any(as_entered(entry.body).get(name) != fact for name, fact in now.items()):
            what = f"The question, the rules or the options of decision {decision.number}"
            yield f"{what} are not what entry {entry.number} says."


def other_replacement(decision: Decision, entry: RegisterEntry | None) -> Iterator[str]:
    """What took its place, against what the register says."""
    found = getattr(decision, "replacement", None)
    if (entry is None) != (found is None) or (entry and found and entry.body != replaced_body(found.newer)):
        says = f"entry {entry.number} says" if entry else "the register says"
        yield f"What replaces decision {decision.number} is not what {says}."


def other_reviews(decision: Decision, entered: Mapping[int, tuple[int, Body]]) -> Iterator[str]:
    """Each time that partners looked at it again, against what the register says; `entered` by the review's number."""
    found = {each["review"]: each for each in vars(decision)["looks"]}
    for number, body in found.items():
        entry, says = entered.get(number, (None, None))
        what = f"Review {number} of decision {decision.number}"
        if entry is None:
            yield f"{what} has no entry."
        elif says != body | {"groups": {part["group"]: part["people"] for part in body["groups"]}}:
            yield f"{what} is not what entry {entry} says."
    for number, (entry, _body) in entered.items():
        if number not in found:
            yield f"Review {number} of decision {decision.number} is gone; entry {entry} has it."


def looks_at() -> ArraySubquery:
    """The reviews of a decision, each as `review_body` has it, but for its groups, which are a list of parts."""
    part = JSONObject(group="group__name", people="people")
    parts = ReviewPart.objects.filter(review=OuterRef("pk")).order_by("group__position").values(its=part)
    facts = {"result": "result", "words": "words", "next_on": "next_on", "by": "by_id"}
    look = JSONObject(review="number", **facts, groups=ArraySubquery(parts))
    return ArraySubquery(Review.objects.filter(decision=OuterRef("pk")).order_by("number").values(its=look))


def other_proposers(project: Project, by_kind: ByKind) -> Iterator[str]:
    """Who proposed what was opened."""
    ends = ProposalEnd.objects.filter(decision__project=project).select_related("proposal__group")
    found = {end.decision_id: proposed_body(end.proposal) for end in ends}
    for (pk, kind), entry in by_kind.items():
        if kind == RegisterEntry.Kind.OPENED and entry.body.get("proposed") != found.get(pk):
            yield f"Who proposed decision {entry.decision.number} is not what entry {entry.number} says."


def other_outcomes(project: Project, by_kind: ByKind, known: set[int]) -> Iterator[str]:
    outcomes = {
        each.decision_id: each for each in Outcome.objects.filter(decision__project=project).select_related("decision")
    }
    for pk, outcome in outcomes.items():
        entry = by_kind.get((pk, RegisterEntry.Kind.OUTCOME))
        if entry is None:
            if pk in known:
                yield f"The outcome of decision {outcome.decision.number} has no entry."
        elif any(entry.body.get(name) != words for name, words in words_of_outcome(outcome).items()):
            yield f"The outcome of decision {outcome.decision.number} is not what entry {entry.number} says."
    for (pk, kind), entry in by_kind.items():
        if kind == RegisterEntry.Kind.OUTCOME and pk not in outcomes:
            yield f"The outcome of decision {entry.decision.number} is gone; entry {entry.number} has it."


def other_answers(project: Project, by_kind: ByKind, known: set[int]) -> Iterator[str]:
    answers = {
        each.decision_id: each for each in Response.objects.filter(decision__project=project).select_related("decision")
    }
    for pk, response in answers.items():
        entry = by_kind.get((pk, RegisterEntry.Kind.ANSWER))
        if entry is None:
            if pk in known:
                yield f"The answer to decision {response.decision.number} has no entry."
        elif answer_body(response) != entry.body:
            yield f"The answer to decision {response.decision.number} is not what entry {entry.number} says."
    for (pk, kind), entry in by_kind.items():
        if kind == RegisterEntry.Kind.ANSWER and pk not in answers:
            yield f"The answer to decision {entry.decision.number} is gone; entry {entry.number} has it."


def other_wordings(project: Project, entered: Mapping[tuple[int, int], str], known: set[int]) -> Iterator[str]:
    for each in Wording.objects.filter(decision__project=project, decision__in=known).select_related("decision"):
        words = entered.get((each.decision_id, each.number))
        if words != each.words:
            what = "has no entry" if words is None else "is not what the register says"
            yield f"Version {each.number} of the wording of decision {each.decision.number} {what}."


def other_positions(project: Project, entered: Mapping[int, tuple[int, Body]]) -> Iterator[str]:
    found = Position.objects.filter(decision__project=project, pk__in=entered)
    now = {pk: said for pk, *said in found.order_by().values_list("pk", "stance", "reason", "membership_id", "says")}
    for pk, (entry, body) in entered.items():
        if pk not in now:
            yield f"Position {pk} is gone; entry {entry} has it."
        elif now[pk] != [body["stance"], body["reason"], body["partner"], body.get("says")]:
            yield f"Position {pk} is not what entry {entry} says."


NOTED = {
    ActionNote.Kind.DONE.value: RegisterEntry.Kind.ACTION_DONE,
    ActionNote.Kind.NOT_HAPPENED.value: RegisterEntry.Kind.NOT_HAPPENED,
}


def other_actions(project: Project, entries: Iterable[RegisterEntry]) -> Iterator[str]:
    """What is to be done after a decision, and what was said about it."""
    items = ActionItem.objects.filter(project=project, about__startswith="decision:")
    notes = ActionNote.objects.filter(item__in=items, kind__in=NOTED).select_related("item")
    added = {item.pk: action_body(item) for item in items}
    said = {note.pk: note_body(note) for note in notes}
    for entry in entries:
        if entry.kind == RegisterEntry.Kind.ACTION and added.pop(entry.body["action"], None) != entry.body:
            yield f"What is to be done is not what entry {entry.number} says."
        if entry.kind in NOTED.values() and said.pop(entry.body["note"], None) != entry.body:
            yield f"What was said about what is to be done is not what entry {entry.number} says."
    yield from (f"Action {pk} has no entry." for pk in added)
    yield from (f"Note {pk} about action {body['action']} has no entry." for pk, body in said.items())
