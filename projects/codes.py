"""Invitation codes as people read them from a letter and type them."""

import itertools
import unicodedata

from django.db.models import Model, QuerySet

from projects.models import Invitation, Supporter
from projects.models.membership import CODE_LETTERS

LENGTH = 12
LOOK_ALIKES = {"O": "QD", "0": "QD", "I": "JT7", "1": "JT7", "L": "JT7", "U": "V"}  # signs that no code holds
AT_MOST = 512  # readings of one typed code


def tidied(typed: str) -> str:
    """Capital letters and digits alone: spaces, hyphens and anything else that slipped in don't matter."""
    return "".join(
        sign for sign in unicodedata.normalize("NFKC", typed[:80]).upper() if sign.isascii() and sign.isalnum()
    )


def grouped(code: str) -> str:
    """A code in groups of four, as it stands in a letter."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def find_invitation(typed: str, *, exact: bool = False) -> Invitation | None:
    """The invitation that a typed code means; `exact` where look-alikes are not tried. At most two queries."""
    about = ("membership__person", "membership__group", "membership__project__organisation", "sent_by")
    return meant(Invitation.objects.select_related(*about), typed, exact)


def find_supporter(typed: str, *, exact: bool = False) -> Supporter | None:
    """Whom a typed code asks to support a partner. At most two queries."""
    about = ("membership__person", "membership__project__organisation", "person", "asked_by")
    return meant(Supporter.objects.select_related(*about), typed, exact)


def meant[Row: Model](among: "QuerySet[Row]", typed: str, exact: bool) -> Row | None:
    """The row that a typed code means. Look-alikes are tried where the code itself is nobody's.

    None where nothing fits or where more than one does.
    """
    code = tidied(typed)
    if len(code) != LENGTH:
        return None
    found = among.filter(code=code).first()
    if found is not None or exact:
        return found
    close = among.filter(code__in=readings(code))[:2]
    return close[0] if len(close) == 1 else None


def readings(code: str) -> list[str]:
    """What a misread code may have been: a sign that we never use stands for those it looks like."""
    choices = (sign if sign in CODE_LETTERS else LOOK_ALIKES.get(sign, "") for sign in code)
    return ["".join(signs) for signs in itertools.islice(itertools.product(*choices), AT_MOST)]
