from training.examples import FOLDER, LEARNT, is_learnt, read_bank


def test_sittings_that_only_measure_are_not_learnt_from() -> None:
    assert {example.sitting for example in read_bank()} == {f"sitting_{each}" for each in LEARNT}
    assert not is_learnt(FOLDER / "sitting_m.jsonl")
    assert is_learnt(FOLDER / "tones.jsonl")
