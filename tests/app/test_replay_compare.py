"""The command from two playbooks and calls to what would change."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from salescoach.app.cli import app
from salescoach.app.replay_compare import Compared, ComparedCall, as_text
from salescoach.domain.signal import Evidence
from salescoach.infra.config import Settings
from salescoach.rooms.live.compare import CallChanges, Change, Count, Moment
from tests.fakes import playbook
from tests.rooms.playbook.builders import MINIMAL

FIXTURES = Path(__file__).parents[2] / "fixtures"
CALL = {
    "turns": [
        {"speaker": "salesperson", "text": "It is five dollars a month.", "start": 0, "end": 2},
        {"speaker": "customer", "text": "That's a lot.", "start": 3, "end": 5},
    ]
}


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    Path("old.yaml").write_text(MINIMAL)
    Path("new.yaml").write_text(MINIMAL.replace("Compared to what", "Next to what"))
    Path("call.json").write_text(json.dumps(CALL))


def compare(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["replay", *arguments])


def test_calls_are_read_with_both_playbooks() -> None:
    same = compare("call.json", "--playbook", "old.yaml", "--compare", "old.yaml")
    other = ("call.json", "call.json", "--playbook", "new.yaml", "--compare", "old.yaml")
    told = compare(*other, "--fail-on-change")
    found = json.loads(compare(*other, "--json").stdout)

    assert (same.exit_code, told.exit_code) == (0, 1), same.output + told.output
    assert "Nothing would change in 1 call." in same.stdout
    assert "2 changed in 2 calls." in told.stdout
    assert "- Compared to what?" in told.stdout
    assert "+ Next to what?" in told.stdout
    assert found["changed"]
    assert [call["call"] for call in found["calls"]] == ["call.json", "call.json"]
    (change,) = found["calls"][0]["changes"]
    assert (change["what"], change["kind"], change["at_ms"]) == ("card", "words", 5_000)
    assert change["after"]["quote"] == "That's a lot."
    assert found["calls"][0]["cards"] == {"before": 1, "after": 1}


@pytest.mark.speech
def test_a_recording_is_transcribed_once_for_both() -> None:
    recording = FIXTURES / "audio" / "two_channel_short.ogg"

    done = compare(str(recording), "--playbook", "new.yaml", "--compare", "old.yaml", "--json")

    assert done.exit_code == 0, done.output
    (call,) = json.loads(done.stdout)["calls"]
    assert call["duration_ms"] > 1_000
    assert all(each["kind"] == "words" for each in call["changes"])


def test_a_single_replay_takes_a_playbook_of_a_file_too() -> None:
    done = compare("call.json", "--playbook", "new.yaml", "--json")

    assert done.exit_code == 0, done.output
    cards = [
        event["primary_suggestion"]["text"]
        for event in map(json.loads, done.stdout.splitlines())
        if event["type"] == "suggestion"
    ]
    assert cards == ["Next to what?"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["call.json", "call.json"], "Give one call, or --compare."),
        (["--compare", "old.yaml"], "--compare takes calls"),
        (["call.json", "--compare", "old.yaml", "--save"], "--compare takes calls"),
        (["call.json", "--compare", "none.yaml"], "none.yaml"),
        (["none.json", "--compare", "old.yaml"], "none.json"),
    ],
)
def test_what_does_not_fit_is_refused(arguments: list[str], why: str) -> None:
    refused = compare(*arguments)

    assert refused.exit_code != 0
    assert why in str(refused.exception)


def test_every_kind_of_change_is_told_with_its_moment_and_quote() -> None:
    def moment(text: str, at_ms: int) -> Moment:
        return Moment("id", text, "price", Evidence("t1", "word " * 40, at_ms - 1, at_ms))

    changes = (
        Change("card", "added", None, moment("New words", 61_000)),
        Change("tick", "removed", moment("A goal", 62_000), None),
        Change("card", "moved", moment("The card", 65_000), moment("The card", 125_000)),
        Change("card", "words", moment("Before", 126_000), moment("After", 126_000)),
    )
    call = ComparedCall("a.wav", CallChanges(130_000, Count(3, 3), Count(1, 0), changes))

    text = as_text(Compared(playbook(), playbook(), (call,)))

    assert "a.wav   cards 3 to 3, ticks 1 to 0, 4 changed" in text
    assert "1:01  card added   “word word" in text
    assert "1:02  tick removed" in text
    assert "2:05  card moved from 1:05" in text
    assert "2:06  card other words" in text
    assert "          - Before\n          + After" in text
    assert max(len(line) for line in text.splitlines()) < 140
