from participants.actions.assets import change_offer, offer, take_away
from participants.actions.consents import give_consent, withdraw_consent
from participants.actions.details import NUMBER_NEEDED, change_details, change_email, change_phone, sign_out_everywhere
from participants.actions.display import choose_display
from participants.actions.messages import Outgoing, blank_out, channel_for, queue, queue_all, queue_for_all
from participants.actions.needs import add_need, end_need

__all__ = [
    "NUMBER_NEEDED",
    "Outgoing",
    "add_need",
    "blank_out",
    "change_details",
    "change_email",
    "change_offer",
    "change_phone",
    "channel_for",
    "choose_display",
    "end_need",
    "give_consent",
    "offer",
    "queue",
    "queue_all",
    "queue_for_all",
    "sign_out_everywhere",
    "take_away",
    "withdraw_consent",
]
