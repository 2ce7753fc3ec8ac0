"""The table of faults in the docs names tests that there are, and leaves none out."""

import ast
import re
from pathlib import Path

TABLE = Path(__file__).parents[2] / "docs" / "faults.md"
TESTS = Path(__file__).with_name("test_model_faults.py")


def _section() -> str:
    text = TABLE.read_text(encoding="utf-8")
    return text[text.index("## Language models") :].split("\n## ", 2)[0]


def test_every_test_of_a_model_that_fails_is_in_the_table() -> None:
    named = set(re.findall(r"`(test_\w+)(?:\[[\w-]+\])?`", _section()))
    tree = ast.parse(TESTS.read_text(encoding="utf-8"))
    written = {
        node.name
        for node in tree.body
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_")
    }
    assert named == written


def test_every_row_is_shown_for_both_engines() -> None:
    rows = [line for line in _section().splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    for row in rows:
        *_, claude, openai = (cell.strip() for cell in row.strip("|").split("|"))
        assert "test_" in claude or "row above" in claude or "no other way" in claude, row
        assert "test_" in openai or "next row" in openai, row
