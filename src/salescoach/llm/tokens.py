"""How many tokens a text is, estimated from its characters.

Every vendor cuts text differently and none ships its cutter, so this errs on the high side: a
context that is a little shorter than allowed works, one that is longer does not.
"""

import math
import re

_PIECE = re.compile(r"[^\W\d_]+|\d+|\s+|.", re.DOTALL)
_LETTERS_A_TOKEN = 5.0
"""English words of up to five letters are one token nearly always, longer ones two or three."""
_DIGITS_A_TOKEN = 2.0
_OTHER_BYTES_A_TOKEN = 2.0


def estimate(text: str) -> int:
    """At least what current vendors count for the text; for English less than twice that."""
    return sum(_tokens(piece) for piece in _PIECE.findall(text))


def _tokens(piece: str) -> int:
    if piece.isspace():
        # A single blank belongs to the word after it.
        return 0 if piece == " " else math.ceil(len(piece) / 4)
    if not piece.isascii():
        return math.ceil(len(piece.encode()) / _OTHER_BYTES_A_TOKEN)
    if piece.isdecimal():
        return math.ceil(len(piece) / _DIGITS_A_TOKEN)
    return math.ceil(len(piece) / _LETTERS_A_TOKEN)
