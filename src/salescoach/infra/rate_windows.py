"""Where `limits` keeps what was asked when, for one process.

The library's own memory storages start a thread or a task with every request and keep some keys
for ever. This one holds a bounded number of addresses, forgets each when its window is over, and
reads the clock it is given.
"""

from collections import OrderedDict, deque
from collections.abc import Callable

from limits.storage import MovingWindowSupport, Storage

MOST_KEYS = 20_000
"""Beyond it the address that was silent longest is forgotten."""


class RateWindows(Storage, MovingWindowSupport):
    """Moving windows. ``now`` gives seconds that only go forward."""

    STORAGE_SCHEME = None

    def __init__(self, now: Callable[[], float], most_keys: int = MOST_KEYS) -> None:
        super().__init__()
        self._now = now
        self._most_keys = most_keys
        self._windows: OrderedDict[str, tuple[int, deque[float]]] = OrderedDict()
        """How long each window is, and when it was entered; the one entered last at the end."""

    def __len__(self) -> int:
        return len(self._windows)

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        entered = self._window(key, expiry)
        if len(entered) + amount > limit:
            return False
        entered.extend([self._now()] * amount)
        self._windows[key] = (expiry, entered)
        self._windows.move_to_end(key)
        self._forget()
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        entered = self._window(key, expiry)
        return (entered[0] if entered else self._now()), len(entered)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        self.acquire_entry(key, self.get(key) + amount, expiry, amount)
        return self.get(key)

    def get(self, key: str) -> int:
        expiry, entered = self._windows.get(key, (0, ()))
        return sum(at > self._now() - expiry for at in entered)

    def get_expiry(self, key: str) -> float:
        expiry, entered = self._windows.get(key, (0, deque()))
        return entered[-1] + expiry if entered else self._now()

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        held = len(self._windows)
        self._windows.clear()
        return held

    def clear(self, key: str) -> None:
        self._windows.pop(key, None)

    def _window(self, key: str, expiry: int) -> deque[float]:
        _, entered = self._windows.get(key, (expiry, deque[float]()))
        oldest = self._now() - expiry
        while entered and entered[0] <= oldest:
            entered.popleft()
        return entered

    def _forget(self) -> None:
        """Those at the front were entered longest ago; two a request outpace any growth."""
        for _ in range(2):
            key, (expiry, entered) = next(iter(self._windows.items()))
            over = not entered or entered[-1] <= self._now() - expiry
            if not over and len(self._windows) <= self._most_keys:
                return
            del self._windows[key]
            if not self._windows:
                return
