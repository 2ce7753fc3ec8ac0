from pathlib import Path

import pytest
from training.judge_reviews import CALLS, Count
from training.labelled_calls import LabelledObjection, LabelledPromise, read_calls

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType

CALL = """
### roof-of-a-barn | outcome: interested | customer: Barry Thack | talked on: Tuesday
R: It is fourteen thousand.
C: I'd have to mend a lot of brakes for that.
  @ objection price ended=came_back
  @ missed what="nobody asked what a wet bay costs"
R: I'll text you the sheet tonight.
  @ promise by=salesperson what="texts the sheet" due="tonight" status=stands
C: Do. My own prices went up, too.
  @ none price why="their own"
  @ outcome

### wrong-number | outcome: no_conversation | customer: - | talked on: Friday
C: Is that the vet's?
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "calls.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_label_belongs_to_the_turn_above_it(tmp_path: Path) -> None:
    roof, wrong = read_calls(written(tmp_path, CALL))

    assert (roof.id, roof.outcome, roof.customer) == (
        "roof-of-a-barn",
        Outcome.INTERESTED,
        "Barry Thack",
    )
    assert roof.weekday == "tuesday"
    assert [speaker for speaker, _ in roof.turns] == [Speaker.SALESPERSON, Speaker.CUSTOMER] * 2
    assert roof.objections == [LabelledObjection(1, ObjectionType.PRICE, "came_back")]
    assert roof.promises == [LabelledPromise(2, "salesperson", "texts the sheet", "tonight", True)]
    assert (roof.missed, roof.tempting) == ({1}, {3})
    assert wrong.customer is None
    assert wrong.turns == [(Speaker.CUSTOMER, "Is that the vet's?")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("  @ objection weather ended=settled", "weather"),
        ("  @ guess", "guess"),
        ("  @ promise by=nobody what=it status=stands", "nobody"),
        ("He said something.", "neither a turn nor a label"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    heading = "### a | outcome: won | customer: - | talked on: Monday"
    with pytest.raises(ValueError, match=f"calls.txt, line 3: .*{told}"):
        read_calls(written(tmp_path, f"{heading}\nR: Good morning.\n{line}\n"))


def test_the_calls_are_read_whole_and_their_names_are_one_each() -> None:
    calls = [call for file in sorted(CALLS.glob("*.txt")) for call in read_calls(file)]

    assert len({call.id for call in calls}) == len(calls) == 60
    for call in calls:
        theirs = {turn for turn, (who, _) in enumerate(call.turns) if who is Speaker.CUSTOMER}
        assert {each.turn for each in call.objections} | call.missed <= theirs, call.id


def test_what_is_right_is_both_told_and_labelled() -> None:
    count = Count()
    count.add({1, 2}, {2, 3, 4})

    assert (count.right, count.told, count.labelled) == (1, 2, 3)
