from participants.actions.display import choose_display
from participants.actions.messages import queue

__all__ = ["choose_display", "queue"]
