"""Where a list goes on, as text that a client keeps and sends back."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime
from math import isfinite

from salescoach.domain.history import CallSort
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.calls.store.listing import ListPlace


def cursor_of(sort: CallSort, place: ListPlace) -> str:
    key = place.key.isoformat() if isinstance(place.key, datetime) else place.key
    content = json.dumps([sort, key, place.id], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(content.encode()).decode()


def place_of(sort: CallSort, cursor: str) -> ListPlace:
    """Raises ``InvalidInput`` (``invalid_cursor``) for what is no cursor of a list in this
    order."""
    try:
        told, key, call_id = json.loads(urlsafe_b64decode(cursor.encode()))
        if told != sort or not isinstance(call_id, str):
            raise ValueError
        return ListPlace(_key(sort, key), call_id)
    except (NotBase64, ValueError, TypeError) as error:
        raise invalid_cursor("cursor", "next_cursor") from error


def invalid_cursor(parameter: str, source: str) -> InvalidInput:
    return InvalidInput(
        f"{parameter} is not one of ours; send what {source} of the page before said.",
        code="invalid_cursor",
    )


def _key(sort: CallSort, told: object) -> datetime | int | float | str:
    if sort == "longest":
        if isinstance(told, int) and not isinstance(told, bool) and abs(told) < 2**63:
            return told
    elif sort == "score":
        if isinstance(told, float) and isfinite(told):
            return told
    elif isinstance(told, str):
        if sort == "customer":
            told.encode()
            return told
        moment = datetime.fromisoformat(told)
        if moment.tzinfo is not None:
            return moment
    raise ValueError
