"""The server that is tried: its addresses, and what every request to it carries."""

import ssl
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from salescoach.kit.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Target:
    """``address`` without a slash at its end. ``token``: what is logged in with."""

    address: str
    token: str | None = None

    @classmethod
    def at(cls, url: str, token: str | None = None) -> Self:
        """Raises ``InvalidInput``."""
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidInput(
                "Write the address like https://coach.example.com or localhost:5000.",
                code="invalid_address",
            )
        return cls(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", token)

    @property
    def secure(self) -> bool:
        return self.address.startswith("https:")

    @property
    def socket(self) -> str:
        return f"ws{self.address.removeprefix('http')}/api/v1/live"

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def tls(self) -> ssl.SSLContext | None:
        return ssl.create_default_context() if self.secure else None
