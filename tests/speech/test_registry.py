from pathlib import Path

import pytest

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
    with pytest.raises(SpeechError, match="local, scripted") as raised:
        create_transcriber("parrot")
    assert not raised.value.retryable


def test_the_scripted_engine_needs_its_script() -> None:
    with pytest.raises(SpeechError, match="SCRIPTED_TRANSCRIPT"):
        create_transcriber("scripted")
