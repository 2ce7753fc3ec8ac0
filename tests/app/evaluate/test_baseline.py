import json
from pathlib import Path

import pytest

from salescoach.app.evaluate.baseline import (
    Baseline,
    compare_calls,
    compare_utterances,
    read_baseline,
)
from salescoach.app.evaluate.calls import CallResult, Tally
from salescoach.app.evaluate.material import LabelledUtterance
from salescoach.app.evaluate.report import Evaluation, as_json, prediction
from salescoach.app.evaluate.utterances import Answer, Marked
from salescoach.kit.errors import InvalidInput
from tests.fakes import playbook

UTTERANCES = tuple(
    LabelledUtterance(f"u{at}", (), "Well.", "objection:price" if at % 2 else "none", frozenset())
    for at in range(40)
)


def answers(right: int) -> list[Answer]:
    """The first ``right`` of them are right."""
    return [
        Answer(each.id, each.label if at < right else "question", 0.8)
        for at, each in enumerate(UTTERANCES)
    ]


def test_predictions_and_the_whole_json_are_the_same_baseline(tmp_path: Path) -> None:
    done = answers(30)
    lines, whole = tmp_path / "p.jsonl", tmp_path / "e.json"
    lines.write_text("".join(json.dumps(prediction(each)) + "\n" for each in done))
    result = CallResult("c", (), (), (), Tally(seconds=60, cards=2))
    evaluation = Evaluation(playbook(), Marked(UTTERANCES, done), (result,), None)
    whole.write_text(as_json(evaluation, with_errors=True))

    assert read_baseline(lines) == Baseline({each.id: each for each in done}, {})
    again = read_baseline(whole)
    assert again.answers == read_baseline(lines).answers
    assert again.tallies == {"c": result.tally}


def test_what_became_right_and_wrong() -> None:
    before = Baseline({each.id: each for each in answers(10)}, {})

    found = compare_utterances(UTTERANCES, answers(35), before)

    assert found is not None
    assert (found.total, found.common) == (40, 40)
    assert found.fixed == tuple(f"u{at}" for at in range(10, 35))
    assert found.broken == ()
    assert found.chance is not None
    assert found.chance < 0.001
    assert found.figures["labels_macro_f1"].verdict == "better"
    assert found.figures["ece"].verdict == "better"
    back = compare_utterances(UTTERANCES, answers(10), Baseline(_by_id(answers(35)), {}))
    assert back is not None
    assert back.figures["ece"].verdict == "worse"


def test_only_what_is_in_both_is_compared() -> None:
    some = _by_id(answers(40)[:15])

    found = compare_utterances(UTTERANCES, answers(40), Baseline(some, {}))

    assert found is not None
    assert (found.total, found.common) == (40, 15)
    assert found.figures["labels_macro_f1"].verdict == "no clear difference"
    assert compare_utterances(UTTERANCES, answers(40), Baseline({}, {})) is None


def test_calls_are_compared_by_what_they_add_up_to() -> None:
    def results(right: int) -> list[CallResult]:
        tally = Tally(seconds=600, stages=10, stages_right=right, cards_false=10 - right)
        return [CallResult(f"c{at}", (), (), (), tally) for at in range(8)]

    before = Baseline({}, {each.id: each.tally for each in results(5)})

    found = compare_calls(results(9), before)

    assert found is not None
    assert found.figures["stage_accuracy"].verdict == "better"
    assert found.figures["false_cards_per_10_min"].verdict == "better"
    assert found.figures["objection_recall"].verdict == "no clear difference"
    assert compare_calls(results(9), Baseline({}, {})) is None


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        '{"id": "u1", "signal": "perhaps", "confidence": 0.5}',
        '{"id": "u1", "signal": "objection", "confidence": 0.5}',
        '{"id": "u1", "signal": "none", "confidence": 85}',
        '{"type": "evaluation", "utterances": {"predictions": [{"id": 1}]}}',
    ],
)
def test_a_file_that_no_run_wrote_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text)

    with pytest.raises(InvalidInput) as failure:
        read_baseline(path)

    assert failure.value.code == "invalid_baseline"


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="No such file"):
        read_baseline(tmp_path / "none.json")


def _by_id(given: list[Answer]) -> dict[str, Answer]:
    return {each.id: each for each in given}
