"""What was chosen lasts and takes effect, keys are sealed, and the environment wins."""

import io
from pathlib import Path

import pytest
from loguru import logger
from pydantic import SecretStr

from salescoach.infra.changeable import CHANGEABLE, WrongSetting, fixed
from salescoach.infra.configuration import load_settings
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.infra.secrets import KEPT_IN
from salescoach.kit.errors import Conflict, NotFound, Unavailable
from salescoach.rooms.settings.served import coach_of, speech_of
from tests.rooms.settings.chosen import CLAUDE_KEY, OPENAI_KEY, SECRET, chosen
from tests.speech.engines.deepgram_service import KEY as DEEPGRAM_KEY


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*CHANGEABLE, "deepgram_api_key", "anthropic_api_key", "openai_api_key"):
        monkeypatch.delenv(name.upper(), raising=False)


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


async def test_nothing_chosen_is_the_configuration(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, settings):
        known = await engines.in_force()
    assert known.settings == settings
    assert known.lacks == {}
    assert {key.state for key in known.keys.values()} == {"none"}
    assert not speech_of(known).leaves
    assert not coach_of(known).leaves


async def test_what_was_chosen_is_in_force_and_lasts(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        await engines.put_key("claude", SecretStr(f" {CLAUDE_KEY}\n"))
        changed = await engines.change({"coach_engine": "claude", "call_budget_usd": 2.5})
    async with chosen(tmp_path) as (engines, _, _):
        again = await engines.in_force()
    assert again == changed
    assert again.settings.coach_engine == "claude"
    assert again.settings.call_budget_usd == 2.5
    assert again.settings.anthropic_api_key == SecretStr(CLAUDE_KEY)
    assert (again.keys["claude"].state, again.keys["claude"].last_four) == ("stored", "4Yb7")
    assert (coach_of(again).host, coach_of(again).leaves) == ("api.anthropic.com", True)


async def test_a_choice_is_set_back_alone(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        await engines.change({"max_context_tokens": 30_000, "first_words_ms": 900})
        known = await engines.change({"max_context_tokens": None})
    assert known.settings.max_context_tokens == 16_000
    assert known.settings.first_words_ms == 900


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("max_context_tokens", 10, "Between 2,000 and 1,000,000."),
        ("first_words_ms", 99_999, "Between 200 and 30,000."),
        ("call_budget_usd", -1, "Between 0 and 1,000."),
        ("openai_base_url", "localhost:11434", "http or https"),
        ("claude_model", "", "must not be empty"),
        ("speech_language", "German", "en-US"),
        ("speech_language", "de", "only en"),
    ],
)
async def test_what_does_not_fit_is_told_and_nothing_is_kept(
    tmp_path: Path, name: str, value: object, told: str
) -> None:
    async with chosen(tmp_path) as (engines, _, settings):
        with pytest.raises(WrongSetting, match=told) as refused:
            await engines.change({"day_budget_usd": 3, name: value})
        assert refused.value.details["problems"][0]["path"] == name
        assert (await engines.in_force()).settings == settings


async def test_the_environment_wins_and_is_said(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        await engines.change({"claude_model": "claude-x", "openai_model": "mine"})
        await engines.put_key("claude", SecretStr(CLAUDE_KEY))
    given = {"claude_model": "claude-env", "anthropic_api_key": "sk-ant-from-env-Zx9Kq2Lm5Np8R"}
    async with chosen(tmp_path, **given) as (engines, _, _):
        known = await engines.in_force()
        assert known.settings.claude_model == "claude-env"
        assert known.settings.openai_model == "mine"
        assert (known.keys["claude"].state, known.keys["claude"].last_four) == (
            "environment",
            "Np8R",
        )
        assert {"claude_model", "anthropic_api_key"} <= known.fixed
        for refused in (
            engines.change({"claude_model": "claude-y"}),
            engines.put_key("claude", SecretStr(CLAUDE_KEY)),
            engines.delete_key("claude"),
        ):
            with pytest.raises(Conflict, match="set by the environment") as told:
                await refused
            assert told.value.code == "set_by_environment"


async def test_a_default_in_the_environment_wins_too_but_not_in_a_copied_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chosen(tmp_path, stt_engine="local") as (engines, _, _):
        assert "stt_engine" not in (await engines.in_force()).fixed
    assert fixed(load_settings(Path(__file__).parents[3] / ".env.example")) == frozenset()
    monkeypatch.setenv("STT_ENGINE", "local")
    async with chosen(tmp_path) as (engines, _, _):
        assert "stt_engine" in (await engines.in_force()).fixed


async def test_an_engine_without_its_key_leaves_the_embedded_one_at_work(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        known = await engines.change({"stt_engine": "deepgram", "coach_engine": "claude"})
        assert known.lacks == {"stt_engine": "no_key", "coach_engine": "no_key"}
        assert (known.settings.stt_engine, known.settings.coach_engine) == ("local", "local")
        assert known.chosen["stt_engine"] == "deepgram"

        await engines.put_key("deepgram", SecretStr(DEEPGRAM_KEY))
        known = await engines.change({"speech_language": "de", "coach_engine": "openai_compatible"})
        assert known.lacks == {"coach_engine": "no_server"}
        assert (known.settings.stt_engine, known.settings.speech_language) == ("deepgram", "de")
        known = await engines.change({"openai_base_url": "http://localhost:11434/v1"})
        assert known.lacks == {}
        assert (coach_of(known).host, coach_of(known).leaves) == ("localhost", False)

        known = await engines.delete_key("deepgram")
        assert (known.settings.stt_engine, known.settings.speech_language) == ("local", "en")
        assert known.chosen["speech_language"] == "de"


async def test_openai_itself_needs_a_key_and_a_model(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        await engines.change({"coach_engine": "openai_compatible"})
        known = await engines.put_key("openai_compatible", SecretStr(OPENAI_KEY))
        assert known.lacks == {"coach_engine": "no_server"}
        known = await engines.change({"openai_model": "gpt-5"})
        assert known.lacks == {}
        assert coach_of(known).host == "api.openai.com"


async def test_a_key_is_sent_to_no_other_server_than_its_own(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        await engines.change({"openai_base_url": "http://localhost:8000/v1"})
        await engines.put_key("openai_compatible", SecretStr(OPENAI_KEY))
        known = await engines.change({"openai_base_url": "http://localhost:8000/v2"})
        assert known.keys["openai_compatible"].state == "stored"
        known = await engines.change({"openai_base_url": "http://elsewhere.example/v2"})
        assert known.keys["openai_compatible"].state == "none"
        assert known.settings.openai_api_key is None
    async with chosen(tmp_path, openai_api_key=OPENAI_KEY) as (engines, _, _):
        with pytest.raises(Conflict):
            await engines.change({"openai_base_url": "http://elsewhere.example/v1"})
        assert (await engines.in_force()).settings.openai_base_url is None


async def test_a_key_is_nowhere_in_the_files(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        known = await engines.put_key("claude", SecretStr(CLAUDE_KEY))
    assert all(CLAUDE_KEY.encode() not in content for content in contents(tmp_path))
    assert CLAUDE_KEY not in repr(known)


async def test_without_a_secret_key_one_is_made_when_the_first_key_comes(tmp_path: Path) -> None:
    bare = {"secret_key": load_settings(None).secret_key}
    async with chosen(tmp_path, **bare) as (engines, _, _):
        await engines.in_force()
        assert not (tmp_path / KEPT_IN).exists()
        await engines.put_key("claude", SecretStr(CLAUDE_KEY))
        assert (tmp_path / KEPT_IN).exists()
    async with chosen(tmp_path, **bare) as (engines, _, _):
        assert (await engines.in_force()).keys["claude"].state == "stored"
        (tmp_path / KEPT_IN).rename(tmp_path / "elsewhere")
        lost = (await engines.in_force()).keys["claude"]
        assert (lost.state, lost.last_four) == ("unreadable", "4Yb7")
        assert "put its copy back" in lost.problem
        (tmp_path / "elsewhere").rename(tmp_path / KEPT_IN)
        assert (await engines.in_force()).keys["claude"].state == "stored"


async def test_a_changed_secret_is_told_and_a_new_key_mends_it(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        await engines.change({"coach_engine": "claude"})
        await engines.put_key("claude", SecretStr(CLAUDE_KEY))
    async with chosen(tmp_path, secret_key=SECRET[::-1]) as (engines, _, _):
        known = await engines.in_force()
        assert known.lacks == {"coach_engine": "unreadable_key"}
        assert known.keys["claude"].state == "unreadable"
        assert "SECRET_KEY" in known.keys["claude"].problem
        known = await engines.put_key("claude", SecretStr(CLAUDE_KEY))
        assert known.keys["claude"].state == "stored"
        assert known.lacks == {}


async def test_a_secret_file_that_cannot_be_used_keeps_no_call_from_beginning(
    tmp_path: Path,
) -> None:
    (tmp_path / KEPT_IN).mkdir()
    bare = {"secret_key": load_settings(None).secret_key}
    async with chosen(tmp_path, **bare) as (engines, _, _):
        with pytest.raises(Unavailable, match="SECRET_KEY"):
            await engines.put_key("claude", SecretStr(CLAUDE_KEY))
        assert (await engines.in_force()).keys["claude"].state == "none"


@pytest.mark.parametrize("key", ["short", "your-key-goes-here-please", "has a space in it, so no"])
async def test_what_is_no_key_is_refused_without_being_repeated(tmp_path: Path, key: str) -> None:
    async with chosen(tmp_path) as (engines, _, _):
        with pytest.raises(WrongSetting) as refused:
            await engines.put_key("claude", SecretStr(key))
        assert key not in str(refused.value)
        assert "remove the line" not in str(refused.value)
        with pytest.raises(NotFound):
            await engines.put_key("nobody", SecretStr(CLAUDE_KEY))


async def test_a_key_that_was_entered_never_reaches_the_log(tmp_path: Path) -> None:
    console = io.StringIO()
    configure_logging(load_settings(None), console=console, files=False)
    try:
        async with chosen(tmp_path) as (engines, _, _):
            await engines.put_key("claude", SecretStr("Hq7Tz-2Wd9Lk.4Rv8Nc!1Bx6Mj"))
            logger.error("the vendor said: {}", "bad Hq7Tz-2Wd9Lk.4Rv8Nc!1Bx6Mj here")
    finally:
        stop_logging()
    assert "the vendor said" in console.getvalue()
    assert "2Wd9Lk" not in console.getvalue()
