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
    """Lines on which a statement is made of pieces, there or where its name got it from."""
    tree = ast.parse(code)
    named = _named(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in RUNS_SQL:
            first = node.args[0]
            if _is_pieced(first) or any(map(_is_pieced, named.get(_name(first), ()))):
                yield node.lineno


def _named(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """What each name of the file, and each attribute, is set to; ``+=`` counts as a sum."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    found.setdefault(_name(target), []).append(value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                found.setdefault(_name(target), []).append(value)
            case ast.NamedExpr(target=target, value=value):
                found.setdefault(_name(target), []).append(value)
            case ast.AugAssign(target=target, value=value):
                text = ast.BinOp(ast.Constant(""), ast.Add(), value)
                found.setdefault(_name(target), []).append(text)
            case _:
                pass
    found.pop("", None)
    return found


def _is_pieced(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr(values=values):
            return any(isinstance(each, ast.FormattedValue) for each in values)
        case ast.BinOp():
            return _holds_text(node)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr=attr)):
            return attr in ("format", "join", "replace")
        case ast.Call(func=ast.Attribute(attr="format")):
            return True
        case ast.NamedExpr(value=value):
            return _is_pieced(value)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_pieced(body) or _is_pieced(orelse)
        case _:
            return False


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
        'text(" ".join(parts))',
        'sql = f"SELECT {x}"; connection.execute(sql)',
        'sql = "SELECT 1"; sql += x; connection.execute(sql)',
        'self.sql: str = "SELECT " + x; connection.execute(self.sql)',
        'connection.execute(sql := "SELECT %s" % x)',
    ],
)
def test_the_walk_finds_what_is_put_together(code: str) -> None:
    assert list(put_together(code)) == [1]


@pytest.mark.parametrize(
    "code",
    [
        'text("SELECT :x")',
        'sql = "SELECT :x"; text(sql)',
        "connection.execute(select(calls), {'x': x})",
        'text(f"SELECT 1")',
    ],
)
def test_the_walk_leaves_parameters_alone(code: str) -> None:
    assert list(put_together(code)) == []
