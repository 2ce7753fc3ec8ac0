"""Words longer than anybody's: a stranger's file may hold one of a hundred thousand letters.

Whatever looks for a phrase reads a word anew from each place it may begin in, so that its time
grows with the square of the longest word. Nothing that is said needs such a word.
"""

import re

LONGEST_WORD = 200
_WORD = re.compile(r"[\w'’-]+")
_LONG = re.compile(rf"([\w'’-]{{{LONGEST_WORD}}})(?=[\w'’-])")


def has_word_beyond(most: int, text: str) -> bool:
    """Whether more than ``most`` letters, figures, apostrophes and hyphens follow one another."""
    pieces = (piece for piece in text.split() if len(piece) > most)
    return any(len(word) > most for piece in pieces for word in _WORD.findall(piece))


def broken(text: str) -> str:
    """``text`` with a space after every ``LONGEST_WORD`` characters of a longer word."""
    return _LONG.sub(r"\1 ", text)
