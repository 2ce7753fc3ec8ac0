"""What the vendors' clients have in common below their protocols."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

TIMEOUT = httpx2.Timeout(60.0, connect=3.0, pool=3.0)
"""Seconds without a byte. How long a whole answer may take is the failure policy's decision."""
LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=120.0)


def quiet(*libraries: str) -> None:
    """Below INFO these write whole requests, and with them what was said in a call."""
    for name in libraries:
        logging.getLogger(name).setLevel(logging.WARNING)


def pooled_client() -> httpx2.AsyncClient:
    return httpx2.AsyncClient(timeout=TIMEOUT, limits=LIMITS, follow_redirects=True)


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Retry-After in seconds, given as a number or as a date; None when it says nothing usable."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        value = headers.get("retry-after", "")
        if not value:
            return None
        if value.replace(".", "", 1).isdecimal():
            return float(value)
        return max(0.0, (parsedate_to_datetime(value) - (now or datetime.now(UTC))).total_seconds())
    except (ValueError, TypeError):
        return None
