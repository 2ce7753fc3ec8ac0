from training.examples import CALLS, FOLDER, LEARNT_CALLS, in_call, read_bank
from training.labelled_calls import read_calls

from salescoach.pipeline.labels import LABELS, NONE, OBJECTIONS


def test_every_sitting_is_learnt_from_and_the_calls_that_are_for_counting_are_not() -> None:
    sittings = {path.stem for path in FOLDER.glob("sitting_*.jsonl")}
    calls = {f"calls_{each}" for each in LEARNT_CALLS}

    assert {example.sitting for example in read_bank()} == sittings | calls
    assert {path.stem for path in CALLS.glob("*.txt")} - set(LEARNT_CALLS) == {"fourth", "fifth"}


def test_of_a_call_what_is_labelled_is_learnt_with_the_line_before() -> None:
    call = read_calls(CALLS / "first.txt")[0]

    found = list(in_call(call, "first"))

    labelled = {each.turn for each in call.objections} | set(call.buying) | set(call.tempting)
    theirs = [call.turns[turn][1] for turn in sorted(labelled)]
    assert [each.utterance.text for each in found] == theirs
    assert {each.label for each in found} <= set(LABELS)
    assert {each.label for each in found} >= {NONE}
    assert any(each.label in OBJECTIONS for each in found)
    assert all(each.utterance.before for each in found if each.utterance.text != call.turns[0][1])
