from pathlib import Path

import pytest

from salescoach.speech.engines.deepgram import DeepgramTranscriber
from salescoach.speech.engines.deepgram_options import DeepgramOptions
from salescoach.speech.engines.fallback import FallbackTranscriber
from salescoach.speech.errors import SpeechError
from salescoach.speech.registry import SpeechSettings, create_transcriber


def test_an_engine_is_found_by_its_name(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text("[]")
    engine = create_transcriber("scripted", SpeechSettings(script=script))
    assert engine.capabilities.name == "scripted"
    local = create_transcriber("local")
    assert local.capabilities.name == "local"
    assert not local.capabilities.network


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SpeechError, match="deepgram, local, scripted") as raised:
        create_transcriber("parrot")
    assert not raised.value.retryable


def test_the_scripted_engine_needs_its_script() -> None:
    with pytest.raises(SpeechError, match="SCRIPTED_TRANSCRIPT"):
        create_transcriber("scripted")


@pytest.mark.parametrize(
    ("lines", "hears"),
    [("[]", False), ('[{"channel": 0, "start_ms": 0, "end_ms": 9, "text": "Hi"}]', True)],
)
def test_an_empty_script_is_not_listened_for(tmp_path: Path, lines: str, hears: bool) -> None:
    script = tmp_path / "script.json"
    script.write_text(lines)

    engine = create_transcriber("scripted", SpeechSettings(script=script))

    assert engine.capabilities.hears is hears


async def test_deepgram_needs_its_key_and_has_the_embedded_engine_behind_it() -> None:
    with pytest.raises(SpeechError, match="DEEPGRAM_API_KEY") as raised:
        create_transcriber("deepgram")
    assert not raised.value.retryable
    english = create_transcriber("deepgram", SpeechSettings(deepgram=DeepgramOptions("key")))
    assert isinstance(english, FallbackTranscriber)
    assert english.capabilities.name == "deepgram"
    assert english.capabilities.network
    await english.aclose()
    options = DeepgramOptions("key", language="de-CH")
    german = create_transcriber("deepgram", SpeechSettings(deepgram=options))
    assert isinstance(german, DeepgramTranscriber)
    assert "de" in german.capabilities.languages
    await german.aclose()
