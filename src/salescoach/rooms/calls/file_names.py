"""What a call is called as a file: when it was, and with whom.

The name keeps letters of every script and has nothing that a file system would read otherwise; a
header has a plain one beside it for what reads no others.
"""

import unicodedata
from urllib.parse import quote

from salescoach.domain.call import Call

MAX_NAME = 40
"""Letters of a title: 160 bytes at most, so that no file system finds the whole too long."""


def file_name(call: Call, kind: str) -> str:
    """As in ``call-2026-03-01-0930-dana.md``: day and time in UTC, then the call's title, without
    the ending of a file that it may have been imported from."""
    customer = call.customer.name if call.customer else ""
    return _named(call, customer or _stem(call.imported_from or ""), kind)


def attachment(name: str) -> str:
    """The ``Content-Disposition`` of a file that is to be kept as ``name``, of ``file_name``: other
    than plain letters come as RFC 5987 has them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    begin, dot, ending = plain.rpartition(".")
    plain = f"{begin.rstrip('-')}{dot}{ending}"
    if plain == name:
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _named(call: Call, title: str, kind: str) -> str:
    # Marks are letters' own where they do not join them: Devanagari is not legible without.
    kept = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" else " "
        for letter in unicodedata.normalize("NFKC", title).lower()
    )
    words = "-".join(kept.split())[:MAX_NAME].strip("-")
    parts = ["call", f"{call.started_at:%Y-%m-%d-%H%M}", *([words] if words else [])]
    return f"{'-'.join(parts)}.{kind}"


def _stem(imported_from: str) -> str:
    stem, dot, ending = imported_from.rpartition(".")
    return stem if dot and len(ending) <= 4 else imported_from
