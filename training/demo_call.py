"""Makes the demo call and the short two-channel recording, so that both can be made again.

Left is the salesperson, right the customer, each with its own quiet room. Needs what the project
does not: `sox`, `ffmpeg`, and a Python with numpy and piper-tts, with the voice
`en_US-joe-medium`. The voice varies a little from run to run, so listen and transcribe after it:

    python training/demo_call.py --voice PATH/en_US-joe-medium.onnx
"""

import argparse
import json
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from piper import PiperVoice, SynthesisConfig

ROOT = Path(__file__).resolve().parent.parent
RATE = 22_050
TALK_DB = -21.0
"""Level of speech in dBFS (RMS), as a good headset gives it."""
ROOM_DB = -64.0
LEAD_S = 0.6
SENTENCE_PAUSE_S = 0.18
SEED = 7

Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Voice:
    """``stretch`` is piper's length scale, ``speed`` moves pitch and vocal tract together,
    ``cents`` moves the pitch alone."""

    channel: int
    stretch: float
    speed: float
    cents: int


VOICES = {
    "salesperson": Voice(channel=0, stretch=1.0, speed=1.0, cents=0),
    "customer": Voice(channel=1, stretch=1.15, speed=1.23, cents=180),
}


@dataclass(frozen=True, slots=True)
class Line:
    """``gap`` is the silence before it in seconds, negative when it falls into the line before.
    ``signal`` of a customer's line is as in labelled calls."""

    speaker: str
    text: str
    gap: float
    signal: str = "none"
    objection_type: str | None = None


def sales(text: str, gap: float = 0.35) -> Line:
    return Line("salesperson", text, gap)


def customer(
    text: str, gap: float = 0.35, signal: str = "none", objection_type: str | None = None
) -> Line:
    return Line("customer", text, gap, signal, objection_type)


DEMO = (
    sales("Hello, is that Tony? This is Sam from Fernbell. Is this an okay moment?", 0),
    customer(
        "Sure, I have a few minutes before my next client. What is it about?", 0.4, "question"
    ),
    sales("I called your salon on Saturday and nobody picked up. Who answers when you are busy?"),
    customer("One of us runs to the desk. And on weekends it all goes to voicemail.", 0.4),
    sales("How many callers do you lose in a busy week?", 0.3),
    customer("I would say ten, maybe twelve. Most of them never call back.", 0.5),
    sales("And what is one new customer worth to you?", 0.3),
    customer("About a hundred dollars.", 0.4),
    sales(
        "So that is a thousand dollars a week. When you can't pick up, Fernbell takes the call. "
        "It puts the booking in your calendar and sends you a text.",
        0.35,
    ),
    customer("Okay, that would help. Does it work with Google Calendar?", 0.3, "question"),
    sales("Yes, it writes straight into Google Calendar. You choose which times it can offer."),
    customer(
        "But my older clients hate robots. They would just hang up.",
        0.3,
        "objection",
        "ai_concerns",
    ),
    sales(
        "I hear you. It says right away that it is an assistant, "
        "and callers can always ask for a person.",
        0.5,
    ),
    customer("And how much is it?", 0.3, "question"),
    sales("Seventy nine dollars a month, for two hundred calls.", 0.3),
    customer(
        "Hmm, that is a lot of money for a small salon like ours.", 0.35, "objection", "price"
    ),
    sales(
        "I understand. A single new customer pays for it, and the first two weeks are free.", 0.5
    ),
    customer(
        "Right, but I would have to talk to my brother first. The salon is his too.",
        -0.3,
        "objection",
        "authority",
    ),
    sales("Sure. What will he want to know first?", 0.5),
    customer("Probably how long we are tied to it.", 0.35),
    sales("Not at all. It is a monthly plan, and you can stop any time.", 0.3),
    customer("Okay, that sounds good. How do we get started?", 0.35, "buying_signal"),
    sales("Thirty minutes with me. Could the three of us meet on Thursday at ten?", 0.3),
    customer("Thursday at ten is good. Please invite us both.", 0.4, "buying_signal"),
    sales("Great, I will send it now. See you on Thursday, Tony.", 0.3),
    customer("Thanks, bye.", 0.3),
)

SHORT = (
    sales("Hi Tom, this is Sam. Did you have a look at our offer?", 0),
    customer(
        "I did, but honestly it is too expensive for a shop our size.", 0.4, "objection", "price"
    ),
    sales("I understand. What would one extra job a month bring in for you?", 0.5),
)


def run(*command: str | Path) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


def read(path: Path) -> Samples:
    with wave.open(str(path)) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    return pcm.astype(np.float64) / 32768


def write(path: Path, channels: Samples, rate: int = RATE) -> None:
    """``channels`` is (samples, channels)."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(channels, -1, 1) * 32767).astype("<i2").tobytes())


def speak(line: Line, synthesizer: PiperVoice, folder: Path) -> Samples:
    """The line alone, from its first to its last sound, at talking level."""
    voice = VOICES[line.speaker]
    raw, shaped = folder / "raw.wav", folder / "shaped.wav"
    shape = SynthesisConfig(length_scale=voice.stretch, noise_scale=0.4, noise_w_scale=0.5)
    pause = np.zeros(round(SENTENCE_PAUSE_S * RATE))
    said: list[Samples] = []
    for sentence in synthesizer.synthesize(line.text.replace("Fernbell", "Fern Bell"), shape):
        said += [sentence.audio_float_array.astype(np.float64), pause]
    write(raw, np.concatenate(said)[:, None])
    run("sox", raw, "-r", str(RATE), shaped, "speed", str(voice.speed), "pitch", str(voice.cents))
    samples = trimmed(read(shaped))
    loud = samples[np.abs(samples) > 0.02]
    return samples * (10 ** (TALK_DB / 20) / np.sqrt(np.mean(loud**2)) * 1.2)


def trimmed(samples: Samples) -> Samples:
    window = RATE // 100
    frames = samples[: len(samples) // window * window].reshape(-1, window)
    voiced = np.flatnonzero(np.sqrt((frames**2).mean(axis=1)) > 0.006)
    return samples[voiced[0] * window : (voiced[-1] + 1) * window]


def room(length: int, rng: np.random.Generator) -> Samples:
    """Two independent quiet rooms: noise with its upper half rolled off."""
    noise = rng.standard_normal((length, 2))
    soft = noise.copy()
    for i in range(1, 6):
        soft[i:] += noise[:-i] * 0.6**i
    return soft / np.sqrt((soft**2).mean()) * 10 ** (ROOM_DB / 20)


def record(
    lines: tuple[Line, ...], synthesizer: PiperVoice, tail_s: float
) -> tuple[Samples, list[dict]]:
    """The call as (samples, 2) and its turns with times in seconds."""
    placed: list[tuple[int, Line, Samples]] = []
    at = round(LEAD_S * RATE)
    with tempfile.TemporaryDirectory() as name:
        for line in lines:
            samples = speak(line, synthesizer, Path(name))
            at += round(line.gap * RATE)
            placed.append((at, line, samples))
            at += len(samples)
    call = room(at + round(tail_s * RATE), np.random.default_rng(SEED))
    turns = []
    for start, line, samples in placed:
        call[start : start + len(samples), VOICES[line.speaker].channel] += samples
        turn: dict[str, object] = {
            "speaker": line.speaker,
            "text": line.text,
            "start": round(start / RATE, 3),
            "end": round((start + len(samples)) / RATE, 3),
        }
        if line.speaker == "customer":
            turn |= {"signal": line.signal, "objection_type": line.objection_type}
        turns.append(turn)
    return call, turns


def save_reference(path: Path, file: str, kind: str, seconds: float, turns: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"file": file, "kind": kind, "seconds": round(seconds, 2), "turns": turns}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def make_demo(synthesizer: PiperVoice, folder: Path) -> None:
    call, turns = record(DEMO, synthesizer, tail_s=0.8)
    wav, out = folder / "demo.wav", ROOT / "frontend/public/demo/demo-call.mp3"
    write(wav, call)
    out.parent.mkdir(parents=True, exist_ok=True)
    # MP3 is what every browser decodes; coupled stereo would let one voice leak into the other.
    run(
        "ffmpeg", "-y", "-i", wav, "-map_metadata", "-1", "-c:a", "libmp3lame",
        "-joint_stereo", "0", "-b:a", "80k", out,
    )  # fmt: skip
    save_reference(
        ROOT / "fixtures/calls/demo-call.json",
        "frontend/public/demo/demo-call.mp3",
        "sales call, text-to-speech, stereo: left the salesperson, right the customer",
        len(call) / RATE,
        turns,
    )


def make_short(synthesizer: PiperVoice, folder: Path) -> None:
    call, turns = record(SHORT, synthesizer, tail_s=0.8)
    wav, audio = folder / "short.wav", ROOT / "fixtures/audio"
    audio.mkdir(parents=True, exist_ok=True)
    write(wav, call)
    run(
        "ffmpeg", "-y", "-i", wav, "-map_metadata", "-1", "-c:a", "libopus", "-b:a", "128k",
        audio / "two_channel_short.ogg",
    )  # fmt: skip
    for name, voice in VOICES.items():
        side = str(voice.channel + 1)
        run("sox", "-D", wav, "-r", "16000", audio / f"{name}.wav", "remix", side)
    save_reference(
        audio / "two_channel_short.json",
        "two_channel_short.ogg",
        "sales call, text-to-speech, stereo: left the salesperson, right the customer; "
        "salesperson.wav and customer.wav are its two sides",
        len(call) / RATE,
        turns,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--voice", type=Path, required=True, help="en_US-joe-medium.onnx")
    synthesizer = PiperVoice.load(parser.parse_args().voice)
    with tempfile.TemporaryDirectory() as name:
        make_demo(synthesizer, Path(name))
        make_short(synthesizer, Path(name))


if __name__ == "__main__":
    main()
