"""Keys are sealed, and the way out when the key to them is lost is told."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from salescoach.infra.secrets import (
    KEPT_IN,
    SecretFileTrouble,
    SecretUnreadable,
    Vault,
    open_vault,
)

SECRET = "b7Jk2Lq9Xw4Zr6Tn8Vc1Mp3Hs5Gd0Fy-QeUi"
KEY = "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(None, data_dir=tmp_path)


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_what_is_sealed_opens_again(text: str) -> None:
    vault = Vault(SECRET)
    assert vault.open("a", vault.seal("a", text)) == text


def test_a_sealed_key_shows_nothing_and_is_another_each_time() -> None:
    vault = Vault(SECRET)
    once, twice = vault.seal("a", KEY), vault.seal("a", KEY)
    assert once != twice
    assert KEY not in once


@pytest.mark.parametrize(("vault", "name"), [(Vault(SECRET + "x"), "a"), (Vault(SECRET), "b")])
def test_another_secret_or_another_name_opens_nothing(vault: Vault, name: str) -> None:
    with pytest.raises(SecretUnreadable, match="SECRET_KEY") as refused:
        vault.open(name, Vault(SECRET).seal("a", KEY))
    assert KEY not in str(refused.value)


@pytest.mark.parametrize("damaged", ["", "nonsense", "ü"])
def test_what_is_damaged_is_unreadable(damaged: str) -> None:
    with pytest.raises(SecretUnreadable):
        Vault(SECRET).open("a", damaged)


def test_without_a_secret_one_is_made_once_for_its_owner_only(settings: Settings) -> None:
    sealed = open_vault(settings, create=True).seal("a", KEY)
    path = settings.data_dir / KEPT_IN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = path.read_text()
    assert len(made) >= 32
    assert open_vault(settings, create=True).open("a", sealed) == KEY
    assert path.read_text() == made
    assert [each.name for each in settings.data_dir.iterdir()] == [KEPT_IN]


def test_reading_makes_none(settings: Settings) -> None:
    with pytest.raises(SecretFileTrouble, match="put its copy back"):
        open_vault(settings, create=False)
    assert list(settings.data_dir.iterdir()) == []
    sealed = open_vault(settings, create=True).seal("a", KEY)
    assert open_vault(settings, create=False).open("a", sealed) == KEY


def test_rights_that_were_widened_are_narrowed(settings: Settings) -> None:
    open_vault(settings, create=True)
    path = settings.data_dir / KEPT_IN
    path.chmod(0o644)
    open_vault(settings, create=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_with_a_secret_no_file_is_made(tmp_path: Path) -> None:
    own = load_settings(None, data_dir=tmp_path, secret_key=SECRET)
    assert open_vault(own, create=True).open("a", Vault(SECRET).seal("a", KEY)) == KEY
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_or_unusable_file_is_told_with_the_way_out(settings: Settings) -> None:
    path = settings.data_dir / KEPT_IN
    path.write_text("short")
    with pytest.raises(SecretFileTrouble, match="delete it"):
        open_vault(settings, create=True)
    path.unlink()
    path.mkdir()
    with pytest.raises(SecretFileTrouble, match="set a SECRET_KEY"):
        open_vault(settings, create=True)
