"""Decisions for lists: found as ids by whatever was asked, then read with all that a row shows in one plain query."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from decisions.aftermath import Aftermath, aftermath_sql
from decisions.models import Decision, Outcome, Response
from participants.sql import columns, rows, taken, taken_if_there
from projects.models import Project, Stage
from projects.slices import Slice, slice_of

PER_PAGE = 20

LISTED = f"""
SELECT {columns(Decision, "decision")}, {columns(Project, "project")}, {columns(Stage, "stage")},
    {aftermath_sql("decision")}, {columns(Outcome, "outcome")}, {columns(Response, "response")}
FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS wanted (id, place)
JOIN decisions_decision AS decision ON decision.id = wanted.id
JOIN projects_project AS project ON project.id = decision.project_id
JOIN projects_stage AS stage ON stage.id = decision.stage_id
LEFT JOIN decisions_outcome AS outcome ON outcome.decision_id = decision.id
LEFT JOIN decisions_response AS response ON response.decision_id = decision.id
ORDER BY wanted.place
"""  # noqa: S608 (names of our own columns)


def listed(page: Iterable[int]) -> list[Decision]:
    """The decisions of a page in their order, with project, stage, outcome and response. One query."""
    return [read(row) for row in rows(LISTED, ids=list(page))]


def read(row: Iterator[Any]) -> Decision:
    """What a row of LISTED says."""
    decision = taken(Decision, row)
    decision.project, decision.stage = taken(Project, row), taken(Stage, row)
    vars(decision).update(aftermath=Aftermath.of(next(row)))
    outcome, response = taken_if_there(Outcome, row), taken_if_there(Response, row)
    Decision.outcome.related.set_cached_value(decision, outcome)
    Decision.response.related.set_cached_value(decision, response)
    return decision


def page_of(found: QuerySet[Decision], number: str | None) -> Slice[int]:
    """The ids of the page asked for. One query."""
    ids = found.values_list("pk", flat=True)
    return slice_of(lambda most, after: list(ids[after : after + most]), number, PER_PAGE)
