"""Which engine answers to which name: one line an engine."""

import sys
from pathlib import Path

from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import Transcriber


def create_transcriber(
    name: str, *, update_interval_ms: int = 200, warm_workers: int = 1, script: Path | None = None
) -> Transcriber:
    """``name`` is a value of STT_ENGINE. Engines are imported only when asked for: each brings
    heavy libraries that the others do without. Raises ``SpeechError`` for an unknown name."""
    if name == "local" and sys.platform != "darwin":
        from salescoach.speech.engines.local import LocalOptions, LocalTranscriber

        return LocalTranscriber(
            LocalOptions(update_interval_ms=update_interval_ms, warm_workers=warm_workers)
        )
    raise SpeechError(f"no speech engine is called {name}", retryable=False)
