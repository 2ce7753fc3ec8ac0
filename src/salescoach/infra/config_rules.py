"""The rules that settings obey beyond their type.

Each breaks with the rule and the mend, so that the report can say both. A rule that needs another
setting reads it from those already validated; when that one is wrong itself, only it is reported.
"""

import ipaddress
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo
from pydantic_core import PydanticCustomError

DEVELOPMENT_SECRET_KEY = "development-only-secret-key-never-for-production"  # noqa: S105
MIN_SECRET_KEY = 32
MIN_API_KEY = 20
MIN_ACCESS_TOKEN = 16
OWN_SUFFIXES = (".local", ".internal", ".lan", ".home.arpa", ".localhost")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

_PLACEHOLDER = re.compile(
    r"^<.*>$|^your|your[-_ ]|change[-_ ]?me|replace[-_ ]?me|placeholder|example"
    r"|^(insert|dummy|todo)|^(sk-(ant-)?)?[x*.0]{3,}|^(secret|password|test|none|null|key)$",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[!-~]{1,200}")
_MAKE_ONE = 'run python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


def broken(rule: str, mend: str) -> PydanticCustomError:
    # Braces would be read as fields of the message template.
    return PydanticCustomError("rule", rule.replace("{", "(").replace("}", ")"), {"mend": mend})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    if host.lower() in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_own_network(host: str) -> bool:
    """Whether ``host`` is reached only from here or from the networks of its owner: an address
    that no public network has, or a name that no public one may have."""
    if is_loopback(host):
        return True
    plain = host.strip("[]").rstrip(".").lower()
    try:
        return ipaddress.ip_address(plain).is_private
    except ValueError:
        return bool(plain) and ("." not in plain or plain.endswith(OWN_SUFFIXES))


def listed(value: object) -> object:
    """A list written with commas or as JSON."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        try:
            return tuple(json.loads(value))
        except ValueError as error:
            raise broken(
                "must be a list, with commas or as JSON", 'write it like a,b or ["a", "b"]'
            ) from error
    return tuple(part.strip() for part in value.split(",") if part.strip())


def network_host(host: str, info: ValidationInfo) -> str:
    host = host.strip()
    if not re.fullmatch(r"[A-Za-z0-9.:\[\]_-]+", host):
        raise broken("must be a host name or an IP address", "use 127.0.0.1 for this machine only")
    # A token that was wrong is reported itself.
    if is_loopback(host) or info.data.get("access_token", True) is not None:
        return host
    raise broken(
        "must be loopback unless ACCESS_TOKEN is set: others who reach it could listen to calls",
        f"use 127.0.0.1, or set an ACCESS_TOKEN to log in with: {_MAKE_ONE}",
    )


def access_token(token: SecretStr | None) -> SecretStr | None:
    value = token.get_secret_value() if token else ""
    if not value:
        return None
    if len(value) < MIN_ACCESS_TOKEN or len(set(value)) < 8 or not _TOKEN.fullmatch(value):
        raise broken(
            f"must have {MIN_ACCESS_TOKEN} to 200 varied characters, without a space", _MAKE_ONE
        )
    if _PLACEHOLDER.search(value[:MIN_ACCESS_TOKEN]):
        raise broken("must be a secret of your own, not a placeholder", _MAKE_ONE)
    return token


def host_names(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not re.fullmatch(r"[A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.]+\]?", value):
            raise broken(
                "must be host names, without scheme, port or path",
                "write them like coach.example.com,coach.local",
            )
    return tuple(value.strip("[]").lower() for value in values)


def behind_a_proxy(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """A proxy in front, or a name that others know this server by, opens it to a network, whatever
    HOST it listens on itself."""
    # A token that was wrong is reported itself.
    if all(map(is_loopback, values)) or info.data.get("access_token", True) is not None:
        return values
    raise broken(
        "must not be set without ACCESS_TOKEN: others who come by it could listen to calls",
        f"set an ACCESS_TOKEN to log in with ({_MAKE_ONE}), or remove the line when only this "
        "machine reaches the server",
    )


def trusted_proxies(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Also one on this machine speaks for others."""
    found = proxies(values)
    if found and info.data.get("access_token", True) is None:
        raise broken(
            "must not be set without ACCESS_TOKEN: others who come by the proxy could listen to "
            "calls",
            f"set an ACCESS_TOKEN to log in with ({_MAKE_ONE}), or remove the line when there is "
            "no proxy",
        )
    return found


def secret_key(key: SecretStr, info: ValidationInfo) -> SecretStr:
    value = key.get_secret_value()
    if value == DEVELOPMENT_SECRET_KEY:
        if info.data.get("environment") == "production":
            raise broken("must not be the development key in production", _MAKE_ONE)
        return key
    if len(value) < MIN_SECRET_KEY or len(set(value)) < 8:
        raise broken(f"must have at least {MIN_SECRET_KEY} varied characters", _MAKE_ONE)
    if _PLACEHOLDER.search(value[:16]):
        raise broken("must be a secret of your own, not a placeholder", _MAKE_ONE)
    return key


def api_key(where: str) -> Callable[[SecretStr | None], SecretStr | None]:
    """A key that is there must look like one; ``where`` says where to get it."""

    def check(key: SecretStr | None) -> SecretStr | None:
        value = key.get_secret_value() if key else ""
        if not value:
            return None
        if _PLACEHOLDER.search(value):
            raise broken(
                "must be a real key, not a placeholder",
                f"get one at {where}, or remove the line: no key is required",
            )
        if len(value) < MIN_API_KEY or re.search(r"\s", value):
            raise broken(
                f"must have at least {MIN_API_KEY} characters and no space",
                f"copy the whole key from {where}, or remove the line: no key is required",
            )
        return key

    return check


def needed_by(
    setting: str, engine: str, where: str
) -> Callable[[SecretStr | None, ValidationInfo], SecretStr | None]:
    """A key without which the engine that ``setting`` names cannot work."""

    def check(key: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get(setting) == engine and not (key and key.get_secret_value()):
            raise broken(
                f"must be set when {setting.upper()} is {engine}",
                f"get a key at {where}, or use {setting.upper()}=local, which needs none",
            )
        return key

    return check


def model_server(url: str | None, info: ValidationInfo) -> str | None:
    """Without an address, a key means OpenAI's own server."""
    # A key that was wrong is reported itself.
    without_key = info.data.get("openai_api_key", True) is None
    if info.data.get("coach_engine") == "openai_compatible" and without_key and not url:
        raise broken(
            "must be set when COACH_ENGINE is openai_compatible, unless OPENAI_API_KEY is",
            "write it like http://localhost:11434/v1, or use COACH_ENGINE=local",
        )
    return url


def hosted_model(name: str, info: ValidationInfo) -> str:
    """A server of one's own may choose its model; OpenAI's has hundreds."""
    own_server = bool(info.data.get("openai_base_url", True))
    if info.data.get("coach_engine") == "openai_compatible" and not (name or own_server):
        raise broken(
            "must be set when COACH_ENGINE is openai_compatible without OPENAI_BASE_URL",
            "name the model to ask, or set OPENAI_BASE_URL to a server of your own",
        )
    return name


def origins(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    for value in values:
        if value == "*":
            if info.data.get("environment") == "production":
                raise broken("must not hold * in production", "name each origin of your page")
            continue
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise broken(
                "must be origins: scheme, host and port, without a path",
                "write them like https://coach.example.com,http://localhost:5173",
            )
    return tuple(value.rstrip("/") for value in values)


def proxies(values: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for value in values:
        try:
            network = ipaddress.ip_network(value, strict=False)
        except ValueError as error:
            raise broken(
                "must be IP addresses or networks of your reverse proxies",
                "write them like 127.0.0.1,10.0.0.0/8",
            ) from error
        # Who reads them later takes a network with bits of a host for no network at all.
        found.append(str(network) if "/" in value else str(network.network_address))
    return tuple(found)


def database_url(value: Any, info: ValidationInfo) -> Any:
    if not value:
        directory = info.data.get("data_dir")
        return f"sqlite+aiosqlite:///{directory}/salescoach.db" if directory else ""
    if not str(value).startswith("sqlite+aiosqlite:///"):
        raise broken(
            "must be a SQLite address (this version keeps calls in SQLite)",
            "write it like sqlite+aiosqlite:///data/salescoach.db, or remove the line",
        )
    return value


def language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", value):
        raise broken("must be a language code (BCP 47)", "write it like en or en-US")
    return value


def script(path: Path | None, info: ValidationInfo) -> Path | None:
    """Asked for only by the engine that plays it."""
    if info.data.get("stt_engine") == "scripted" and (path is None or not path.is_file()):
        raise broken(
            "must be a file that exists when STT_ENGINE is scripted",
            "name the transcript to play, or use STT_ENGINE=local",
        )
    return path


def tracker(dsn: SecretStr | None) -> SecretStr | None:
    value = dsn.get_secret_value() if dsn else ""
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not (parts.username and parts.path.strip("/")):
        raise broken("must be a DSN", "copy it from the settings of your project in the tracker")
    return dsn


def http_url(value: str | None) -> str | None:
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise broken("must be an http or https address", "write it like http://localhost:11434/v1")
    return value
