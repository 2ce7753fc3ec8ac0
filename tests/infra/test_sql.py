"""No statement is put together out of text: whatever comes from outside travels as a parameter."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "salescoach"
RUNS_SQL = frozenset(
    {"text", "literal_column", "execute", "executemany", "executescript", "exec_driver_sql"}
)
OF_OUR_OWN = {
    "infra/migrations/versions/v0005_history.py": "names and bodies of triggers in the file",
    "infra/engines.py": "PRAGMA takes no parameter; its words are our own",
    "infra/backup/snapshot.py": "tables that the database itself names, quoted",
}
"""Where a statement holds a name, which no parameter can be, and where that name comes from."""


def put_together(code: str) -> Iterator[int]:
    """Lines on which a statement is made of pieces."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in RUNS_SQL:
            first = node.args[0]
            pieces = isinstance(first, ast.JoinedStr) and any(
                isinstance(each, ast.FormattedValue) for each in first.values
            )
            formatted = isinstance(first, ast.Call) and _name(first.func) == "format"
            if pieces or formatted or (isinstance(first, ast.BinOp) and _holds_text(first)):
                yield node.lineno


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _holds_text(node: ast.BinOp) -> bool:
    return any(isinstance(each, ast.JoinedStr) or _is_text(each) for each in ast.walk(node))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_statement_is_put_together() -> None:
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if list(put_together(path.read_text(encoding="utf-8")))
    }
    assert found - OF_OUR_OWN.keys() == set()


@pytest.mark.parametrize(
    "code",
    [
        'text(f"SELECT {x}")',
        'connection.execute("SELECT " + x)',
        'connection.execute("SELECT %s" % x)',
        'sa.text("SELECT {}".format(x))',
        'connection.exec_driver_sql(f"PRAGMA {x}")',
    ],
)
def test_the_walk_finds_what_is_put_together(code: str) -> None:
    assert list(put_together(code)) == [1]


@pytest.mark.parametrize(
    "code",
    ['text("SELECT :x")', "connection.execute(select(calls), {'x': x})", 'text(f"SELECT 1")'],
)
def test_the_walk_leaves_parameters_alone(code: str) -> None:
    assert list(put_together(code)) == []
