"""Which of the words that are there somebody may have meant, where what they wrote is not there."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

CLOSE = 0.75  # as difflib counts: two letters the wrong way round in a word of five are closer than that
BEGINNING = 3  # letters that are enough to know a word by how it begins
MOST = 4  # words for one that was written
TERMS = 6  # that are looked at
FURTHER, MISSING = 6, 2  # letters that a word may have more or fewer than what was written


def meant(terms: Iterable[str], words: Sequence[str]) -> list[str]:
    """For each term the words that are like it, the closest first, each once: "braeks" may mean "breaks".

    Words are like a term that begin with it or differ by few letters. A term that is there as it is means itself.
    """
    there, found = set(words), dict[str, None]()
    for term in list(terms)[:TERMS]:
        found |= dict.fromkeys([term] if term in there else like(term, words))
    return list(found)


def like(term: str, words: Sequence[str]) -> list[str]:
    """Looked for among words of about its length that begin like it: two letters can have changed their places, and
    comparing a term with all words of a large project would take a second."""
    begin = sorted((word for word in words if len(term) >= BEGINNING and word.startswith(term)), key=len)
    near = [word for word in words if word[0] in term[:2] and abs(len(word) - len(term)) <= MISSING]
    mixed = [word for word in near if sorted(word) == sorted(term)]
    close = get_close_matches(term, near, n=MOST, cutoff=CLOSE)
    return list(dict.fromkeys([*mixed, *close, *begin]))[:MOST]
