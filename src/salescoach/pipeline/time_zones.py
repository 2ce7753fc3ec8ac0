"""The zone that a person's "tomorrow" is meant in. Its name comes from a browser: it may be
anything."""

from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=64)
def zone_of(name: str | None) -> ZoneInfo | None:
    """None, which is the machine's own zone, for a name that is unknown here."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
