"""What a setting names, in the words of a server's list."""

import pytest

from salescoach.llm.model_names import has_model


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("claude-haiku-5-5", "claude-haiku-5-5"),
        ("claude-haiku-5-5", "claude-haiku-5-5-20261001"),
        ("gpt-mini", "gpt-mini-2026-03-01"),
        ("gpt-mini", "gpt-mini@20260301"),
        ("llama3.1", "llama3.1:latest"),
        ("", "whatever"),
    ],
)
def test_the_same_model(wanted: str, offered: str) -> None:
    assert has_model(wanted, ["another", offered])


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("claude-haiku-5", "claude-haiku-5-5"),
        ("claude-haiku-5", "claude-haiku-5-5-20261001"),
        ("claude-haiku-5-5-20261001", "claude-haiku-5-5"),
        ("llama3.1", "llama3.1:8b"),
        ("haiku", "claude-haiku"),
    ],
)
def test_another_model(wanted: str, offered: str) -> None:
    assert not has_model(wanted, [offered])


def test_a_server_without_models_has_none() -> None:
    assert not has_model("", [])
