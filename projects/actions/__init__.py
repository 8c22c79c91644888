from projects.actions.arranging import add_stage, change_stage, merge_stages, move_stage, remove_stage, split_stage
from projects.actions.breaks import ask_back, come_back, leave, take_a_break
from projects.actions.checkins import check_in
from projects.actions.contributions import contribute
from projects.actions.entering import note_help, who_enters
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
from projects.actions.stages import answer_if_done, ask_if_done, close_stage, reopen_stage

__all__ = [
    "add_stage",
    "answer_if_done",
    "answer_session",
    "ask_back",
    "ask_if_done",
    "cancel_session",
    "change_session",
    "change_stage",
    "check_in",
    "close_stage",
    "come_back",
    "contribute",
    "give_role",
    "leave",
    "merge_stages",
    "move_stage",
    "note_call",
    "note_help",
    "note_involvement",
    "record_attendance",
    "remove_stage",
    "reopen_stage",
    "schedule_session",
    "set_patience",
    "settle_need",
    "split_stage",
    "start_organisation",
    "start_project",
    "take_a_break",
    "who_enters",
    "write_history",
]
