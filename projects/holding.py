"""Which stages hold facts: whatever refers to a stage is one, in this app and above. Nobody has to list them."""

from collections.abc import Collection

from django.db.models import ForeignKey, Model

from projects.models import Project, Stage


def references() -> list[tuple[type[Model], str]]:
    """Each model that refers to a stage, with the name of its field."""
    return [
        (relation.remote_field.model, relation.remote_field.name)
        for relation in Stage._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and isinstance(relation.remote_field, ForeignKey)
    ]


def stages_with_facts(project: Project, *, besides: Collection[type[Model]] = ()) -> set[int]:
    """The ids of the project's stages that something refers to, leaving some models aside. One query."""
    first, *rest = (
        model._base_manager.filter(**{f"{field}__project": project}).order_by().values_list(f"{field}_id")
        for model, field in references()
        if model not in besides
    )
    return {stage for (stage,) in first.union(*rest).order_by()}
