"""Cookies that open, cookies that do not, and waits that grow."""

from pathlib import Path

import pytest

from salescoach.app.guard.access import FREE_MISTAKES, Access, Keys, Lockout
from salescoach.kit.clock import ManualClock

TOKEN = "a-token-of-sixteen-and-more"
KEY = bytes(range(32))
DAY_S = 86_400


class Time:
    """Seconds that only a test moves."""

    def __init__(self) -> None:
        self.clock = ManualClock()

    def __call__(self) -> float:
        return 1_700_000_000 + self.clock.now_ms() / 1000

    def passes(self, seconds: float) -> None:
        self.clock.advance(seconds * 1000)


def access(folder: Path, time: Time, token: str = TOKEN) -> Access:
    return Access(
        Keys(KEY, token), days=7, logged_out=folder / "logged_out.json", clock=time, now=time
    )


def test_a_cookie_opens_until_its_end(tmp_path: Path) -> None:
    time = Time()
    door = access(tmp_path, time)
    cookie, login = door.begin()
    assert door.login_of(cookie) == login
    time.passes(7 * DAY_S - 1)
    assert access(tmp_path, time).login_of(cookie) == login, "a restart ends no login"
    time.passes(1)
    assert door.login_of(cookie) is None


def test_two_logins_are_two(tmp_path: Path) -> None:
    door = access(tmp_path, Time())
    assert door.begin()[0] != door.begin()[0]


def test_another_token_ends_every_login(tmp_path: Path) -> None:
    time = Time()
    cookie, _ = access(tmp_path, time).begin()
    assert access(tmp_path, time, "another-token-of-sixteen").login_of(cookie) is None


def test_a_cookie_that_was_touched_opens_nothing(tmp_path: Path) -> None:
    door = access(tmp_path, Time())
    cookie, login = door.begin()
    later = cookie.replace(str(login.ends_at), str(login.ends_at + 1))
    for bad in ("", ".", "..", "a.b.c", cookie[:-1], later, cookie + "=", "é.1.x", "\ud800"):
        assert door.login_of(bad) is None


def test_a_login_that_was_ended_stays_ended_after_a_restart(tmp_path: Path) -> None:
    time = Time()
    door = access(tmp_path, time)
    cookie, login = door.begin()
    kept, _ = door.begin()
    door.end(login)
    for each in (door, access(tmp_path, time)):
        assert each.login_of(cookie) is None
        assert each.login_of(kept) is not None


def test_what_was_ended_is_forgotten_with_the_cookies_own_end(tmp_path: Path) -> None:
    time = Time()
    door = access(tmp_path, time)
    for _ in range(50):
        door.end(door.begin()[1])
        time.passes(DAY_S)
    assert (tmp_path / "logged_out.json").read_text().count(":") <= 8


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": "b"}', "\x00"])
def test_a_damaged_list_does_not_keep_one_out(tmp_path: Path, content: str) -> None:
    (tmp_path / "logged_out.json").write_text(content)
    door = access(tmp_path, Time())
    assert door.login_of(door.begin()[0]) is not None


def test_the_token_opens_and_no_other(tmp_path: Path) -> None:
    door = access(tmp_path, Time())
    assert door.opens(TOKEN)
    for wrong in ("", TOKEN[:-1], TOKEN + " ", TOKEN.upper(), "\ud800"):
        assert not door.opens(wrong)


def test_each_mistake_beyond_the_free_ones_costs_twice_the_wait() -> None:
    time = Time()
    lockout = Lockout(time)
    waits = []
    for _ in range(14):
        lockout.missed("10.0.0.1")
        waits.append(lockout.wait_s("10.0.0.1"))
        time.passes(waits[-1])
    assert waits[:FREE_MISTAKES] == [0] * FREE_MISTAKES
    assert waits[FREE_MISTAKES:] == [15, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert lockout.wait_s("10.0.0.2") == 0


def test_mistakes_are_forgiven_by_the_token_and_by_time() -> None:
    time = Time()
    lockout = Lockout(time)
    for _ in range(6):
        lockout.missed("a")
    lockout.opened("a")
    assert lockout.wait_s("a") == 0
    for _ in range(6):
        lockout.missed("b")
    time.passes(3600)
    lockout.missed("b")
    assert lockout.wait_s("b") == 0


def test_many_addresses_do_not_pile_up() -> None:
    time = Time()
    lockout = Lockout(time)
    for each in range(30_000):
        lockout.missed(str(each))
    assert len(lockout) <= 10_000
    time.passes(3600)
    lockout.missed("last")
    assert len(lockout) == 1
