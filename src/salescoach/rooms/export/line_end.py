"""Lines for a reader. Speech engines put a comma where the voice stayed up, also at the end of all
that was said; the log keeps what was heard, and so do the files that are read in again (JSON and
subtitles).
"""

import re

_OPEN_END = re.compile(r"(?:(?<!\s)\s+|(?<![\s,;:\u2013\u2014-]))[,;:\u2013\u2014-]+\s*$")
"""Looked for only where such an end can begin: a line may be nothing but commas."""
_COMMA = ",;: "

NO_TIMES = "The file had no times"
OLDER_THAN_CORRECTIONS = (
    "The call was corrected after this review. It still speaks of it as it was before."
)


def with_line_end(text: str) -> str:
    """A finished line, as the page shows it too."""
    return _OPEN_END.sub(".", text)


def quote_of(text: str) -> str:
    """A part of a line, verbatim but for the comma it ended on."""
    return text.rstrip(_COMMA)
