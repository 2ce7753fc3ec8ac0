"""The tables of faults in the docs name tests that there are, in every row, and leave none out."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECTIONS = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8").split("\n## ")[1:]
MODELS = next(each for each in SECTIONS if each.startswith("Language models"))
SPEECH = next(each for each in SECTIONS if each.startswith("Speech service"))

ENGINES = ("claude", "openai")
"""Cases that ``tests/pipeline/beside.py`` makes of each test."""
HEADS = ("test", "Claude", "OpenAI-compatible")
NAMED = re.compile(r"`(test_\w+)(?:\[([\w-]+)\])?`")
TITLED = re.compile(r'"([^"]+)"')
FILED = re.compile(r"`([\w./]+\.(?:py|test\.tsx?))`")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|\n ").split("|")]


def _rows(section: str) -> Iterator[tuple[str, list[str]]]:
    """Each fault with the cells that are to name its tests."""
    columns: list[int] = []
    for line in section.splitlines():
        if not line.startswith("|"):
            columns = []
        elif line.startswith("| fault |"):
            heads = _cells(line)
            columns = [n for n, head in enumerate(heads) if head in HEADS]
            assert columns, heads
        elif columns and not line.startswith("|---"):
            cells = _cells(line)
            yield cells[0], [cells[n] for n in columns]


ROWS = [
    pytest.param(section, cells, id=f"{section.partition(chr(10))[0]}: {fault}")
    for section in SECTIONS
    for fault, cells in _rows(section)
]


@cache
def _files() -> dict[Path, str]:
    found = [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "frontend/src").rglob("*.test.ts*")]
    return {path: path.read_text(encoding="utf-8") for path in found}


def _texts(names: list[str]) -> list[str]:
    """What the named files hold; each has to be there."""
    texts = []
    for name in names:
        there = [text for path, text in _files().items() if str(path).endswith(f"/{name}")]
        assert there, name
        texts += there
    return texts


def _defined(text: str) -> set[str]:
    return set(re.findall(r"^(?:async )?def (test_\w+)\(", text, re.MULTILINE))


def test_every_section_has_rows() -> None:
    assert [len(list(_rows(section))) > 7 for section in SECTIONS] == [True] * 4


@pytest.mark.parametrize(("section", "cells"), ROWS)
def test_every_row_names_tests_that_there_are(section: str, cells: list[str]) -> None:
    prose = "\n".join(line for line in section.splitlines() if not line.startswith("|"))
    cell = " ".join(cells)
    texts = _texts([name for name in FILED.findall(cell + prose) if "test" in name])
    named = NAMED.findall(cell)
    titled = TITLED.findall(cell)
    assert named or titled
    for name, case in named:
        holds = [text for text in texts if name in _defined(text)]
        assert holds, name
        for part in filter(None, case.split("-")):
            mark = "@engines" if part in ENGINES else f'"{part}"'
            assert mark in holds[0], f"{name}[{case}]"
    for title in titled:
        assert any(f"'{title}'" in text for text in texts), title


@pytest.mark.parametrize(
    ("section", "file"),
    [
        (MODELS, "tests/pipeline/test_model_faults.py"),
        (MODELS, "tests/pipeline/test_model_answers.py"),
        (SPEECH, "tests/speech/engines/test_speech_faults.py"),
    ],
)
def test_every_test_of_a_vendor_that_fails_is_in_its_table(section: str, file: str) -> None:
    cells = " ".join(cell for _, cells in _rows(section) for cell in cells)
    (text,) = _texts([file])
    assert _defined(text) <= {name for name, _ in NAMED.findall(cells)}


def test_every_fault_of_a_model_is_shown_for_both_engines() -> None:
    for fault, (claude, openai) in _rows(MODELS):
        assert "test_" in claude or claude in ("the row above", "no other way than by name"), fault
        assert "test_" in openai or "next row" in openai, fault
