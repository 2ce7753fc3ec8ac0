"""Whether a server's list has the model that a setting names.

A list names dated versions; a setting may name the model without its date. A name that only begins
alike is another model: claude-haiku-5 is not claude-haiku-5-5.
"""

import re
from collections.abc import Iterable

_VERSION = re.compile(r"[-@]20\d{2}-?\d{2}-?\d{2}|[-:]latest")


def has_model(wanted: str, offered: Iterable[str]) -> bool:
    """An empty ``wanted`` is the first there is."""
    return any(_is(wanted, each) for each in offered)


def _is(wanted: str, offered: str) -> bool:
    if not wanted or offered == wanted:
        return True
    rest = offered.removeprefix(wanted)
    return rest != offered and _VERSION.fullmatch(rest) is not None
