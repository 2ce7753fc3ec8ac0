"""Who hears a replay: nobody for a transcript, for a file a service that hears it whole, and
otherwise the engine of a live call."""

from contextlib import aclosing

from loguru import logger

from salescoach.app.replay_source import Source
from salescoach.app.wiring import build_transcriber, speech_settings
from salescoach.domain.playbook import Term
from salescoach.infra.config import Settings
from salescoach.speech.engines.scripted import ScriptedTranscriber
from salescoach.speech.errors import SpeechError
from salescoach.speech.recordings import hear_recordings
from salescoach.speech.registry import create_recording_transcriber
from salescoach.speech.transcriber import TranscribeOptions, Transcriber


async def replay_transcriber(
    settings: Settings, source: Source, vocabulary: tuple[Term, ...], *, whole: bool
) -> Transcriber:
    """``whole``: nobody watches it in time, so that the file may be heard at once. A service that
    cannot hear it leaves it to the engine of a live call, with a warning."""
    if source.script is not None:
        return ScriptedTranscriber(source.script)
    live = build_transcriber(settings)
    engine = create_recording_transcriber(settings.stt_engine, speech_settings(settings))
    if engine is None or not whole or not source.recordings:
        return live
    options = TranscribeOptions(source.channels, vocabulary=vocabulary, realtime=False)
    async with aclosing(engine):
        try:
            script = await hear_recordings(engine, source.recordings, options)
        except SpeechError as error:
            logger.warning("{} The recording is heard as a live call would be.", error.message)
            return live
    await live.aclose()
    return ScriptedTranscriber(script)
