from projects.actions.breaks import ask_back, come_back, leave, take_a_break
from projects.actions.checkins import check_in
from projects.actions.contributions import contribute
from projects.actions.ledger import note_involvement, write_history
from projects.actions.organisations import give_role, start_organisation
from projects.actions.projects import start_project
from projects.actions.quiet import note_call, set_patience, settle_need
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
    "ask_back",
    "cancel_session",
    "change_session",
    "check_in",
    "close_stage",
    "come_back",
    "contribute",
    "give_role",
    "leave",
    "note_call",
    "note_involvement",
    "record_attendance",
    "schedule_session",
    "set_patience",
    "settle_need",
    "start_organisation",
    "start_project",
    "take_a_break",
    "write_history",
]
