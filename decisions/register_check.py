"""Whether a register is whole: its chain, its seals, and whether what pages show is still what it says."""

from collections.abc import Iterable, Iterator, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from decisions.models import (
    Decision,
    Outcome,
    Position,
    ProposalEnd,
    RegisterEntry,
    RegisterHead,
    Response,
    Review,
    ReviewPart,
    Wording,
)
from decisions.private import not_whole
from decisions.register import (
    NOTED,
    Body,
    action_body,
    answer_body,
    is_sealed,
    members,
    note_body,
    proposed_body,
    replaced_body,
    rules_body,
    words_of_outcome,
)
from decisions.verify_record import check
from projects.models import ActionItem, ActionNote, Project


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
