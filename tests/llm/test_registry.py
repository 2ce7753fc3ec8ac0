"""Engines by name, and what they need to be built."""

import sys
from subprocess import run

import pytest

from salescoach.kit.clock import ManualClock
from salescoach.llm.model import Purpose
from salescoach.llm.registry import ModelSettings, ModelUnset, create_model

KEY = "sk-ant-test-Zx9Kq2Lm5Np8Rt1Vw4Yb7"


async def test_each_name_builds_its_engine() -> None:
    settings = ModelSettings(claude_key=KEY, openai_url="http://localhost:11434/v1")
    claude = create_model("claude", settings, ManualClock())
    local = create_model("openai_compatible", settings, ManualClock())
    assert (claude.engine.name, claude.engine.host) == ("claude", "api.anthropic.com")
    assert claude.engine.candidates(Purpose.LIVE)[0] == settings.claude_model
    assert (local.engine.name, local.engine.host) == ("openai_compatible", "localhost")
    await claude.aclose()
    await local.aclose()


@pytest.mark.parametrize(
    ("name", "settings", "mend"),
    [
        ("claude", ModelSettings(), "ANTHROPIC_API_KEY"),
        ("openai_compatible", ModelSettings(), "OPENAI_BASE_URL"),
        ("openai_compatible", ModelSettings(openai_key=KEY), "OPENAI_MODEL"),
        ("oracle", ModelSettings(), "claude, openai_compatible"),
    ],
)
def test_what_is_missing_is_named(name: str, settings: ModelSettings, mend: str) -> None:
    with pytest.raises(ModelUnset, match=mend):
        create_model(name, settings, ManualClock())


def test_without_a_language_model_no_client_is_loaded() -> None:
    code = (
        "import sys, salescoach.llm.registry\n"
        "print([n for n in ('anthropic', 'openai', 'httpx2') if n in sys.modules])"
    )
    asked = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "[]"
