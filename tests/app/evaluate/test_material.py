import json
from pathlib import Path
from typing import Any

import pytest

from salescoach.app.evaluate.material import json_values, read_material
from salescoach.domain.audio import Speaker
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.kit.errors import InvalidInput
from salescoach.pipeline.labels import OBJECTIONS


def utterance(**changes: Any) -> dict[str, Any]:
    return {
        "id": "u1",
        "context": [{"speaker": "salesperson", "text": "It is ninety a month."}],
        "text": "Ninety? That is a lot.",
        "signal": "objection",
        "objection_type": "price",
        "also_ok": ["question"],
        **changes,
    }


def call(**labels: Any) -> dict[str, Any]:
    turns = [
        {"speaker": "salesperson", "text": "Hello there.", "start": 0.5, "end": 1.5},
        {"speaker": "customer", "text": "Too dear.", "start": 2.0, "end": 3.0},
    ]
    return {"id": "c1", "turns": turns, "labels": labels}


def written(folder: Path, text: str, name: str = "a.jsonl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(utterance()) + "\n\n" + json.dumps(utterance(id="u2")) + "\n",
        json.dumps([utterance(), utterance(id="u2")], indent=1),
        json.dumps(utterance(), indent=1) + "\n" + json.dumps(utterance(id="u2"), indent=1),
        "\ufeff" + json.dumps(utterance()) + "\r\n" + json.dumps(utterance(id=2)),
    ],
    ids=["one a line", "a list", "one after another", "a mark at the beginning"],
)
def test_utterances_in_every_form(tmp_path: Path, text: str) -> None:
    first, second = read_material([written(tmp_path, text)]).utterances

    assert first.id == "u1"
    assert second.id in ("u2", "2")
    assert first.context == ((Speaker.SALESPERSON, "It is ninety a month."),)
    assert first.label == "objection:price"
    assert first.also_ok == {"question"}


def test_files_may_hold_both_shapes(tmp_path: Path) -> None:
    both = json.dumps(utterance()) + "\n" + json.dumps(call())
    only = json.dumps(call(stages=["opening", None]))

    material = read_material([written(tmp_path, both), written(tmp_path, only, "b.json")])

    assert len(material.utterances) == 1
    assert [each.stages for each in material.calls] == [(None, None), (Stage.OPENING, None)]


def test_a_call_with_its_labels_and_times(tmp_path: Path) -> None:
    labels = {"objections": [{"turn": 1, "type": "price"}], "buying_signals": [0], "extra": 1}

    (found,) = read_material([written(tmp_path, json.dumps(call(**labels)))]).calls

    assert [(line.start_ms, line.end_ms) for line in found.lines] == [(500, 1_500), (2_000, 3_000)]
    assert found.objections == ((1, ObjectionType.PRICE),)
    assert found.buying_signals == (0,)


def test_turns_without_times_follow_each_other(tmp_path: Path) -> None:
    untimed = call()
    for turn in untimed["turns"]:
        turn["start"] = turn["end"] = None

    (found,) = read_material([written(tmp_path, json.dumps(untimed))]).calls

    first, second = found.lines
    assert first.start_ms == 0
    assert first.end_ms > 500
    assert second.start_ms > first.end_ms


def test_objection_alone_accepts_every_kind(tmp_path: Path) -> None:
    vague = utterance(signal="none", objection_type=None, also_ok=["objection"])

    (found,) = read_material([written(tmp_path, json.dumps(vague))]).utterances

    assert found.also_ok == set(OBJECTIONS)


GOOD = json.dumps(utterance())


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (GOOD + "\n{oops", 2, "not JSON"),
        (GOOD + "\n" + json.dumps(utterance(id="x", signal="maybe")), 2, "signal"),
        (GOOD + "\n" + json.dumps(utterance(id="x", also_ok=["dear"])), 2, "objection:price"),
        (GOOD + "\n" + json.dumps(utterance(id="x", objection_type=None)), 2, "objection_type"),
        (GOOD + "\n" + json.dumps(utterance(id="x", signal="none")), 2, "objection_type"),
        (GOOD + "\n" + json.dumps(utterance(id="x", text="  ")), 2, "text"),
        (GOOD + "\n" + GOOD, 2, "'u1' is used before"),
        (GOOD + "\n[1]", 2, ""),
        ("[\n" + GOOD + ",\n 7]", 3, "dictionary"),
        (json.dumps(call(stages=["opening"])), 1, "labels.stages has 1 for 2 turns"),
        (json.dumps(call(buying_signals=[2])), 1, "turns count from 0 to 1"),
        (json.dumps(call(objections=[{"turn": -1, "type": "price"}])), 1, "labels.objections.0"),
        (json.dumps(call(objections=[{"turn": 0, "type": "cost"}])), 1, "labels.objections.0.type"),
        ('{"id": "c", "turns": []}', 1, "turns"),
    ],
)
def test_refusals_name_the_file_the_line_and_why(
    tmp_path: Path, text: str, line: int, why: str
) -> None:
    path = written(tmp_path, text)

    with pytest.raises(InvalidInput) as failure:
        read_material([path])

    assert failure.value.message.startswith(f"{path}, line {line}: ")
    assert why in failure.value.message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"id": "é"}'.encode("latin-1"))

    for path, why in (
        (tmp_path / "none.json", "No such file"),
        (tmp_path, "directory"),
        (latin, "UTF-8"),
        (written(tmp_path, "  \n"), "nothing labelled"),
    ):
        with pytest.raises(InvalidInput, match=why):
            read_material([path])


def test_an_open_list_is_not_json(tmp_path: Path) -> None:
    with pytest.raises(json.JSONDecodeError):
        list(json_values('[{"a": 1}'))
