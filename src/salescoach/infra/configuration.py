"""Reading the configuration: the settings, where each came from, and what looks like a slip.

The environment goes before `.env`, `.env` before the defaults.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import ValidationError
from rapidfuzz import process

from salescoach.infra.config import Settings, secret_names
from salescoach.infra.config_problems import ConfigurationInvalid, Problem, problems_in, shown

DEFAULT_ENV_FILE = Path(".env")
Origin = Literal["environment", ".env", "default"]

_OTHERS = ("VITE_",)
"""Variables of the page's build may stand in the same file."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as it may be shown. ``name`` is the environment variable."""

    name: str
    value: str
    origin: Origin
    description: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """``origins`` goes by field name; ``warnings`` are sentences."""

    settings: Settings
    origins: dict[str, Origin]
    warnings: tuple[str, ...]

    def lines(self) -> tuple[SettingLine, ...]:
        secrets = secret_names()
        return tuple(
            SettingLine(
                name.upper(),
                shown(name, _plain(getattr(self.settings, name)), secret=name in secrets),
                self.origins[name],
                field.description or "",
            )
            for name, field in Settings.model_fields.items()
        )


def load_settings(env_file: Path | None = DEFAULT_ENV_FILE, **overrides: object) -> Settings:
    """The settings of the environment and ``env_file`` (None: no file), under ``overrides`` by
    field name. Raises ``ConfigurationInvalid`` with all problems."""
    return read_configuration(env_file, **overrides).settings


def read_configuration(
    env_file: Path | None = DEFAULT_ENV_FILE, **overrides: object
) -> Configuration:
    in_file = _set_in(env_file)
    origins = _origins(in_file)
    try:
        settings = Settings(_env_file=env_file, **overrides)  # type: ignore[call-arg, arg-type]  # fields by name, checked by the model
    except ValidationError as error:
        raise ConfigurationInvalid(
            problems_in(
                error, fields=Settings.model_fields, secrets=secret_names(), origins=origins
            )
        ) from None
    return Configuration(settings, origins, tuple(_slips(in_file)))


def create_directories(settings: Settings) -> None:
    """DATA_DIR and what lies in it, readable by its owner only: calls are personal data. Raises
    ``ConfigurationInvalid``."""
    for directory in (
        settings.data_dir,
        settings.spool_dir,
        settings.audio_dir,
        settings.logs_dir,
        settings.database_file.parent,
    ):
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            writable = os.access(directory, os.W_OK | os.X_OK)
        except OSError:
            writable = False
        if not writable:
            raise ConfigurationInvalid(
                (
                    Problem(
                        "DATA_DIR",
                        str(settings.data_dir),
                        f"{directory} must be a directory that can be written to",
                        "free the path, mend its permissions or choose another DATA_DIR",
                        "configuration",
                    ),
                )
            )


def _plain(value: object) -> object:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


def _set_in(env_file: Path | None) -> frozenset[str]:
    """Names of the variables that ``env_file`` gives a value."""
    if env_file is None or not env_file.is_file():
        return frozenset()
    return frozenset(name for name, value in dotenv_values(env_file).items() if value)


def _origins(in_file: frozenset[str]) -> dict[str, Origin]:
    environment = {name.lower() for name, value in os.environ.items() if value}
    file = {name.lower() for name in in_file}
    return {
        name: "environment" if name in environment else ".env" if name in file else "default"
        for name in Settings.model_fields
    }


def _slips(in_file: frozenset[str]) -> list[str]:
    known = [name.upper() for name in Settings.model_fields]
    warnings = []
    for name in sorted(in_file):
        if name.upper() in known or name.startswith(_OTHERS):
            continue
        nearest = process.extractOne(name.upper(), known, score_cutoff=60)
        hint = f"; did you mean {nearest[0]}?" if nearest else " and has no effect"
        warnings.append(f"{name} in .env is not a setting{hint}")
    return warnings
