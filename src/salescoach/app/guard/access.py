"""One person's way in: a token that is typed once, and a signed cookie from then on.

The cookie holds an id and an end, signed with a key made from SECRET_KEY and the token, so that a
changed token ends every login. Logging out is remembered on disk until the cookie would have ended.
Whoever guesses waits longer after each mistake.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOGGED_OUT_FILE = "logged_out.json"
FREE_MISTAKES = 4
"""Mistakes of one address that cost no wait."""

FIRST_WAIT_S = 15.0
LONGEST_WAIT_S = 900.0
FORGIVEN_AFTER_S = 3600.0
_MOST_ADDRESSES = 10_000
_ID_BYTES = 18


@dataclass(frozen=True, slots=True)
class Login:
    """``ends_at`` is in seconds since the epoch."""

    id: str
    ends_at: int


class Keys:
    """Makes and checks cookies. ``key`` is 32 bytes that nobody else has."""

    def __init__(self, key: bytes, token: str) -> None:
        self._token = hashlib.sha256(token.encode()).digest()
        self._key = hmac.digest(key, self._token, "sha256")

    def opens(self, token: str) -> bool:
        """Takes the same time whatever is asked."""
        given = hashlib.sha256(token.encode(errors="replace")).digest()
        return hmac.compare_digest(given, self._token)

    def seal(self, login: Login) -> str:
        text = f"{login.id}.{login.ends_at}"
        return f"{text}.{self._signature(text)}"

    def read(self, cookie: str) -> Login | None:
        text, _, signature = cookie.rpartition(".")
        if not text or not hmac.compare_digest(
            signature.encode(errors="replace"), self._signature(text).encode()
        ):
            return None
        own, _, ends_at = text.partition(".")
        return Login(own, int(ends_at))

    def _signature(self, text: str) -> str:
        made = hmac.digest(self._key, text.encode(errors="replace"), "sha256")
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


@dataclass(slots=True)
class _Mistakes:
    count: int
    at_s: float
    locked_until_s: float


class Lockout:
    """Counts wrong tokens by address. ``now`` gives seconds that only go forward."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._mistakes: OrderedDict[str, _Mistakes] = OrderedDict()

    def __len__(self) -> int:
        return len(self._mistakes)

    def wait_s(self, address: str) -> float:
        """How long this address has to wait before it may try again, 0 as a rule."""
        mistakes = self._mistakes.get(address)
        return max(0.0, mistakes.locked_until_s - self._now()) if mistakes else 0.0

    def missed(self, address: str) -> None:
        now = self._now()
        earlier = self._mistakes.pop(address, None)
        count = 1
        if earlier is not None and now - earlier.at_s < FORGIVEN_AFTER_S:
            count += earlier.count
        beyond = count - FREE_MISTAKES
        wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(beyond - 1, 16)) if beyond > 0 else 0
        self._mistakes[address] = _Mistakes(count, now, now + wait)
        while self._mistakes and (
            len(self._mistakes) > _MOST_ADDRESSES
            or now - next(iter(self._mistakes.values())).at_s >= FORGIVEN_AFTER_S
        ):
            self._mistakes.popitem(last=False)

    def opened(self, address: str) -> None:
        self._mistakes.pop(address, None)


class Access:
    """Who may come in. ``keys`` None: no token is set, and everybody on this machine may.
    ``clock`` gives seconds since the epoch."""

    def __init__(
        self,
        keys: Keys | None,
        *,
        days: int,
        logged_out: Path,
        clock: Callable[[], float],
        now: Callable[[], float],
    ) -> None:
        self._keys = keys
        self.lasts_s = days * 86_400
        self._file = logged_out
        self._clock = clock
        self.lockout = Lockout(now)
        self._logged_out = self._read()
        self._told: dict[str, list[Callable[[], None]]] = {}

    @property
    def needs_login(self) -> bool:
        return self._keys is not None

    def opens(self, token: str) -> bool:
        return self._keys is not None and self._keys.opens(token)

    def begin(self) -> tuple[str, Login]:
        """A new login, and its cookie."""
        assert self._keys is not None, "without a token nobody logs in"
        login = Login(secrets.token_urlsafe(_ID_BYTES), int(self._clock()) + self.lasts_s)
        return self._keys.seal(login), login

    def login_of(self, cookie: str) -> Login | None:
        """The login that a cookie stands for, while it lasts."""
        login = self._keys.read(cookie) if self._keys else None
        if login is None or login.ends_at <= self._clock() or login.id in self._logged_out:
            return None
        return login

    def end(self, login: Login) -> None:
        """Raises ``OSError`` when it cannot be kept; the login is over in this process even so."""
        for tell in self._told.pop(login.id, ()):
            tell()
        now = self._clock()
        self._logged_out = {
            own: ends_at for own, ends_at in self._logged_out.items() if ends_at > now
        }
        self._logged_out[login.id] = login.ends_at
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps(self._logged_out), encoding="utf-8")
        draft.replace(self._file)

    @contextmanager
    def telling_of_end(self, login: Login, tell: Callable[[], None]) -> Iterator[None]:
        """``tell`` is called when somebody logs out of ``login`` before the block ends."""
        told = self._told.setdefault(login.id, [])
        told.append(tell)
        try:
            yield
        finally:
            told.remove(tell)
            if not told:
                self._told.pop(login.id, None)

    def _read(self) -> dict[str, int]:
        kept: object = None
        with contextlib.suppress(OSError, ValueError):
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        if not isinstance(kept, dict):
            return {}
        return {str(own): ends_at for own, ends_at in kept.items() if isinstance(ends_at, int)}
