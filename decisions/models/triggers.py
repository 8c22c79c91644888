"""What the database itself holds about positions: only while it is open, never rewritten, counted by group. After that
only while an agreed outcome is provisional; it comes to stand once, and nothing else of an outcome changes. To a
proposal that is settled nothing is added."""

import pgtrigger

from participants.ledger import REFUSE, append_only

ONLY_WHILE_OPEN = """
    IF (
        NEW.at >= (SELECT closes_at FROM decisions_decision WHERE id = NEW.decision_id)
        OR EXISTS (SELECT FROM decisions_outcome WHERE decision_id = NEW.decision_id AND recorded_at <= NEW.at)
    ) AND NOT EXISTS (
        SELECT FROM decisions_outcome
        WHERE decision_id = NEW.decision_id AND result = 'agreed' AND provisional AND stands_since IS NULL
    ) THEN
        RAISE EXCEPTION 'decision % is closed', NEW.decision_id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM decisions_wording WHERE id = NEW.wording_id AND decision_id = NEW.decision_id) THEN
        RAISE EXCEPTION 'the wording is of another decision' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (SELECT private FROM decisions_decision WHERE id = NEW.decision_id) THEN
        IF NOT (NEW.stance = 'private' AND NEW.reason = '' OR NEW.stance = 'question') THEN
            RAISE EXCEPTION 'what is said here is private' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF NEW.stance = 'private' THEN
        RAISE EXCEPTION 'nothing is private here' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""

COUNT_BY_GROUP = """
    UPDATE decisions_minimum SET taken = (
        SELECT count(*) FROM (
            SELECT DISTINCT ON (membership_id) group_id, stance FROM decisions_position
            WHERE decision_id = decisions_minimum.decision_id AND replaced_at IS NULL AND wording_id = (
                SELECT id FROM decisions_wording
                WHERE decision_id = decisions_minimum.decision_id ORDER BY number DESC LIMIT 1
            )
            ORDER BY membership_id, at DESC, id DESC
        ) last_said WHERE last_said.group_id = decisions_minimum.group_id AND last_said.stance <> 'question'
    ) WHERE decision_id IN (SELECT decision_id FROM new_positions);
    RETURN NULL;
"""

COUNT_ANEW = """
    UPDATE decisions_minimum SET taken = 0 WHERE decision_id IN (SELECT decision_id FROM new_wordings);
    RETURN NULL;
"""

# What is replaced was there before, so that replacing never goes round in a circle.
REPLACES_AN_OLDER_ONE = """
    IF TG_OP = 'UPDATE' THEN
        IF NEW.replaces_id IS DISTINCT FROM OLD.replaces_id THEN
            RAISE EXCEPTION 'what decision % replaces does not change', NEW.id USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM decisions_decision
        WHERE id = NEW.replaces_id AND project_id = NEW.project_id AND number < NEW.number
    ) THEN
        RAISE EXCEPTION 'a decision replaces an older one of its project' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""

REPLACEMENT_STANDS = """
    IF NOT EXISTS (
        SELECT FROM decisions_decision AS newer
        JOIN decisions_outcome AS outcome ON outcome.decision_id = newer.id
        WHERE newer.id = NEW.newer_id AND newer.replaces_id = NEW.older_id AND outcome.result = 'agreed'
            AND (NOT outcome.provisional OR outcome.stands_since IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'only what stands replaces a decision' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


def replacing_triggers() -> list[pgtrigger.Trigger]:
    """A decision replaces an older one of its own project, and that is said when it is opened or never."""
    return [
        pgtrigger.Trigger(
            name="decision_replaces_older",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=REPLACES_AN_OLDER_ONE,
        ),
    ]


def replacement_triggers() -> list[pgtrigger.Trigger]:
    """Only a decision whose outcome stands as agreed takes the place of another."""
    return [
        pgtrigger.Trigger(
            name="replacement_stands",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=REPLACEMENT_STANDS,
        ),
        *append_only("replacement"),
    ]


def wording_triggers() -> list[pgtrigger.Trigger]:
    """New words, and nobody has taken part in deciding on them yet: `Minimum.taken` begins anew."""
    return [
        pgtrigger.Trigger(
            name="wording_is_counted_anew",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_wordings"),  # type: ignore[no-untyped-call]
            func=COUNT_ANEW,
        ),
    ]


def position_triggers() -> list[pgtrigger.Trigger]:
    """A late position is refused, a change of mind keeps the old row, and `Minimum.taken` follows each new row."""
    return [
        pgtrigger.Trigger(
            name="position_only_while_open",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=ONLY_WHILE_OPEN,
        ),
        pgtrigger.ReadOnly(name="position_is_kept", exclude=["replaced_at"]),
        pgtrigger.Protect(name="position_is_never_deleted", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="position_counts_in_its_group",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_positions"),  # type: ignore[no-untyped-call]
            func=COUNT_BY_GROUP,
        ),
    ]


WHERE_IT_BELONGS = """
    IF NOT EXISTS (
        SELECT FROM decisions_wording AS wording
        JOIN decisions_decision AS decision ON decision.id = wording.decision_id AND decision.private
        JOIN projects_partnergroup AS groups ON groups.project_id = decision.project_id
        WHERE wording.id = NEW.wording_id AND groups.id = NEW.group_id
    ) THEN
        RAISE EXCEPTION 'nothing is said in private there' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM decisions_outcome AS outcome
        JOIN decisions_wording AS wording ON wording.decision_id = outcome.decision_id
        WHERE wording.id = NEW.wording_id
            AND NOT (outcome.result = 'agreed' AND outcome.provisional AND outcome.stands_since IS NULL)
    ) THEN
        RAISE EXCEPTION 'this decision has its outcome' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


def private_triggers() -> list[pgtrigger.Trigger]:
    """What was said in private is of a private decision and one of its groups, is kept, and changes no more once the
    outcome stands."""
    return [
        pgtrigger.Protect(name="private_positions_are_kept", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="private_positions_no_truncate",
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            operation=pgtrigger.Truncate,
            func=REFUSE,
        ),
        pgtrigger.Trigger(
            name="private_positions_belong",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=WHERE_IT_BELONGS,
        ),
    ]


STILL_HOLDS = """
    IF EXISTS (SELECT FROM decisions_replacement WHERE older_id = NEW.decision_id)
        OR EXISTS (SELECT FROM decisions_review WHERE decision_id = NEW.decision_id AND result = 'ended') THEN
        RAISE EXCEPTION 'decision % holds no more', NEW.decision_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


def review_triggers() -> list[pgtrigger.Trigger]:
    """What holds no more is not looked at again. Append-only."""
    only_what_holds = pgtrigger.Trigger(
        name="review_of_what_holds", when=pgtrigger.Before, operation=pgtrigger.Insert, func=STILL_HOLDS
    )
    return [*append_only("review"), only_what_holds]


def option_triggers() -> list[pgtrigger.Trigger]:
    """What people chose between stays as they read it; an option is withdrawn once, and never comes back."""
    return append_only(
        "option",
        unless="""OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
        AND (to_jsonb(NEW) - 'withdrawn_at' - 'withdrawn_by_id' - 'withdrawn_because')
        = (to_jsonb(OLD) - 'withdrawn_at' - 'withdrawn_by_id' - 'withdrawn_because')""",
    )


COMES_TO_STAND = """OLD.provisional AND OLD.stands_since IS NULL AND NEW.stands_since IS NOT NULL
        AND to_jsonb(NEW) - 'stands_since' - 'answer_due_on' = to_jsonb(OLD) - 'stands_since' - 'answer_due_on'"""


def outcome_triggers() -> list[pgtrigger.Trigger]:
    """Append-only, but that a provisional outcome comes to stand, once."""
    return append_only("outcome", unless=COMES_TO_STAND)


ONLY_WHILE_SHAPED = """
    IF EXISTS (SELECT FROM decisions_proposalend WHERE proposal_id = NEW.proposal_id) THEN
        RAISE EXCEPTION 'proposal % is settled', NEW.proposal_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""

SAME_PROJECT = """
    IF NEW.decision_id IS NOT NULL AND (SELECT project_id FROM decisions_decision WHERE id = NEW.decision_id)
        <> (SELECT project_id FROM decisions_proposal WHERE id = NEW.proposal_id) THEN
        RAISE EXCEPTION 'the decision is of another project' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


def only_while_shaped(name: str) -> pgtrigger.Trigger:
    """Nothing is added to a proposal that was opened, not taken up, or taken back."""
    return pgtrigger.Trigger(
        name=f"{name}_while_shaped", when=pgtrigger.Before, operation=pgtrigger.Insert, func=ONLY_WHILE_SHAPED
    )


def same_project() -> pgtrigger.Trigger:
    """A proposal is opened as a decision of its own project."""
    return pgtrigger.Trigger(
        name="proposal_end_same_project", when=pgtrigger.Before, operation=pgtrigger.Insert, func=SAME_PROJECT
    )
