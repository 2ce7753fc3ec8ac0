"""What a benchmark puts in the place of the engines: the server's settings, and what they heard.

``vendor``: engines behind an API, played by stand-ins in a process of their own. ``transport``: no
engine at all, so that only sockets, safe audio and the event log are left. ``local``: the embedded
engines with real speech.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from salescoach.app.bench.model_vendor import MODEL
from salescoach.app.bench.processes import Vendors, vendors

Engine = Literal["vendor", "transport", "local"]
Coach = Literal["model", "local"]

NEVER_LATE_MS = 5_000


@dataclass(frozen=True, slots=True)
class Plan:
    """``recording`` is what callers say to the embedded engine. ``coach`` only differs with
    engines behind an API. ``pinned``: the server has the first processor for itself."""

    engine: Engine
    calls: int
    seconds: float
    coach: Coach = "model"
    speech_delay_ms: int = 250
    model_delay_ms: int = 600
    recording: Path | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Engines:
    settings: dict[str, str]
    stand_ins: Vendors | None = None


@asynccontextmanager
async def engines(plan: Plan, folder: Path) -> AsyncIterator[Engines]:
    if plan.engine == "local":
        yield Engines({"STT_ENGINE": "local"})
    elif plan.engine == "transport":
        nothing = folder / "nothing.json"
        nothing.write_text("[]")
        yield Engines({"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(nothing)})
    else:
        delays = plan.speech_delay_ms / 1000, plan.model_delay_ms / 1000
        async with vendors(*delays) as stand_ins:
            settings = _speech(stand_ins)
            if plan.coach == "model":
                settings |= _model(stand_ins, plan.model_delay_ms)
            yield Engines(settings, stand_ins)


def _speech(stand_ins: Vendors) -> dict[str, str]:
    return {
        "STT_ENGINE": "deepgram",
        "DEEPGRAM_API_KEY": secrets.token_hex(20),
        "DEEPGRAM_BASE_URL": stand_ins.speech_url,
    }


def _model(stand_ins: Vendors, delay_ms: int) -> dict[str, str]:
    return {
        "COACH_ENGINE": "claude",
        "CLAUDE_MODEL": MODEL,
        "ANTHROPIC_API_KEY": f"sk-ant-{secrets.token_hex(20)}",
        "ANTHROPIC_BASE_URL": stand_ins.model_url,
        "FIRST_WORDS_MS": str(delay_ms + NEVER_LATE_MS),
        "CALL_BUDGET_USD": "0",
        "DAY_BUDGET_USD": "0",
    }
