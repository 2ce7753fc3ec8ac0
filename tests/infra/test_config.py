"""The settings: what is refused, how it is told, and that the example file is the whole truth."""

import os
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError

from salescoach.infra.config import Settings, secret_names
from salescoach.infra.config_problems import ConfigurationInvalid
from salescoach.infra.configuration import (
    create_directories,
    load_settings,
    read_configuration,
)

EXAMPLE = Path(__file__).parents[2] / ".env.example"
GOOD_KEY = "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7"
GOOD_SECRET = "b7Jk2Lq9Xw4Zr6Tn8Vc1Mp3Hs5Gd0Fy-QeUi"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def refused(**overrides: object) -> dict[str, str]:
    """Rule by setting."""
    with pytest.raises(ConfigurationInvalid) as caught:
        load_settings(None, **overrides)
    return {problem.name: problem.rule for problem in caught.value.problems}


def test_the_defaults_are_a_configuration() -> None:
    settings = load_settings()
    assert settings.address == "http://localhost:5000"
    assert settings.database_url == "sqlite+aiosqlite:///data/salescoach.db"
    assert settings.database_file == Path("data/salescoach.db")
    assert settings.spool_dir == Path("data/spool")


def test_the_example_names_every_setting_with_its_default() -> None:
    example = dotenv_values(EXAMPLE)
    assert [name.lower() for name in example] == list(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        default = field.default
        plain = default.get_secret_value() if isinstance(default, SecretStr) else default
        written = str(plain).lower() if isinstance(plain, bool) else str(plain)
        empty = plain is None or plain in ("", ())
        assert example[name.upper()] == ("" if empty else written), name


def test_the_example_as_it_stands_is_the_defaults() -> None:
    configuration = read_configuration(EXAMPLE)
    assert configuration.settings == load_settings(None)
    assert configuration.warnings == ()


def test_every_setting_is_described_and_every_one_is_commented() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    assert EXAMPLE.read_text().count("# ") >= len(Settings.model_fields) - 4


def test_all_problems_are_told_at_once_with_value_rule_and_mend(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=80\nLOG_JSON=maybe\nANTHROPIC_API_KEY=your-key-here\n")
    monkeypatch.setenv("STT_ENGINE", "whisper")
    monkeypatch.setenv("HOST", "0.0.0.0")
    with pytest.raises(ConfigurationInvalid) as caught:
        load_settings()
    problems = {problem.name: problem for problem in caught.value.problems}
    assert list(problems) == ["HOST", "PORT", "STT_ENGINE", "ANTHROPIC_API_KEY", "LOG_JSON"]
    assert (problems["PORT"].value, problems["PORT"].origin) == ("80", ".env")
    assert problems["PORT"].rule == "must be a whole number from 1024 to 65535"
    assert problems["STT_ENGINE"].origin == "environment"
    assert problems["STT_ENGINE"].rule == "must be one of local, deepgram or scripted"
    told = str(caught.value)
    assert "your-key-here" not in told
    for problem in problems.values():
        assert problem.rule in told
        assert problem.mend in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", 1023),
        ("port", 65536),
        ("port", "http"),
        ("environment", "staging"),
        ("speech_update_interval_ms", 99),
        ("speech_update_interval_ms", 2001),
        ("speech_warm_workers", 5),
        ("session_timeout_minutes", 0),
        ("session_timeout_minutes", 241),
        ("log_level", "loud"),
        ("log_retention_days", 0),
        ("max_message_bytes", 1000),
        ("health_cache_seconds", -1),
        ("coaching_mode", "shouting"),
        ("scripted_transcript", 7),
        ("coach_engine", "oracle"),
        ("speech_language", "english"),
        ("database_url", "postgresql://coach:geheim@db/calls"),
        ("openai_base_url", "localhost:11434"),
        ("trusted_proxies", "my-proxy"),
        ("cors_origins", "coach.example.com"),
        ("cors_origins", "https://coach.example.com/page"),
        ("cors_origins", '["https://coach.example.com"'),
        ("host", "not a host"),
        ("playbook", ""),
        ("claude_model", ""),
    ],
)
def test_a_value_outside_its_rule_is_refused(name: str, value: object) -> None:
    assert list(refused(**{name: value})) == [name.upper()]


@pytest.mark.parametrize(
    "key",
    ["your-key-here", "changeme", "change-me-please-change-me", "sk-xxx",
     "sk-ant-xxxxxxxxxxxxxxxxxx", "<your key>", "replace_me_with_your_key",
     "xxxxxxxxxxxxxxxxxxxxxxxx", "sk-short",
     "........................", "sk-ant-with a space in it 1234"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["anthropic_api_key", "deepgram_api_key", "openai_api_key"])
def test_placeholders_and_short_keys_are_refused_without_showing_them(name: str, key: str) -> None:
    with pytest.raises(ConfigurationInvalid) as caught:
        load_settings(None, **{name: key})
    assert [problem.name for problem in caught.value.problems] == [name.upper()]
    assert key not in str(caught.value)


def test_real_keys_are_taken() -> None:
    settings = load_settings(None, anthropic_api_key=GOOD_KEY, secret_key=GOOD_SECRET)
    assert settings.secrets() == (GOOD_KEY, GOOD_SECRET)
    assert GOOD_KEY not in repr(settings)


@pytest.mark.parametrize("key", ["short", "a" * 40, "changeme-changeme-changeme-changeme-1234"])
def test_a_weak_secret_key_is_refused_everywhere(key: str) -> None:
    assert list(refused(secret_key=key)) == ["SECRET_KEY"]


def test_production_is_stricter() -> None:
    assert list(refused(environment="production", cors_origins="*")) == [
        "SECRET_KEY",
        "CORS_ORIGINS",
    ]
    assert load_settings(None, environment="development", cors_origins="*").cors_origins == ("*",)
    settings = load_settings(None, environment="production", secret_key=GOOD_SECRET)
    assert settings.environment == "production"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "::", "sales.example.com"])
def test_a_host_others_reach_needs_a_token_to_log_in_with(host: str) -> None:
    assert list(refused(host=host)) == ["HOST"]
    assert load_settings(None, host=host, access_token=GOOD_SECRET).host == host


@pytest.mark.parametrize(
    "token",
    ["short-and-var1", "aaaaaaaaaaaaaaaaaaaa", "with a space in it 1", "your-access-token-here"],
)
def test_a_token_that_is_easily_guessed_is_refused_alone(token: str) -> None:
    assert list(refused(host="0.0.0.0", access_token=token)) == ["ACCESS_TOKEN"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_loopback_needs_none(host: str) -> None:
    assert load_settings(None, host=host).address == "http://localhost:5000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trusted_proxies", "127.0.0.1"),
        ("trusted_proxies", "10.0.0.0/8"),
        ("allowed_hosts", "coach.example.com"),
        ("allowed_hosts", "localhost,192.168.1.20"),
    ],
)
def test_loopback_behind_a_proxy_needs_a_token(name: str, value: str) -> None:
    (rule,) = refused(**{name: value}).values()
    assert "without ACCESS_TOKEN" in rule
    assert getattr(load_settings(None, access_token=GOOD_SECRET, **{name: value}), name)
    assert list(refused(access_token="short", **{name: value})) == ["ACCESS_TOKEN"]


def test_other_names_of_this_machine_need_none() -> None:
    assert load_settings(None, allowed_hosts="localhost,::1").allowed_hosts == ("localhost", "::1")


def test_the_network_of_a_proxy_may_be_named_by_any_of_its_addresses() -> None:
    """The server behind takes one with bits of a host for no network."""
    written = "10.0.0.1/8,127.0.0.1,fd00::5/8,::1"
    settings = load_settings(None, trusted_proxies=written, access_token=GOOD_SECRET)
    assert settings.trusted_proxies == ("10.0.0.0/8", "127.0.0.1", "fd00::/8", "::1")


@pytest.mark.parametrize(
    "written",
    ["https://a.example.com,http://localhost:5173/", ' ["https://a.example.com", "http://localhost:5173"]'],
)  # fmt: skip
def test_origins_are_a_list_with_commas_or_json(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("CORS_ORIGINS", written)
    assert load_settings(None).cors_origins == ("https://a.example.com", "http://localhost:5173")


def test_environment_goes_before_file_and_file_before_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"PORT=6001\nLOG_LEVEL=debug\nANTHROPIC_API_KEY={GOOD_KEY}\n")
    monkeypatch.setenv("PORT", "6002")
    configuration = read_configuration()
    lines = {line.name: line for line in configuration.lines()}
    assert configuration.settings.port == 6002
    assert (lines["PORT"].value, lines["PORT"].origin) == ("6002", "environment")
    assert (lines["LOG_LEVEL"].value, lines["LOG_LEVEL"].origin) == ("DEBUG", ".env")
    assert lines["HOST"].origin == "default"
    assert lines["DEEPGRAM_API_KEY"].value == "(not set)"
    assert all(GOOD_KEY not in line.value for line in lines.values())
    assert len(lines) == len(Settings.model_fields)


def test_the_scripted_engine_needs_its_script(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    assert list(refused(stt_engine="scripted")) == ["SCRIPTED_TRANSCRIPT"]
    assert list(refused(stt_engine="scripted", scripted_transcript=script)) == [
        "SCRIPTED_TRANSCRIPT"
    ]
    script.write_text("[]")
    load_settings(None, stt_engine="scripted", scripted_transcript=script)


ANTHROPIC = "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7"
OPENAI = "sk-Zx9Kq2Lm5Np8Rt1Vw4Yb7"


def test_claude_needs_its_key() -> None:
    assert refused(coach_engine="claude") == {
        "ANTHROPIC_API_KEY": "must be set when COACH_ENGINE is claude"
    }
    assert load_settings(None, coach_engine="claude", anthropic_api_key=ANTHROPIC).claude_model


def test_a_compatible_server_needs_an_address_or_a_key_and_a_model() -> None:
    engine = "openai_compatible"
    # Without either, the first thing to decide is the server: its model comes after.
    assert "OPENAI_BASE_URL" in refused(coach_engine=engine)
    assert list(refused(coach_engine=engine, openai_api_key=OPENAI)) == ["OPENAI_MODEL"]
    load_settings(None, coach_engine=engine, openai_base_url="http://localhost:11434/v1")
    load_settings(None, coach_engine=engine, openai_api_key=OPENAI, openai_model="gpt-6-mini")
    # A key that is wrong itself is the only thing to mend.
    assert list(refused(coach_engine=engine, openai_api_key="short", openai_model="m")) == [
        "OPENAI_API_KEY"
    ]


def test_deepgram_needs_its_key() -> None:
    assert refused(stt_engine="deepgram") == {
        "DEEPGRAM_API_KEY": "must be set when STT_ENGINE is deepgram"
    }
    settings = load_settings(None, stt_engine="deepgram", deepgram_api_key="0f1e2d3c4b5a" * 3)
    assert settings.deepgram_model == "nova-3"
    assert list(refused(deepgram_base_url="api.deepgram.com")) == ["DEEPGRAM_BASE_URL"]
    assert list(refused(deepgram_model="Nova 3")) == ["DEEPGRAM_MODEL"]


def test_an_empty_variable_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    configuration = read_configuration(None)
    assert configuration.settings.port == 5000
    assert configuration.origins["port"] == "default"


def test_a_slip_in_the_file_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PROT=6001\nANTROPIC_API_KEY=x\nVITE_BACKEND_URL=y\nQQ=1\n")
    assert read_configuration().warnings == (
        "ANTROPIC_API_KEY in .env is not a setting; did you mean ANTHROPIC_API_KEY?",
        "PROT in .env is not a setting; did you mean PORT?",
        "QQ in .env is not a setting and has no effect",
    )


def test_secrets_are_found_by_their_type() -> None:
    assert secret_names() == {
        "secret_key",
        "access_token",
        "anthropic_api_key",
        "deepgram_api_key",
        "openai_api_key",
        "sentry_dsn",
    }


def test_settings_do_not_change() -> None:
    settings = load_settings(None)
    with pytest.raises(ValidationError):
        settings.port = 6000


def test_directories_are_created_for_their_owner_only(tmp_path: Path) -> None:
    settings = load_settings(None, data_dir=tmp_path / "deep" / "data")
    create_directories(settings)
    for directory in (settings.data_dir, settings.spool_dir, settings.audio_dir, settings.logs_dir):
        assert directory.is_dir()
        assert directory.stat().st_mode & 0o077 == 0


def test_a_data_dir_that_cannot_be_made_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ConfigurationInvalid, match="DATA_DIR"):
        create_directories(load_settings(None, data_dir=tmp_path / "taken"))
