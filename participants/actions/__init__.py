from participants.actions.messages import queue

__all__ = ["queue"]
