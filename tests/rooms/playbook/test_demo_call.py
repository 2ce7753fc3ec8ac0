"""The recordings of ours say what their references claim, side by side and in time."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from salescoach.domain.signal import ObjectionType, SignalKind
from salescoach.rooms.playbook.loader import load_default

ROOT = Path(__file__).parents[3]
RATE = 16_000
SIDES = {"salesperson": 0, "customer": 1}
RECORDINGS = {
    "demo": (ROOT / "frontend/public/demo/demo-call.mp3", ROOT / "fixtures/calls/demo-call.json"),
    "short": (
        ROOT / "fixtures/audio/two_channel_short.ogg",
        ROOT / "fixtures/audio/two_channel_short.json",
    ),
}


def reference(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(RECORDINGS[name][1].read_text(encoding="utf-8"))
    return content


def decoded(path: Path) -> NDArray[np.float32]:
    """(samples, channels) at 16 kHz."""
    resampler = av.AudioResampler(format="fltp", rate=RATE)
    with av.open(str(path)) as file:
        frames = [f for frame in file.decode(audio=0) for f in resampler.resample(frame)]
    frames += resampler.resample(None)
    return np.concatenate([f.to_ndarray() for f in frames], axis=1).T.astype(np.float32)


def level(samples: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(samples**2) + 1e-12))


@pytest.mark.parametrize("name", RECORDINGS)
def test_each_turn_sounds_on_its_side_alone(name: str) -> None:
    sound, turns = decoded(RECORDINGS[name][0]), reference(name)["turns"]
    assert sound.shape[1] == 2
    for turn in turns:
        own = SIDES[turn["speaker"]]
        start, end = round(turn["start"] * RATE), round(turn["end"] * RATE)
        assert level(sound[start:end, own]) > -30
        margin = min(round(0.4 * RATE), (end - start) // 4)  # the one overlap is shorter
        assert level(sound[start + margin : end - margin, 1 - own]) < -55
        before = sound[start - round(0.25 * RATE) : start - round(0.1 * RATE), own]
        assert level(before) < -55


@pytest.mark.parametrize("name", RECORDINGS)
def test_recordings_are_small(name: str) -> None:
    path, _ = RECORDINGS[name]
    assert path.stat().st_size < (1_000_000 if name == "demo" else 400_000)


def test_the_demo_shows_what_the_coach_can_do() -> None:
    call = reference("demo")
    assert 80 <= call["seconds"] <= 100
    turns = call["turns"]
    gaps = [b["start"] - a["end"] for a, b in pairwise(turns)]
    assert sum(gap < 0 for gap in gaps) == 1
    heard = {(t["signal"], t["objection_type"]) for t in turns if t["speaker"] == "customer"}
    assert heard >= {
        ("objection", ObjectionType.PRICE),
        ("objection", ObjectionType.AUTHORITY),
        ("objection", ObjectionType.AI_CONCERNS),
        ("question", None),
        ("buying_signal", None),
    }


def test_the_demo_sells_the_product_of_the_default_playbook() -> None:
    playbook = load_default()
    turns = reference("demo")["turns"]
    assert any(playbook.product.name in t["text"] for t in turns)
    drawers = {(c.signal, c.objection_type) for c in playbook.categories}
    for turn in turns:
        if turn.get("signal") == "objection":
            assert (SignalKind.OBJECTION, ObjectionType(turn["objection_type"])) in drawers
