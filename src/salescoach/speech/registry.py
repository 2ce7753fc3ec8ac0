"""Which engine answers to which name: one line an engine."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from salescoach.speech.engines.deepgram_options import DeepgramOptions
from salescoach.speech.errors import SpeechError
from salescoach.speech.recordings import RecordingTranscriber
from salescoach.speech.shelf import Lent
from salescoach.speech.transcriber import Transcriber


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """What engines may ask for. Times in milliseconds. ``standby``: the embedded engine that
    serves behind a service, when there is one already; whoever gives it closes it."""

    update_interval_ms: int = 200
    economy_interval_ms: int = 500
    warm_workers: int = 1
    script: Path | None = None
    deepgram: DeepgramOptions | None = None
    standby: Transcriber | None = None


def _local(settings: SpeechSettings) -> Transcriber:
    from salescoach.speech.engines.local import LocalOptions, LocalTranscriber
    from salescoach.speech.engines.whisper import UPDATE_INTERVAL_MS

    if sys.platform == "darwin":
        return LocalTranscriber(
            LocalOptions(
                model="whisper",
                update_interval_ms=UPDATE_INTERVAL_MS,
                economy_interval_ms=2 * UPDATE_INTERVAL_MS,
                warm_workers=settings.warm_workers,
            )
        )
    return LocalTranscriber(
        LocalOptions(
            update_interval_ms=settings.update_interval_ms,
            economy_interval_ms=settings.economy_interval_ms,
            warm_workers=settings.warm_workers,
        )
    )


def _scripted(settings: SpeechSettings) -> Transcriber:
    from salescoach.speech.engines.scripted import ScriptedTranscriber, read_script

    if settings.script is None:
        raise SpeechError(
            "the scripted engine needs SCRIPTED_TRANSCRIPT",
            code="script_missing",
            retryable=False,
        )
    script = read_script(settings.script)
    # Without a line nothing is left but the transport of sound.
    return ScriptedTranscriber(script, hears=bool(script))


def _with_key(settings: SpeechSettings) -> DeepgramOptions:
    options = settings.deepgram
    if options is None or not options.api_key:
        raise SpeechError(
            "the deepgram engine needs DEEPGRAM_API_KEY",
            code="deepgram_key_missing",
            retryable=False,
        )
    return options


def _deepgram(settings: SpeechSettings) -> Transcriber:
    """With the embedded engine behind it, where that hears the language."""
    from salescoach.speech.engines.deepgram import DeepgramTranscriber
    from salescoach.speech.engines.fallback import FallbackTranscriber

    options = _with_key(settings)
    service = DeepgramTranscriber(options)
    standby = Lent(settings.standby) if settings.standby is not None else _local(settings)
    if options.language.partition("-")[0] not in standby.capabilities.languages:
        return service
    return FallbackTranscriber(service, standby)


# Imported only when asked for: each brings heavy libraries that the others do without.
_ENGINES: dict[str, Callable[[SpeechSettings], Transcriber]] = {
    "deepgram": _deepgram,
    "local": _local,
    "scripted": _scripted,
}


def create_recording_transcriber(
    name: str, settings: SpeechSettings
) -> RecordingTranscriber | None:
    """What hears whole files better than they are heard in order, None when the engine has no such
    way. Raises as ``create_transcriber`` does."""
    if name != "deepgram":
        return None
    from salescoach.speech.engines.deepgram_recordings import DeepgramRecordings

    return DeepgramRecordings(_with_key(settings))


def create_transcriber(name: str, settings: SpeechSettings | None = None) -> Transcriber:
    """``name`` is a value of STT_ENGINE. Raises ``SpeechError``, not retryable, for a name that no
    engine has and for settings that the engine cannot work with."""
    engine = _ENGINES.get(name)
    if engine is None:
        known = ", ".join(sorted(_ENGINES))
        raise SpeechError(
            f"there is no speech engine {name!r}; the engines are {known}",
            code="unknown_engine",
            retryable=False,
        )
    return engine(settings or SpeechSettings())
