"""A replay with a language model beside the embedded coach: a vendor's real client, real HTTP."""

import json
from pathlib import Path

import pytest

from salescoach.app.replay_desk import open_replay_desk
from salescoach.app.replay_source import open_source
from salescoach.domain.events import CallEvent, CallStarted, ModelUsed, SuggestionUpdated
from salescoach.infra.configuration import load_settings
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.opening import OpenCall
from salescoach.rooms.live.replay import replay
from salescoach.rooms.playbook.loader import parse
from tests.llm.speaking import speaks
from tests.llm.vendor import refusal, serving
from tests.pipeline.advised import advice
from tests.rooms.playbook.builders import MINIMAL

KEY = "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7"
SAY = "What does a missed call cost you now?"


def call(folder: Path) -> Path:
    turns = [
        {"speaker": "salesperson", "text": "We answer your phone.", "start": 0, "end": 2},
        {"speaker": "customer", "text": "That's a lot.", "start": 3, "end": 5},
    ]
    file = folder / "call.json"
    file.write_text(json.dumps({"turns": turns}))
    return file


async def played(folder: Path, vendor: str, url: str) -> list[CallEvent]:
    named = {
        "claude": {"anthropic_api_key": KEY, "anthropic_base_url": url},
        "openai_compatible": {"openai_base_url": f"{url}/v1", "openai_model": "gpt-test"},
    }
    settings = load_settings(None, data_dir=folder, coach_engine=vendor, **named[vendor])
    source = open_source(call(folder))
    events: list[CallEvent] = []
    (folder / "spool").mkdir()
    desk: CallDesk
    book = parse(MINIMAL)
    async with open_replay_desk(settings, source, folder / "spool", None, False, book) as desk:
        request = OpenCall(channels=source.channels, consent=True)
        await replay(desk, request, source.frames(), events.append)
    return events


@pytest.mark.parametrize("engine", ["claude", "openai_compatible"])
async def test_a_file_is_coached_by_the_model_too(engine: str, tmp_path: Path) -> None:
    vendor = engine.partition("_")[0]
    async with serving(speaks(vendor, advice(SAY))) as server:
        events = await played(tmp_path, engine, server.url)
    (started,) = [e for e in events if isinstance(e, CallStarted)]
    assert started.coach_engine == engine
    last = [e for e in events if isinstance(e, SuggestionUpdated)][-1]
    assert last.primary_suggestion is not None
    assert last.primary_suggestion.text == SAY
    (used,) = [e for e in events if isinstance(e, ModelUsed)]
    assert used.outcome == "shown"


async def test_without_an_answer_the_replay_is_the_embedded_coachs(tmp_path: Path) -> None:
    async with serving(refusal("claude/529")) as server:
        events = await played(tmp_path, "claude", server.url)
    assert not [e for e in events if isinstance(e, SuggestionUpdated)]
    (used,) = [e for e in events if isinstance(e, ModelUsed)]
    assert used.fault == "overloaded"
