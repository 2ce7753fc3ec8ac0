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
        """Whether what it is given leaves this machine."""
        return bool(self.host) and not is_loopback(self.host)


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
