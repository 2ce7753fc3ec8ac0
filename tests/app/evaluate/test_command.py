"""The command from its files to what it prints."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from salescoach.app.cli import app
from salescoach.app.evaluate.baseline import read_baseline
from salescoach.app.evaluate.command import judge
from salescoach.app.evaluate.material import read_material
from salescoach.app.evaluate.playbooks import neutral
from salescoach.app.evaluate.report import as_json
from salescoach.app.evaluate.tables import as_text, misses_as_text
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.infra.config import Settings
from salescoach.kit.errors import InvalidInput
from tests.fakes import expertise, trigger
from tests.rooms.playbook.builders import MINIMAL


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def utterance(name: str, text: str, signal: str, kind: str | None = None) -> dict[str, Any]:
    return {"id": name, "text": text, "signal": signal, "objection_type": kind}


def material(folder: Path) -> Path:
    lines = [
        utterance("a", trigger("price"), "objection", "price"),
        utterance("b", trigger("authority"), "objection", "trust"),
        utterance("c", "Mhm.", "none"),
        utterance("d", "Which one is it?", "question"),
        utterance("e", trigger("closing"), "none"),
        {
            "id": "call",
            "turns": [
                {"speaker": "salesperson", "text": "Hello.", "start": 0, "end": 1},
                {"speaker": "customer", "text": trigger("price"), "start": 2, "end": 4},
                {"speaker": "salesperson", "text": "I see.", "start": 5, "end": 6},
                {"speaker": "customer", "text": trigger("callback"), "start": 40, "end": 44},
            ],
            "labels": {"stages": ["opening"] * 4, "objections": [{"turn": 0, "type": "need"}]},
        },
    ]
    path = folder / "m.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


async def test_the_json_holds_what_the_help_promises(tmp_path: Path) -> None:
    evaluation, _ = await judge(await expertise(), read_material([material(tmp_path)]))

    found = json.loads(as_json(evaluation, with_errors=True))

    assert found["type"] == "evaluation"
    assert found["playbook"] == {"id": "default", "version": 1}
    assert found["peak_rss_mb"] > 0
    utterances = found["utterances"]
    assert utterances["count"] == 5
    assert utterances["signals"]["strict"]["classes"]["objection"]["recall"] == 1.0
    assert utterances["labels"]["strict"]["classes"]["objection:trust"]["recall"] == 0.0
    assert utterances["figures"]["objection_type_accuracy"] == 0.5
    assert utterances["objection_at_recall"]["precision"] == 1.0
    assert len(utterances["confusion"]["rows"]) == len(utterances["confusion"]["labels"]) == 11
    assert sum(each["count"] for each in utterances["reliability"]) == 5
    assert set(utterances["latency_ms"]) == {"p50", "p95", "cpu_p50", "cpu_p95"}
    quiet = utterances["predictions"][2]
    assert (quiet["id"], quiet["signal"], quiet["objection_type"]) == ("c", "none", None)
    assert {miss["id"] for miss in utterances["errors"]} == {"b", "e"}
    (call,) = found["calls"]["items"]
    assert call["tally"]["objections_found_any_type"] == 1
    assert call["missed"][0]["heard"] == ["price"]
    assert call["false_cards"][0]["turn"] == 3
    assert found["calls"]["figures"]["buying_signal_recall"] is None
    assert "baseline" not in found


async def test_a_run_is_its_own_baseline(tmp_path: Path) -> None:
    built, labelled = await expertise(), read_material([material(tmp_path)])
    first, _ = await judge(built, labelled)
    earlier = tmp_path / "earlier.json"
    earlier.write_text(as_json(first))

    again, _ = await judge(built, labelled, read_baseline(earlier))

    compared = json.loads(as_json(again))["baseline"]
    assert compared["utterances"]["fixed"] == compared["utterances"]["broken"] == []
    verdicts = {each["verdict"] for each in compared["utterances"]["figures"].values()}
    assert verdicts == {"no clear difference"}
    assert compared["calls"]["common"] == 1
    assert "0 became right, 0 became wrong" in as_text(again)


async def test_a_baseline_of_other_material_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "z", "signal": "none", "objection_type": null, "confidence": 1}')

    with pytest.raises(InvalidInput, match="none of these ids"):
        await judge(await expertise(), read_material([material(tmp_path)]), read_baseline(other))


async def test_the_text_is_aligned_and_shows_the_misses(tmp_path: Path) -> None:
    evaluation, _ = await judge(await expertise(), read_material([material(tmp_path)]))

    text, misses = as_text(evaluation), misses_as_text(evaluation)

    lines = text.splitlines()
    signals = lines.index(next(line for line in lines if line.startswith("Signals ")))
    assert len({len(line) for line in lines[signals + 1 : signals + 6]}) == 1
    assert "Read with playbook default, version 1." in lines[0]
    assert "1 whole call, 0.7 minutes, 4 turns" in text
    assert f"  > {trigger('authority')}" in misses
    assert "true objection:trust, answered objection:authority" in misses
    assert "call, turn 0   missed objection:need, heard as price" in misses
    assert "call, turn 3   false card, objection:timing" in misses
    assert all(len(line) <= 120 for line in lines)


async def test_without_misses_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text(json.dumps(utterance("c", "Mhm.", "none")))

    evaluation, _ = await judge(await expertise(), read_material([path]))

    assert misses_as_text(evaluation) == "No misses."
    assert "a recall of 0.70 is not reached" in as_text(evaluation)


def test_the_neutral_playbook_hears_objections_and_sells_nothing() -> None:
    plain = neutral()

    assert plain.id == "neutral"
    assert not any((plain.product.facts, plain.competitors, plain.vocabulary))
    triggered = {c.objection_type for c in plain.categories for s in c.scripts if s.triggers}
    assert triggered >= set(ObjectionType)
    assert {guide.stage for guide in plain.stages} == set(Stage)


def test_a_real_run_writes_its_predictions_and_compares_with_them(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(MINIMAL)
    out = tmp_path / "p.jsonl"
    call = ["evaluate", str(material(tmp_path)), "--playbook", str(own)]

    first = CliRunner().invoke(app, [*call, "--predictions", str(out), "--errors"])
    second = CliRunner().invoke(app, [*call, "--baseline", str(out), "--json"])

    assert first.exit_code == second.exit_code == 0, first.output + second.output
    assert "playbook own, version 1" in first.stdout
    assert "Misses, the surest first" in first.stdout
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["id"] for line in lines] == ["a", "b", "c", "d", "e"]
    assert set(lines[0]) == {"id", "signal", "objection_type", "confidence"}
    assert json.loads(second.stdout)["baseline"]["utterances"]["fixed"] == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere.jsonl"], "No such file"),
        (["bad.jsonl"], "line 2: this is not JSON"),
        (["good.jsonl", "--baseline", "bad.jsonl"], "no earlier run"),
        (["good.jsonl", "--playbook", "bad.yaml"], "bad.yaml"),
        (["good.jsonl", "--playbook", "no_such_playbook"], "no playbook no_such_playbook"),
        (["call.json", "--predictions", "out.jsonl"], "--predictions needs utterances"),
        ([], "Missing argument"),
        (["good.jsonl", "--jsonn"], "No such option"),
    ],
)
def test_bad_input_is_exit_code_2_and_one_message(
    tmp_path: Path, arguments: list[str], why: str
) -> None:
    good = json.dumps(utterance("c", "Mhm.", "none"))
    (tmp_path / "good.jsonl").write_text(good)
    (tmp_path / "bad.jsonl").write_text(good + "\n{")
    (tmp_path / "bad.yaml").write_text("id: [")
    turn = {"speaker": "customer", "text": "Hi.", "start": 0, "end": 1}
    (tmp_path / "call.json").write_text(json.dumps({"id": 1, "turns": [turn], "labels": {}}))

    shown = CliRunner().invoke(app, ["evaluate", *arguments])

    assert shown.exit_code == 2, shown.output
    assert why in shown.stderr
    assert "Traceback" not in shown.output
