"""Which of the words that are there somebody may have meant, where what they wrote is not there."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

CLOSE = 0.75  # as difflib counts: two letters the wrong way round in a word of five are closer than that
BEGINNING = 3  # letters that are enough to know a word by how it begins
MOST = 4  # words for one that was written
FURTHER, MISSING = 6, 2  # letters that a word may have more or fewer than what was written


def meant(terms: Iterable[str], words: Sequence[str]) -> list[str]:
    """For each term the words that are like it, the closest first, each once: "braeks" may mean "breaks".

    Words are like a term that begin with it or differ by few letters.
    """
    found: dict[str, None] = {}
    for term in terms:
        begin = [word for word in words if len(term) >= BEGINNING and word.startswith(term)]
        close = get_close_matches(term, words, n=MOST, cutoff=CLOSE)
        found |= dict.fromkeys([*dict.fromkeys([*close, *sorted(begin, key=len)])][:MOST])
    return list(found)
