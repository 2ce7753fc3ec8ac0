"""Ids out of names: what a person calls a thing, as the key it keeps for good."""

import re
import unicodedata
from collections.abc import Collection

RESERVED = frozenset({"templates", "import"})
"""Ids that would be mistaken for an address of the API."""

_LONGEST = 50


def slug(name: str) -> str:
    """``name`` in small letters, digits and underscores, beginning with a letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    joined = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].strip("_")
    return joined if joined[:1].isalpha() else f"p_{joined}".rstrip("_")


def free_id(name: str, taken: Collection[str]) -> str:
    """The slug of ``name``, numbered when it is taken."""
    base = slug(name)
    found, number = base, 1
    while found in taken or found in RESERVED:
        number += 1
        found = f"{base}_{number}"
    return found
