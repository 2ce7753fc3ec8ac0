"""`salescoach smoke` against a real server: every tick, the call and its deletion included."""

import asyncio
import json
from pathlib import Path

import pytest

from salescoach.app.smoke.command import try_out
from salescoach.app.smoke.target import Target
from tests.live_server.running import running
from tests.live_server.test_calls import SCRIPT

pytestmark = pytest.mark.speech

TOKEN = "a-token-of-some-length-0123456789"


async def test_everything_is_ticked_off(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    await asyncio.to_thread(script.write_text, json.dumps(SCRIPT))
    settings = {
        "STT_ENGINE": "scripted",
        "SCRIPTED_TRANSCRIPT": str(script),
        "ACCESS_TOKEN": TOKEN,
    }
    async with running(tmp_path, **settings) as server:
        target = Target.at(f"http://127.0.0.1:{server.port}", TOKEN)
        found = [checked async for checked in try_out(target, call=True)]
    assert [f"{each.name}: {each.detail}" for each in found if not each.ok] == []
    assert [each.name for each in found] == ["alive", "health", "access", "page", "call"]
