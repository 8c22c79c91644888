"""The short code on a reply slip: five letters by chance and one that checks them.

The letters number 29, a prime. So one misread letter, or any two that changed places, never make another person's code.
"""

import itertools
import secrets

from projects.codes import tidied
from projects.models.membership import CODE_LETTERS

LETTERS = CODE_LETTERS.replace("Q", "")
LENGTH = 6
LOOK_ALIKES = {"O": "D", "0": "D", "Q": "D", "I": "JT7", "1": "JT7", "L": "JT7", "U": "V"}  # signs that no code holds


def new_slip_code() -> str:
    start = "".join(secrets.choice(LETTERS) for _each in range(LENGTH - 1))
    return start + next(last for last in LETTERS if is_sound(start + last))


def is_sound(code: str) -> bool:
    """Whether it is a code that we may have printed."""
    if len(code) != LENGTH or not set(code) <= set(LETTERS):
        return False
    return sum(place * LETTERS.index(sign) for place, sign in enumerate(code, start=1)) % len(LETTERS) == 0


def read_slip_code(typed: str) -> str:
    """The code that somebody typed, or "" where it can't be one. Spaces, small letters and look-alikes don't matter."""
    code = tidied(typed)
    if len(code) != LENGTH:
        return ""
    choices = (sign if sign in LETTERS else LOOK_ALIKES.get(sign, "") for sign in code)
    sound = [found for found in map("".join, itertools.product(*choices)) if is_sound(found)]
    return sound[0] if len(sound) == 1 else ""


def spaced(code: str) -> str:
    """ "K7M 2PX", as it is printed."""
    return f"{code[:3]} {code[3:]}"
