"""Which of the things that people offer fit a question, as SQL: typos forgiven, the small words of asking left out."""

import re

MOST_TERMS = 12
LONGEST = 200  # letters of all terms: some letters become two when they are made small
CLOSE = 0.55  # how like a word must be, for words of five letters or more; shorter ones must be the same
ASKING_WORDS = """
able about anybody anyone can could does for help helping how know knows like need needed our show somebody someone
something teach tell that the there this want wants what when where which who with would you your
"""
ASKING = frozenset(ASKING_WORDS.split())

# What one offer (`asset`) has to do with the terms of a question: `best` is of its best term, `whole` of all together.
FIT = """
CROSS JOIN LATERAL (
    SELECT max(each.near) AS best, sum(each.near) AS whole
    FROM unnest(string_to_array({terms}, ' ')) AS term
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN asset.search @@ plainto_tsquery('english', term) THEN 1.0
            WHEN length(term) >= 5 THEN word_similarity(term, asset.words)
            ELSE 0
        END AS near
    ) AS each
) AS fit
"""
FITS = f"fit.best >= {CLOSE}"


def terms_of(words: str) -> str:
    """The words of a question that say what is looked for, with a space between: "travel pass"."""
    found = list(dict.fromkeys(re.findall(r"\w+", words.lower())))
    telling = [word for word in found if word not in ASKING and len(word) > 2]
    return " ".join((telling or found)[:MOST_TERMS])[:LONGEST].strip()
