"""Keeps keys, tokens and passwords out of whatever is written.

Two nets: the exact secrets in force, in the spellings they can turn up in, and anything shaped
like a credential. A word too much redacted is cheaper than a key in a file. What is written may
come from a stranger, so every shape is looked for in time that grows with the text, no faster.
"""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

REDACTED = "[redacted]"

_CREDENTIAL = (
    r"api[_-]?key|access[_-]?key|private[_-]?key|secret|token|passw(?:or)?d|passphrase|pwd"
    r"|authorization|credential|cookie|signature"
)
_CREDENTIAL_NAME = re.compile(_CREDENTIAL, re.IGNORECASE)
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{4,}", re.IGNORECASE), rf"\1 {REDACTED}"),
    (re.compile(r"\b(token)\s+(?=\S*\d)[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {REDACTED}"),
    (
        re.compile(
            # Only where a word begins is it looked through; nothing of it is given back.
            rf"((?<![\w-])(?=[\w-]*?(?:{_CREDENTIAL}))[\w-]++\\?[\"']?\s*+(?:=>|[:=])\s*+)"
            r"(?!(?:bearer|basic|token)\s)"
            r"(\\?\"[^\"]*\"|\\?'[^']*'|[^\s\"',;&)}\]]+)",
            re.IGNORECASE,
        ),
        rf"\1{REDACTED}",
    ),
    (re.compile(r"(://[^\s:/@]*:)[^\s/@]+@"), rf"\1{REDACTED}@"),
    (re.compile(r"\b[spr]k[-_][\w-]{8,}"), REDACTED),
    (
        re.compile(r"((?<![\w-])(?=[\w-]++\.[\w-]++\.)[\w-]*?)\beyJ[\w-]++\.[\w-]++\.[\w-]*"),
        rf"\1{REDACTED}",
    ),
    (re.compile(r"\b(?:gh[a-z]_|github_pat_|xox[a-z]-|AKIA|AIza)[\w-]{8,}"), REDACTED),
    # What `secrets.token_urlsafe` makes: long, and of all three kinds of characters.
    (
        re.compile(r"(?<![\w/.-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}(?![/.])"),
        REDACTED,
    ),
)
MOST_CHARACTERS = 32_768
"""More of one text is not written."""

_LONGEST = 4_096
"""Of a credential. Half of one has no shape, so this much more is looked at than is written."""

_SHORTEST = 6
"""An exact secret shorter than this would redact ordinary words."""


class Redactor:
    """``secrets`` are the values in force; they are never written in any of their spellings."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: frozenset[str] = frozenset()
        self._exact = re.compile(r"(?!)")
        self.hide(*secrets)

    def hide(self, *secrets: str) -> None:
        """Secrets that come into force later, as when one is entered in the page."""
        known = self._secrets | {secret for secret in secrets if len(secret) >= _SHORTEST}
        if known == self._secrets:
            return
        self._secrets = known
        spellings = {spelling for secret in known for spelling in _spellings(secret)}
        longest_first = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
        self._exact = re.compile("|".join(map(re.escape, longest_first)))

    def text(self, text: str) -> str:
        looked_at = MOST_CHARACTERS + _LONGEST
        told = self._exact.sub(REDACTED, text[:looked_at])
        for shape, replacement in _SHAPES:
            told = shape.sub(replacement, told)
        if len(text) > MOST_CHARACTERS:
            # What replaces a secret may be longer than it.
            told = told[:looked_at][:-_LONGEST]
            told += f" [{len(text) - len(told)} characters left out]"
        return told

    def value(self, name: str, value: object) -> object:
        """``value`` with everything secret in it replaced, ready for JSON. A name that says
        secret redacts whatever it holds."""
        if _CREDENTIAL_NAME.search(name) and value is not None and not isinstance(value, bool):
            return REDACTED
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(str(key), item) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value("", item) for item in value]
        return self.text(str(value))


def _spellings(secret: str) -> set[str]:
    raw = secret.encode()
    return {
        secret,
        quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        base64.b64encode(raw).decode().rstrip("="),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
    }
