"""Keeps what must not be read from the database file alone: the keys of engines.

They are sealed with a key derived from SECRET_KEY. Where none is set, one is made once and kept
beside the data, readable by its owner only: then a copy of the database tells nothing, a copy of
the whole DATA_DIR everything. A SECRET_KEY of one's own keeps the two apart.
"""

import base64
import os
import secrets
from pathlib import Path
from typing import Protocol

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from salescoach.infra.config import Settings
from salescoach.infra.config_rules import DEVELOPMENT_SECRET_KEY, MIN_SECRET_KEY
from salescoach.kit.errors import SalesCoachError

KEPT_IN = "secret.key"
"""The file in DATA_DIR."""

_PURPOSE = b"salescoach engine keys 1"
_LOGINS = b"salescoach logins 1"
"""Another use of SECRET_KEY takes another purpose, and with it another key."""


class SecretUnreadable(SalesCoachError):
    """What was sealed cannot be opened with the SECRET_KEY of now."""

    code = "secret_unreadable"


class SecretFileTrouble(SalesCoachError):
    """The file with the generated key cannot be made or read."""

    code = "secret_file_trouble"


class Vault:
    """Seals and opens short texts. What is sealed for one ``name`` opens for no other."""

    def __init__(self, secret: str) -> None:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
        self._fernet = Fernet(base64.urlsafe_b64encode(derive.derive(secret.encode())))

    def seal(self, name: str, text: str) -> str:
        return self._fernet.encrypt(f"{name}\n{text}".encode()).decode()

    def open(self, name: str, sealed: str) -> str:
        """Raises ``SecretUnreadable``."""
        try:
            opened = self._fernet.decrypt(sealed.encode()).decode()
        except (InvalidToken, UnicodeError):
            opened = ""
        owner, _, text = opened.partition("\n")
        if owner != name or not text:
            raise SecretUnreadable(
                "A stored key cannot be read: SECRET_KEY is not the one it was stored with. Set "
                "the old SECRET_KEY again, or enter the key anew."
            )
        return text


class OpenVault(Protocol):
    def __call__(self, *, create: bool) -> Vault: ...


def open_vault(settings: Settings, *, create: bool) -> Vault:
    """With SECRET_KEY, or with the generated one of DATA_DIR. ``create``: it is made when it is
    missing, as before something is sealed. Raises ``SecretFileTrouble``."""
    given = settings.secret_key.get_secret_value()
    if given != DEVELOPMENT_SECRET_KEY:
        return Vault(given)
    return Vault(_generated(settings.data_dir / KEPT_IN, create))


def login_key(settings: Settings) -> bytes:
    """32 bytes that sign logins; SECRET_KEY or the generated one are behind it. Raises
    ``SecretFileTrouble``."""
    given = settings.secret_key.get_secret_value()
    if given == DEVELOPMENT_SECRET_KEY:
        given = _generated(settings.data_dir / KEPT_IN, create=True)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_LOGINS).derive(given.encode())


def _generated(path: Path, create: bool) -> str:
    if not create and not path.exists():
        raise SecretFileTrouble(
            f"{path}, which opens the stored keys, is missing: put its copy back, or enter the "
            "keys of your engines anew."
        )
    try:
        _make(path)
        path.chmod(0o600)
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise SecretFileTrouble(
            f"{path} cannot be used ({why}): mend its permissions, or set a SECRET_KEY."
        ) from error
    if len(secret) < MIN_SECRET_KEY:
        raise SecretFileTrouble(
            f"{path} is damaged: put its copy back, or delete it and enter the keys of your "
            "engines anew."
        )
    return secret


def _make(path: Path) -> None:
    """Whole or not at all, and never over one that is there, whoever else starts just now."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
