"""What makes a table append-only in the database itself, so that no queryset or console goes around it."""

import pgtrigger

REFUSE = "RAISE EXCEPTION '% is append-only: write a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';"


ONE_CHANGE = """
    IF TG_OP = 'UPDATE' THEN
        IF {change} THEN
            RETURN NEW;
        END IF;
    END IF;
"""


def append_only(name: str, *, unless: str = "") -> list[pgtrigger.Trigger]:
    """Triggers that refuse update, delete and truncate. Use in a model's `Meta.triggers`.

    `unless`: an SQL condition on OLD and NEW, which says the one update that a row may see.
    """
    return [
        pgtrigger.Trigger(
            name=f"{name}_append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=(ONE_CHANGE.format(change=unless) if unless else "") + REFUSE,
        ),
        pgtrigger.Trigger(
            name=f"{name}_no_truncate",
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            operation=pgtrigger.Truncate,
            func=REFUSE,
        ),
    ]
