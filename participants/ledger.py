"""What makes a table append-only in the database itself, so that no queryset or console goes around it."""

import pgtrigger

REFUSE = "RAISE EXCEPTION '% is append-only: write a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';"


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse update, delete and truncate. Use in a model's `Meta.triggers`."""
    return [
        pgtrigger.Trigger(
            name=f"{name}_append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=REFUSE,
        ),
        pgtrigger.Trigger(
            name=f"{name}_no_truncate",
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            operation=pgtrigger.Truncate,
            func=REFUSE,
        ),
    ]
