"""Keeping what somebody says in private with what their group said, and no line from it to them."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.utils.translation import gettext as _

from decisions.models import Position, PrivatePositions
from decisions.private import Kept, Place, kept_in, locked_up
from participants.refusals import Refused


def keep(position: Position, answer: Any, words: str) -> None:
    """Part of the transaction that says that they took part, which holds the decision."""
    row = PrivatePositions.objects.filter(wording=position.wording_id, group=position.group_id).first()
    try:
        kept = kept_in(row) if row else Kept()
    except InvalidToken:
        raise Refused(_("This can’t be kept safely now. Please tell the people who look after this website.")) from None
    kept.add(answer, words)
    sealed = locked_up(kept, Place(position.wording_id, position.group_id))
    PrivatePositions.objects.update_or_create(
        wording_id=position.wording_id, group_id=position.group_id, defaults={"sealed": sealed}
    )
