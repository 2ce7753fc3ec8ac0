"""The Moonshine tiny English model, run by our own greedy decoder.

The package that carries the weights brings a streaming library too, but that one shares a single
voice detector between all streams of a process and decodes every update from scratch. Here a
decode takes the words of the last one as a draft and checks them in one step, which makes an
interim about three times cheaper, and every line comes with a confidence.
"""

import importlib.util
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from salescoach.domain.audio import SAMPLE_RATE
from salescoach.speech.errors import SpeechError
from salescoach.speech.hypothesis import NOTHING, Hypothesis

Samples = npt.NDArray[np.float32]
"""Mono, 16 kHz, from -1 to 1."""

_START, _END = 1, 2
_LAYERS, _HEADS, _HEAD_SIZE = 6, 8, 36
_TOKENS_PER_SECOND = 8.0
"""Nobody speaks faster; a decoder that does is in a loop."""
_SHORTEST = SAMPLE_RATE // 10


def model_folder() -> Path:
    """Where the installed package keeps the weights. Raises ``SpeechError`` when it is missing."""
    spec = importlib.util.find_spec("moonshine_voice")
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        folder = Path(place) / "assets" / "tiny-en"
        if (folder / "tokenizer.bin").exists():
            return folder
    raise SpeechError(
        "the speech model is not installed: run `make setup` again",
        code="speech_model_missing",
        retryable=False,
    )


def read_tokens(packed: bytes) -> list[bytes]:
    """The vocabulary file: each token is its length (one byte, or two from 128 up) and its
    UTF-8 bytes; a length of 0 is a token without text."""
    tokens: list[bytes] = []
    at = 0
    while at < len(packed):
        size = packed[at]
        at += 1
        if size >= 128:
            size = packed[at] * 128 + size - 128
            at += 1
        tokens.append(packed[at : at + size])
        at += size
    return tokens


def single_threaded(model: Path) -> ort.InferenceSession:
    """Two channels decode side by side, so a session that spreads over the cores only makes them
    wait for each other."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


class Moonshine:
    """Loaded weights. Any number of threads may call ``hear`` at once."""

    def __init__(self, folder: Path) -> None:
        self._encoder = single_threaded(folder / "encoder_model.ort")
        self._decoder = single_threaded(folder / "decoder_model_merged.ort")
        self._tokens = read_tokens((folder / "tokenizer.bin").read_bytes())
        names = [f"{i}.decoder.{part}" for i in range(_LAYERS) for part in ("key", "value")]
        cross = [f"{i}.encoder.{part}" for i in range(_LAYERS) for part in ("key", "value")]
        self._self_in = [f"past_key_values.{n}" for n in names]
        self._self_out = [f"present.{n}" for n in names]
        self._cross_in = [f"past_key_values.{n}" for n in cross]
        self._cross_out = [f"present.{n}" for n in cross]
        self._empty = np.zeros((1, _HEADS, 0, _HEAD_SIZE), np.float32)

    def hear(self, samples: Samples, draft: Sequence[int] = ()) -> Hypothesis:
        """The words of one stretch of speech, best a second or more and at most half a minute.

        ``draft`` is what an earlier decode heard in nearly the same audio; it saves time and
        does not bind the result.
        """
        if len(samples) < _SHORTEST:
            return NOTHING
        mask = np.ones((1, len(samples)), np.int64)
        encoded = self._encoder.run(
            ["last_hidden_state"], {"input_values": samples[None], "attention_mask": mask}
        )[0]
        most = math.ceil(len(samples) / SAMPLE_RATE * _TOKENS_PER_SECOND)
        tokens, log_probability = self._decode(mask, encoded, list(draft)[:most], most)
        text = self._spell(tokens)
        return Hypothesis(text, tuple(tokens), math.exp(log_probability / (len(tokens) + 1)))

    def _decode(
        self,
        mask: npt.NDArray[np.int64],
        encoded: npt.NDArray[np.float32],
        draft: list[int],
        most: int,
    ) -> tuple[list[int], float]:
        feed: dict[str, npt.NDArray[np.generic]] = {
            "encoder_attention_mask": mask,
            "encoder_hidden_states": encoded,
            "input_ids": np.array([[_START, *draft]], np.int64),
            "use_cache_branch": np.array([False]),
        }
        feed.update(dict.fromkeys(self._self_in + self._cross_in, self._empty))
        logits, *cache = self._decoder.run(["logits", *self._self_out, *self._cross_out], feed)
        own, cross = cache[: 2 * _LAYERS], cache[2 * _LAYERS :]

        tokens: list[int] = []
        total = 0.0
        for position, row in enumerate(logits[0]):
            token, log_probability = _best(row)
            total += log_probability
            if position >= len(draft) or token != draft[position]:
                break
            tokens.append(token)
        # The cache holds a draft's every token; only what was confirmed may be remembered.
        kept = len(tokens) + 1
        own = [np.ascontiguousarray(part[:, :, :kept]) for part in own]

        feed.update(zip(self._cross_in, cross, strict=True))
        feed["use_cache_branch"] = np.array([True])
        outputs = ["logits", *self._self_out]
        while token != _END and len(tokens) < most:
            tokens.append(token)
            feed["input_ids"] = np.array([[token]], np.int64)
            feed.update(zip(self._self_in, own, strict=True))
            logits, *own = self._decoder.run(outputs, feed)
            token, log_probability = _best(logits[0, -1])
            total += log_probability
        return tokens, total

    def _spell(self, tokens: list[int]) -> str:
        packed = b"".join(self._tokens[token] for token in tokens if token > _END)
        return packed.decode("utf-8", errors="ignore").replace("▁", " ").strip()


def _best(logits: npt.NDArray[np.float32]) -> tuple[int, float]:
    """The likeliest token and the logarithm of its probability."""
    token = int(logits.argmax())
    return token, -float(np.log(np.exp(logits - logits[token]).sum()))
