"""Where a quote was left open, in YAML that cannot be read.

A quote that is not closed swallows lines until the next one, far below, and the parser complains
there. Whoever wrote it looks for the line where it began.
"""

import re

_OPENS = re.compile(r"^\s*(?:- +)*(?:[\w-]+: +)?(?P<quote>[\"'])")
_CLOSES = {
    '"': re.compile(r'(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"(?:[^']|'')*'"),
}
_AFTER = re.compile(r"\s*(?:#.*)?$")


def open_quote(text: str) -> int | None:
    """The line, from 1, of the first value whose quote runs on over lines and ends in the middle
    of one, or never; None when there is none."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        opened = _OPENS.match(lines[at])
        if opened is None:
            at += 1
            continue
        closes = _CLOSES[opened["quote"]]
        end, rest = at, lines[at][opened.end() :]
        while (closed := closes.match(rest)) is None:
            end += 1
            if end == len(lines):
                return at + 1
            rest = lines[end]
        if end > at and _AFTER.match(rest, closed.end()) is None:
            return at + 1
        at = end + 1
    return None
