"""Every setting, in one frozen value that is passed in.

Nothing is read at import: ``load_settings`` reads the environment and `.env`, and reports all that
is wrong at once. No key is required; without one the embedded engines serve.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from salescoach.domain.events import CoachingMode
from salescoach.infra import config_rules as rules

Environment = Literal["development", "production", "test"]
LogLevel = Literal["TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL"]
SttEngine = Literal["local", "deepgram", "scripted"]
CoachEngine = Literal["local", "claude", "openai_compatible"]
Agreement = Literal["unknown", "transcript", "recording"]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(rules.listed)]


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """A setting's environment variable is its name in capitals. A rule that needs another setting
    stands after it: fields are validated in order."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, validate_default=True
    )

    environment: Environment = Field(
        "development", description="development, production or test. Production is stricter."
    )
    access_token: Annotated[SecretStr | None, AfterValidator(rules.access_token)] = Field(
        None,
        description="What you log in with. Needed when HOST can be reached from other machines.",
    )
    login_days: int = Field(7, ge=1, le=90, description="A login ends after this, in days.")
    host: Annotated[str, AfterValidator(rules.network_host)] = Field(
        "127.0.0.1", description="Address to listen on. The default is this machine only."
    )
    port: int = Field(5000, ge=1024, le=65535, description="Port to listen on.")
    secret_key: Annotated[SecretStr, AfterValidator(rules.secret_key)] = Field(
        SecretStr(rules.DEVELOPMENT_SECRET_KEY),
        description="Encrypts the keys of engines that are entered in the page. Production needs "
        "its own, 32 characters up.",
    )
    cors_origins: Annotated[Names, AfterValidator(rules.origins)] = Field(
        (),
        description="Origins of pages hosted elsewhere, with commas or as JSON. The page served "
        "by the server itself needs none.",
    )
    allowed_hosts: Annotated[
        Names, AfterValidator(rules.host_names), AfterValidator(rules.behind_a_proxy)
    ] = Field(
        (),
        description="Names under which the server is reached, beside localhost: the one of your "
        "reverse proxy.",
    )
    webhook_hosts: Annotated[Names, AfterValidator(rules.host_names)] = Field(
        (),
        description="Hosts inside your network that calls may be sent to when they end, also "
        "without TLS. All others have to be outside and use https.",
    )
    trusted_proxies: Annotated[Names, AfterValidator(rules.trusted_proxies)] = Field(
        (), description="Addresses or networks of reverse proxies whose headers are believed."
    )

    data_dir: Path = Field(
        Path("data"), description="Holds the database, the audio, the spool and the logs."
    )
    database_url: Annotated[str, BeforeValidator(rules.database_url)] = Field(
        "", description="Where calls are kept. Empty: SQLite inside DATA_DIR."
    )

    backup_dir: Path | None = Field(
        None,
        description="Where the server keeps its backups. Empty: backups in DATA_DIR. Another disk "
        "is better.",
    )
    backup_every_hours: int = Field(
        24, ge=0, le=720, description="How often the database is backed up. 0: never."
    )
    backup_keep: int = Field(
        7, ge=1, le=365, description="How many of those are kept. What was deleted goes with them."
    )

    stt_engine: SttEngine = Field(
        "local",
        description="Speech engine: local (embedded), deepgram (needs a key; audio leaves this "
        "machine) or scripted (for tests).",
    )
    scripted_transcript: Annotated[Path | None, AfterValidator(rules.script)] = Field(
        None, description="What the scripted engine plays: a JSON or JSON lines file."
    )
    coach_engine: CoachEngine = Field(
        "local",
        description="Coach: local (embedded), claude (needs a key) or openai_compatible (needs an "
        "address or a key). With the last two, what was said leaves this machine.",
    )
    coaching_mode: CoachingMode = Field(
        "suggestion", description="What a call starts with: suggestion or guidance."
    )
    playbook: str = Field(
        "default",
        min_length=1,
        description="Playbook of a call: an id, or the path of a YAML file.",
    )
    speech_language: Annotated[str, AfterValidator(rules.language)] = Field(
        "en", description="Language of the calls, as a code such as en or en-US."
    )

    deepgram_api_key: Annotated[
        SecretStr | None,
        AfterValidator(rules.needed_by("stt_engine", "deepgram", "https://console.deepgram.com")),
        AfterValidator(rules.api_key("https://console.deepgram.com")),
    ] = Field(None, description="Key for Deepgram.")
    deepgram_model: str = Field(
        "nova-3",
        pattern=r"^[a-z0-9-]+$",
        description="Deepgram model: a Nova one, or flux-general-en, which hears ends of turns.",
    )
    deepgram_base_url: Annotated[str, AfterValidator(rules.http_url)] = Field(
        "https://api.deepgram.com",
        description="Address of Deepgram; another one for another region or one's own.",
    )
    deepgram_training_opt_out: bool = Field(
        True, description="Asks Deepgram not to train on the audio, which may cost more."
    )

    claude_model: str = Field(
        "claude-haiku-5-5", min_length=1, description="Claude model that coaches during a call."
    )
    claude_analysis_model: str = Field(
        "claude-sonnet-5-5", min_length=1, description="Claude model that reviews a call."
    )
    anthropic_api_key: Annotated[
        SecretStr | None,
        AfterValidator(rules.needed_by("coach_engine", "claude", "https://console.anthropic.com")),
        AfterValidator(rules.api_key("https://console.anthropic.com")),
    ] = Field(None, description="Key for Claude.")
    openai_api_key: Annotated[
        SecretStr | None, AfterValidator(rules.api_key("the provider of your model"))
    ] = Field(None, description="Key for an OpenAI-compatible server.")
    openai_base_url: Annotated[
        str | None, AfterValidator(rules.http_url), AfterValidator(rules.model_server)
    ] = Field(None, description="Address of an OpenAI-compatible server.")
    openai_model: Annotated[str, AfterValidator(rules.hosted_model)] = Field(
        "", description="Model of the OpenAI-compatible server. Empty: the first one it has."
    )
    openai_input_usd: float | None = Field(
        None,
        ge=0,
        le=1000,
        description="Dollars for a million tokens that are read there. Empty: the list price.",
    )
    openai_output_usd: float | None = Field(
        None,
        ge=0,
        le=1000,
        description="Dollars for a million tokens that are written there. Empty: the list price.",
    )
    anthropic_base_url: Annotated[str | None, AfterValidator(rules.http_url)] = Field(
        None, description="Address of Claude when a gateway stands before it."
    )
    max_context_tokens: int = Field(
        16000,
        ge=2000,
        le=1000000,
        description="Most of a call and its playbook that a language model is given, in tokens.",
    )
    first_words_ms: int = Field(
        2500,
        ge=200,
        le=30000,
        description="A language model without first words by then leaves a live card as it is.",
    )
    call_budget_usd: float = Field(
        1.0,
        ge=0,
        le=1000,
        description="Dollars that a language model may cost in one call. 0: no limit.",
    )
    day_budget_usd: float = Field(
        20.0,
        ge=0,
        le=100000,
        description="Dollars that language models may cost in a day (UTC). 0: no limit.",
    )

    speech_update_interval_ms: int = Field(
        200, ge=100, le=2000, description="How often the local engine looks at new audio."
    )
    speech_economy_interval_ms: int = Field(
        500, ge=100, le=5000, description="The same while it lags behind."
    )
    speech_warm_workers: int = Field(
        1, ge=0, le=4, description="Speech workers kept loaded, about 150 MB each."
    )
    speech_calls: int = Field(
        0, ge=0, le=256, description="Calls the local engine hears at a time; 0: by processors."
    )
    session_timeout_minutes: int = Field(
        30, ge=1, le=240, description="A call that nobody comes back to ends after this."
    )
    max_call_minutes: int = Field(
        240, ge=1, le=1440, description="A call ends after this, also while it is paused."
    )
    import_max_mb: int = Field(
        4000, ge=1, le=1000000, description="Largest file that may be imported, in MB."
    )
    import_workers: int = Field(
        0, ge=0, le=16, description="Files imported side by side. 0: one for every two cores."
    )
    import_agreement: Agreement = Field(
        "unknown",
        description="What the customers of imported calls agreed to when nobody says otherwise: "
        "unknown, transcript or recording. The sound is kept only with recording.",
    )
    max_message_bytes: int = Field(
        65536, ge=16384, le=1048576, description="Largest message a client may send."
    )
    rate_limit_per_minute: int = Field(
        60,
        ge=12,
        le=1_000_000,
        description="Requests a minute from one address; half as many for the list of calls, a "
        "twelfth for a review anew. The page's own reading has five times as many.",
    )
    max_connections: int = Field(
        200, ge=1, le=10_000, description="Live pages that may be connected at a time."
    )
    max_connections_per_address: int = Field(
        20, ge=1, le=10_000, description="The same from one address."
    )
    max_body_bytes: int = Field(
        10_485_760,
        ge=65536,
        le=1_073_741_824,
        description="Largest body of a request; recordings that are imported have their own.",
    )
    outbox_limit: int = Field(
        1000,
        ge=50,
        le=100000,
        description="Messages held for a slow page before it has to reconnect.",
    )
    health_cache_seconds: float = Field(
        3.0, ge=0, le=60, description="How long an answer of /api/health is kept."
    )

    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = Field(
        "INFO",
        description="Least level on the console. Files hold DEBUG up, and TRACE when it is set.",
    )
    log_json: bool = Field(False, description="Log lines as JSON.")
    log_retention_days: int = Field(14, ge=1, le=3650, description="Log files older are deleted.")
    log_performance: bool = Field(True, description="Writes durations to performance.log.")
    otel_exporter_otlp_endpoint: Annotated[str | None, AfterValidator(rules.http_url)] = Field(
        None, description="Where traces of calls go (OpenTelemetry over HTTP). Empty: nowhere."
    )
    sentry_dsn: Annotated[SecretStr | None, AfterValidator(rules.tracker)] = Field(
        None, description="Where errors are reported (Sentry's DSN). Empty: nowhere."
    )

    @property
    def spool_dir(self) -> Path:
        return self.data_dir / "spool"

    @property
    def audio_dir(self) -> Path:
        return self.data_dir / "audio"

    @property
    def cache_dir(self) -> Path:
        """What can be made again at the cost of a slower start."""
        return self.data_dir / "cache"

    @property
    def backups_dir(self) -> Path:
        return self.backup_dir or self.data_dir / "backups"

    @property
    def logs_dir(self) -> Path:
        return self.data_dir / "logs"

    @property
    def database_file(self) -> Path:
        return Path(self.database_url.removeprefix("sqlite+aiosqlite:///"))

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the page."""
        host = "localhost" if rules.is_loopback(self.host) else self.host
        if host in ("0.0.0.0", "::"):  # noqa: S104 - shown, not bound
            host = "localhost"
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def secrets(self) -> tuple[str, ...]:
        """Every secret value in force, for redaction."""
        return tuple(
            value.get_secret_value()
            for name in sorted(secret_names())
            if (value := getattr(self, name)) is not None
        )


def secret_names() -> frozenset[str]:
    """Names of the fields that hold a secret."""
    return frozenset(
        name
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    )
