from projects.actions.ledger import note_involvement, write_history

__all__ = ["note_involvement", "write_history"]
