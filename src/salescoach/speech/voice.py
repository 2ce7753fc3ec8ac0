"""Is somebody speaking? The Silero detector, one recurrent state for each channel.

The network is small enough to live in the repository (MIT, see the licence beside it), so every
engine that has to cut speech into lines cuts it the same way.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

HOP = 512
"""Samples that one probability stands for (32 ms at 16 kHz)."""

HOP_MS = 32

_CONTEXT = 64
_RATE = np.array(16_000, np.int64)
_MODEL = Path(__file__).parent / "models" / "silero_vad_16k.onnx"


class VoiceModel:
    """The weights; shared by the detectors of all channels, from any thread."""

    def __init__(self, path: Path = _MODEL) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def step(
        self, window: npt.NDArray[np.float32], state: npt.NDArray[np.float32]
    ) -> tuple[float, npt.NDArray[np.float32]]:
        probability, state = self._session.run(
            None, {"input": window[None], "state": state, "sr": _RATE}
        )
        return float(probability[0, 0]), state


class VoiceDetector:
    """One channel's ear. Hops must come in order."""

    def __init__(self, model: VoiceModel) -> None:
        self._model = model
        self._window = np.zeros(_CONTEXT + HOP, np.float32)
        self._state = np.zeros((2, 1, 128), np.float32)

    def probability(self, hop: npt.NDArray[np.float32]) -> float:
        """Of speech in the next ``HOP`` samples, 0-1."""
        self._window[:_CONTEXT] = self._window[HOP:]
        self._window[_CONTEXT:] = hop
        probability, self._state = self._model.step(self._window, self._state)
        return probability
