from projects.actions.contributions import contribute
from projects.actions.ledger import note_involvement, write_history
from projects.actions.organisations import give_role, start_organisation
from projects.actions.projects import start_project
from projects.actions.sessions import (
    answer_session,
    cancel_session,
    change_session,
    record_attendance,
    schedule_session,
)
from projects.actions.stages import close_stage

__all__ = [
    "answer_session",
    "cancel_session",
    "change_session",
    "close_stage",
    "contribute",
    "give_role",
    "note_involvement",
    "record_attendance",
    "schedule_session",
    "start_organisation",
    "start_project",
    "write_history",
]
