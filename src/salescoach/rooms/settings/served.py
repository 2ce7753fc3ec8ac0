"""Which engine the next call begins with, and where what it is given goes."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from salescoach.infra.config_rules import is_loopback
from salescoach.rooms.settings.engines import InForce, Lack

CLAUDE_HOST = "api.anthropic.com"
OPENAI_HOST = "api.openai.com"


@dataclass(frozen=True, slots=True)
class Served:
    """``host`` is empty for an embedded engine. ``lack``: why it is not the chosen one."""

    engine: str
    host: str = ""
    lack: Lack | None = None

    @property
    def leaves(self) -> bool:
        """Whether what it is given leaves this machine. A service that is reached at an address of
        this machine has a gateway there, and leaves through it."""
        own_server = self.engine == "openai_compatible" and is_loopback(self.host)
        return bool(self.host) and not own_server


def speech_of(known: InForce) -> Served:
    settings = known.settings
    host = _host(settings.deepgram_base_url) if settings.stt_engine == "deepgram" else ""
    return Served(settings.stt_engine, host, known.lacks.get("stt_engine"))


def coach_of(known: InForce) -> Served:
    settings = known.settings
    host = ""
    if settings.coach_engine == "claude":
        host = _host(settings.anthropic_base_url) or CLAUDE_HOST
    elif settings.coach_engine == "openai_compatible":
        host = _host(settings.openai_base_url) or OPENAI_HOST
    return Served(settings.coach_engine, host, known.lacks.get("coach_engine"))


def _host(url: str | None) -> str:
    return (urlsplit(url).hostname or "") if url else ""
