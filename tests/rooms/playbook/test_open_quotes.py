"""The line of a quote that was left open, and no line for quotes that are closed."""

import pytest

from salescoach.rooms.playbook.loader import PlaybookInvalid, parse
from salescoach.rooms.playbook.open_quotes import open_quote


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name: "Fernbell\nprice: "79"\n', 1),
        ("facts:\n  - text: 'It answers\n    asks:\n      - 'Does it?'\n", 2),
        ('a: one\nsay: "It never ends\nb: two\n', 2),
        ('a: "one"\nb: "over\n  two lines"\nc: "left open\nd: "four"\n', 4),
        ("a: 'it''s closed'\nb: \"a \\\" inside\"\nc: it's plain\n", None),
        ('a: "over\n  two lines" # and a comment\n', None),
        ("", None),
    ],
)
def test_an_open_quote_is_found_where_it_began(text: str, line: int | None) -> None:
    assert open_quote(text) == line


def test_the_refusal_names_that_line() -> None:
    text = 'id: mine\nname: "Mine\nproduct:\n  name: "Mowbert"\n'
    with pytest.raises(PlaybookInvalid) as refused:
        parse(text)
    [problem] = refused.value.problems
    assert problem.line == 2
    assert "not closed" in problem.message
