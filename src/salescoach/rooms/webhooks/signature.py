"""How a receiver knows that a call came from here, just now, and unchanged: the scheme of
Standard Webhooks, for which there are libraries in most languages.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signed_headers(secret: str, message_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """HMAC-SHA256 over id, time and body. ``message_id`` stays the same when a message is sent
    again; the time is that of this attempt, in seconds of the epoch."""
    stamp = str(int(now.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + _signature(secret, message_id, stamp, body),
    }


def _signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    key = _key(secret)
    told = b".".join((message_id.encode(), stamp.encode(), body))
    return base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    """A secret of one's own counts by its letters when it is not one of ours."""
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()
