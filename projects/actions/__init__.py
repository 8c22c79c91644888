from projects.actions.ledger import note_involvement, write_history
from projects.actions.organisations import give_role, start_organisation

__all__ = ["give_role", "note_involvement", "start_organisation", "write_history"]
