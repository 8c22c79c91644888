"""What "decision:12" in a ledger is."""

from collections.abc import Collection

from django.urls import reverse

from decisions.models import Decision
from projects.subjects import Subject


def decisions(ids: Collection[int]) -> dict[int, Subject]:
    """The question and the address of each. One query."""
    found = Decision.objects.filter(pk__in=ids).values_list("pk", "question", "project__slug", "number")
    return {
        pk: Subject(question, reverse("decisions:decision", args=[slug, number]))
        for pk, question, slug, number in found
    }
