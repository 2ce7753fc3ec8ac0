"""The dashboard and the alert rules ask only for figures that the server has, and the page on
operations tells of each."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, Gauge
from ruamel.yaml import YAML

from salescoach.app.observe.state_figures import Disk, Standing, StateFigures
from salescoach.infra.metrics import Metrics

DEPLOY = Path(__file__).parents[2] / "deploy"
_NAME = re.compile(r"\b(?:salescoach|process)_[a-z_]+\b")
_LABELS = re.compile(r"(salescoach_[a-z_]+)\{([a-z]+)[=!~]")
_GROUPED = re.compile(r"by \(([a-z, ]+)\)")


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> Metrics:
    made = Metrics()
    folder = tmp_path_factory.mktemp("data")
    made.add(StateFigures(Standing, Disk(folder, folder / "calls.db", folder)))
    return made


def rules() -> list[dict[str, Any]]:
    [group] = YAML(typ="safe").load(DEPLOY / "alerts.yml")["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def panels() -> list[dict[str, Any]]:
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = board["panels"]
    return found


def queries() -> Iterator[str]:
    for rule in rules():
        yield rule["expr"]
    for panel in panels():
        yield from (target["expr"] for target in panel["targets"])


def test_every_figure_that_is_asked_for_exists(metrics: Metrics) -> None:
    known = metrics.names()
    asked = {name for query in queries() for name in _NAME.findall(query)}
    assert len(asked) > 20
    assert asked - known == set()


def test_every_figure_is_asked_for(metrics: Metrics) -> None:
    """One that nobody looks at is better left out."""
    asked = {name for query in queries() for name in _NAME.findall(query)}
    assert not_among(asked, metrics) == {
        "salescoach_build_info",
        "salescoach_events",
        "salescoach_call_seconds",
    }


def test_every_figure_is_explained(metrics: Metrics) -> None:
    page = (DEPLOY.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    told = {f"salescoach{end}" for end in re.findall(r"`(?:salescoach)?(_[a-z_]+)`", page)}
    assert not_among(told, metrics) == {"salescoach_build_info"}


def not_among(names: set[str], metrics: Metrics) -> set[str]:
    families = {f.name for f in metrics.registry.collect() if f.name.startswith("salescoach")}
    endings = ("", "_total", "_bucket", "_count", "_sum")
    return {name for name in families if not {f"{name}{end}" for end in endings} & names}


def test_labels_that_are_asked_for_exist(metrics: Metrics) -> None:
    labels = {
        name: set(getattr(metric, "_labelnames", ()))
        for metric in vars(metrics).values()
        if (name := getattr(metric, "_name", None))
    }
    labels["salescoach_reviews"] = {"state"}
    every = set().union(*labels.values()) | {"le", "source"}
    for query in queries():
        for name, label in _LABELS.findall(query):
            base = re.sub(r"_(total|bucket|count|sum)$", "", name)
            assert label in labels[base], query
        for grouped in _GROUPED.findall(query):
            assert {part.strip() for part in grouped.split(",")} <= every, query


def test_queries_are_whole() -> None:
    for query in queries():
        for opened, closed in ("()", "[]", "{}"):
            assert query.count(opened) == query.count(closed), query


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))
    for rule in rules():
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        for said in ("summary", "action"):
            assert rule["annotations"][said].endswith("."), rule["alert"]


def test_panels_lie_beside_one_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        cells = {
            (place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])
        }
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
    ids = [panel["id"] for panel in panels()]
    assert len(ids) == len(set(ids))


def test_a_name_that_does_not_exist_would_be_found(metrics: Metrics) -> None:
    other = CollectorRegistry()
    Gauge("salescoach_invented", "Nothing.", registry=other)
    assert "salescoach_invented" not in metrics.names()
    assert _NAME.findall("rate(salescoach_invented[5m])") == ["salescoach_invented"]
