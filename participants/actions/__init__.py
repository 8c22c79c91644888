from participants.actions.display import choose_display
from participants.actions.messages import Outgoing, channel_for, queue, queue_all, queue_for_all

__all__ = ["Outgoing", "channel_for", "choose_display", "queue", "queue_all", "queue_for_all"]
