"""People's words as a printer can set them: without what would turn or hide other words, and breakable."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import typst

from coproduce.packs.fonts import fonts

DRAWN = ("qr", "pictures")  # drawings of our own, and no people's words
LONGEST = 24  # signs after which a word may break, where it has no place of its own to
WORD = re.compile(rf"\S{{{LONGEST + 1},}}")
BREAK = "\u200b"
# Signs that turn the direction of what follows, or that nobody can see: in print they only do harm.
UNSEEN = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufe00-\ufe0f\ufff9-\ufffb]")
NOTHING = ("Cc", "Cn", "Co")  # categories of signs that stand for nothing one can print
PLAIN = re.compile(r"[\n -~\u00a0-\u017f\u2010-\u2027\u2030-\u203a\u20ac\u200b]*")


def printable(value: Any) -> Any:
    """The same content with every text in it made fit for print."""
    if isinstance(value, dict):
        return {key: each if key in DRAWN else printable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [printable(each) for each in value]
    return text(value) if isinstance(value, str) else value


def bare(value: Any) -> Any:
    """The same content in plain letters alone."""
    if isinstance(value, dict):
        return {key: each if key in DRAWN else bare(each) for key, each in value.items()}
    if isinstance(value, list):
        return [bare(each) for each in value]
    return "".join(sign if PLAIN.fullmatch(sign) else "?" for sign in value) if isinstance(value, str) else value


def text(words: str) -> str:
    seen = UNSEEN.sub("", unicodedata.normalize("NFC", words).replace("\r\n", "\n"))
    seen = "".join(" " if unicodedata.category(sign) in NOTHING and sign != "\n" else sign for sign in seen)
    if not PLAIN.fullmatch(seen):
        seen = "".join(drawn(sign) for sign in seen)
    return WORD.sub(lambda word: in_pieces(word.group()), seen)


def in_pieces(word: str) -> str:
    """A very long word with places where it may break."""
    return BREAK.join(word[at : at + LONGEST] for at in range(0, len(word), LONGEST))


@lru_cache(maxsize=10_000)
def drawn(sign: str) -> str:
    """The sign itself where one of our fonts has it; else its name, as for an emoji, or an empty box for a letter."""
    if PLAIN.fullmatch(sign) or can_draw(sign):
        return sign
    if unicodedata.category(sign) in ("So", "Sk", "Sm", "Sc"):
        return f"({unicodedata.name(sign, '?').lower()})"
    return "\u25a1"


def can_draw(sign: str) -> bool:
    source = b'#set document(title: "t")\n#set text(font: "Atkinson Hyperlegible Next")\n#sys.inputs.sign'
    try:
        typst.compile(source, font_paths=fonts(), sys_inputs={"sign": sign}, pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True
