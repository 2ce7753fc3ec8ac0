"""The model as three graphs: lower layers, and above them either the shipped layers, which give a
sentence its vector, or our own, which say what an utterance means.

Whatever is asked of a text, its lower layers run once. A graph takes one text: a batch would have
to be padded, and a neighbour must not change a text's result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from salescoach.embedding.layers import LARGEST, Floats, Layer, Matrix, Normal
from salescoach.embedding.shipped import HEADS, WIDTH, Table
from salescoach.embedding.tokens import MAX_LENGTH

OPSET, IR_VERSION = 20, 10
RUNTIME_OPS = "com.microsoft"
"""Operators that onnxruntime has beyond the standard."""

BLOCK = 128
"""Inputs of this many in a row are rounded by one step."""

EPSILON = 1e-12
FAR = 1e4

IDS, SEGMENTS, OWN = "ids", "segments", "own"
ROWS, VECTOR, SCORES, SUMS = "rows", "vector", "scores", "sums"
SHAPES: dict[str, list[int | str]] = {
    IDS: [1, "pieces"],
    SEGMENTS: [1, "pieces"],
    ROWS: [1, "pieces", WIDTH],
    OWN: ["parts", "pieces"],
    VECTOR: [1, WIDTH],
    SCORES: ["parts", "labels"],
    SUMS: [1, "pieces", WIDTH],
}


@dataclass(frozen=True, slots=True)
class Head:
    """From rows to scores: their mean, and their mean by how much ``attend`` (384) looks at each,
    times ``out`` (768, labels) plus ``shift``."""

    attend: Floats
    out: Floats
    shift: Floats


def lower_graph(table: Table, layers: Sequence[Layer]) -> bytes:
    """``ids`` and ``segments`` (1, pieces) -> ``rows`` (1, pieces, 384)."""
    graph = _Graph()
    pieces = graph.add("Gather", graph.store(table.pieces), IDS)
    steps = graph.add("Gather", graph.store(table.steps), IDS)
    words = graph.add("Mul", graph.add("Cast", pieces, to=TensorProto.FLOAT), steps)
    count = graph.add("Shape", IDS, start=1, end=2)
    start, axis = graph.whole(0), graph.whole(0)
    places = graph.add("Slice", graph.store(table.places[:MAX_LENGTH]), start, count, axis)
    segments = graph.add("Gather", graph.store(table.segments), SEGMENTS)
    total = graph.add("Add", graph.add("Add", words, places), segments)
    normal = (graph.store(table.normal.scale), graph.store(table.normal.shift))
    rows = graph.add("LayerNormalization", total, *normal, axis=-1, epsilon=EPSILON)
    graph.name(_through(graph, layers, rows), ROWS)
    return graph.model({IDS: TensorProto.INT64, SEGMENTS: TensorProto.INT64}, ROWS)


def sentence_graph(layers: Sequence[Layer]) -> bytes:
    """``rows`` -> ``vector`` (1, 384) of unit length."""
    graph = _Graph()
    mean = graph.add("ReduceMean", _through(graph, layers, ROWS), graph.whole(1), keepdims=0)
    graph.name(graph.add("LpNormalization", mean, axis=-1, p=2), VECTOR)
    return graph.model({ROWS: TensorProto.FLOAT}, VECTOR)


def utterance_graph(layers: Sequence[Layer], head: Head) -> bytes:
    """``rows`` and ``own`` (parts, pieces), which is 1 where a piece belongs to the part that is
    judged and 0 elsewhere -> ``scores`` (parts, labels)."""
    graph = _Graph()
    rows = _through(graph, layers, ROWS)
    said = graph.add("Squeeze", rows, graph.whole(0))
    count = graph.add("ReduceSum", OWN, graph.whole(1), keepdims=1)
    mean = graph.add("Div", graph.add("MatMul", OWN, said), count)
    looks = graph.add("MatMul", said, graph.store(head.attend[:, None]))
    others = graph.add("Sub", OWN, graph.store(np.float32(1)))
    away = graph.add("Mul", others, graph.store(np.float32(FAR)))
    seen = graph.add("Add", graph.add("Transpose", looks), away)
    attention = graph.add("MatMul", graph.add("Softmax", seen, axis=1), said)
    both = graph.add("Concat", mean, attention, axis=-1)
    scores = graph.add("Gemm", both, graph.store(head.out), graph.store(head.shift))
    graph.name(scores, SCORES)
    return graph.model({ROWS: TensorProto.FLOAT, OWN: TensorProto.FLOAT}, SCORES)


def trial_graph() -> bytes:
    """``rows`` (1, pieces, 384) -> ``sums`` of the same shape, made of the largest bytes there
    are: for ones each sum is 384, unless the processor adds them in too few bits."""
    graph = _Graph()
    weights = graph.store(np.full((WIDTH, WIDTH), LARGEST, np.int8))
    steps = graph.store(np.full(WIDTH, 1 / LARGEST, np.float32))
    graph.name(graph.own("DynamicQuantizeMatMul", ROWS, weights, steps), SUMS)
    return graph.model({ROWS: TensorProto.FLOAT}, SUMS)


class _Graph:
    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._stored: list[onnx.TensorProto] = []

    def store(self, values: npt.NDArray[np.generic] | np.generic) -> str:
        name = f"stored_{len(self._stored)}"
        self._stored.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def whole(self, *numbers: int) -> str:
        return self.store(np.array(numbers, np.int64))

    def add(self, kind: str, *inputs: str, **attributes: int | float) -> str:
        return self.many(kind, inputs, 1, "", **attributes)[0]

    def own(self, kind: str, *inputs: str, **attributes: int | float) -> str:
        """One of the runtime's operators."""
        return self.many(kind, inputs, 1, RUNTIME_OPS, **attributes)[0]

    def many(
        self,
        kind: str,
        inputs: Sequence[str],
        count: int,
        domain: str = "",
        **attributes: int | float,
    ) -> list[str]:
        outputs = [f"made_{len(self._nodes)}_{number}" for number in range(count)]
        node = helper.make_node(kind, list(inputs), outputs, domain=domain)
        node.attribute.extend(helper.make_attribute(*each) for each in attributes.items())
        self._nodes.append(node)
        return outputs

    def name(self, value: str, name: str) -> None:
        self._nodes.append(helper.make_node("Identity", [value], [name]))

    def model(self, inputs: dict[str, int], output: str) -> bytes:
        def described(name: str, kind: int) -> onnx.ValueInfoProto:
            return helper.make_tensor_value_info(name, kind, SHAPES[name])

        graph = helper.make_graph(
            self._nodes,
            output,
            [described(name, kind) for name, kind in inputs.items()],
            [described(output, TensorProto.FLOAT)],
            self._stored,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME_OPS, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
        content: bytes = model.SerializeToString()
        return content


def _through(graph: _Graph, layers: Sequence[Layer], rows: str) -> str:
    for layer in layers:
        parts = graph.many("Split", [_product(graph, layer.ask, rows)], 3, axis=-1, num_outputs=3)
        heard = graph.own("MultiHeadAttention", *parts, num_heads=HEADS)
        rows = _normal(graph, layer.mixed, _product(graph, layer.mix, heard), rows)
        wide = graph.own("Gelu", _product(graph, layer.widen, rows))
        rows = _normal(graph, layer.layered, _product(graph, layer.narrow, wide), rows)
    return rows


def _product(graph: _Graph, matrix: Matrix, rows: str) -> str:
    shifts = graph.store(matrix.shifts)
    if matrix.eased is not None:
        eased = graph.add("Mul", rows, graph.store(matrix.eased))
        weights, steps = graph.store(matrix.weights), graph.store(matrix.steps)
        return graph.own("DynamicQuantizeMatMul", eased, weights, steps, "", shifts)
    count, width = matrix.weights.shape
    blocks = count // BLOCK
    # The operator takes bytes above zero, in blocks of the inputs of one output.
    above = (matrix.weights.T.astype(np.int16) + 128).astype(np.uint8)
    return graph.own(
        "MatMulNBits",
        rows,
        graph.store(above.reshape(width, blocks, BLOCK)),
        graph.store(np.repeat(matrix.steps, blocks)),
        "",
        "",
        shifts,
        K=count,
        N=width,
        bits=8,
        block_size=BLOCK,
        accuracy_level=4,
    )


def _normal(graph: _Graph, normal: Normal, rows: str, before: str) -> str:
    total = graph.add("Add", rows, before)
    weights = (graph.store(normal.scale), graph.store(normal.shift))
    return graph.add("LayerNormalization", total, *weights, axis=-1, epsilon=EPSILON)
