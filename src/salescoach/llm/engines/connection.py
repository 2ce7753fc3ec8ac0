"""What the vendors' clients have in common below their protocols."""

import logging

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
