from participants.actions.display import choose_display
from participants.actions.messages import channel_for, queue, queue_for_all

__all__ = ["channel_for", "choose_display", "queue", "queue_for_all"]
