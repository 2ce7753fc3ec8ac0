"""Files that say they are backups: only whole ones of this product are believed."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from salescoach.infra.backup.manifest import MANIFEST, safe_path
from salescoach.infra.backup.reading import BackupUnusable, open_backup
from salescoach.infra.backup.writing import write_backup
from tests.infra.backup.workspace import NOON, workspace


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "good.zip"
    write_backup(workspace(tmp_path / "data", "c1").source, path, version="1", now=NOON)
    return path


Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def changed(backup: Path, change: Change) -> Path:
    """A copy whose members and manifest were changed."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop(MANIFEST))
    change(members, manifest)
    other = backup.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr(MANIFEST, json.dumps(manifest))
    return other


def read_all(path: Path) -> None:
    with open_backup(path) as opened:
        opened.check()


def test_a_good_one_is_read(backup: Path, tmp_path: Path) -> None:
    read_all(backup)
    read_all(changed(backup, lambda members, manifest: None))
    assert backup.stat().st_mode & 0o077 == 0
    with open_backup(backup) as opened:
        assert (opened.manifest.calls, opened.manifest.version) == (1, "1")
        assert opened.manifest.made_at == NOON
        opened.unpack(tmp_path / "out")
    assert (tmp_path / "out" / "recordings" / "c1.opus").read_bytes() == b"c1" * 100


def an_extra_member(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    members["recordings/extra.opus"] = b"x"


def a_missing_member(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del members["recordings/c1.opus"]


def other_bytes(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    members["recordings/c1.opus"] = b"c2" * 100


def more_bytes(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    members["recordings/c1.opus"] += b"more"


def a_path_outside(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    members["recordings/../../evil"] = members.pop("recordings/c1.opus")
    for file in manifest["files"]:
        file["path"] = file["path"].replace("recordings/c1.opus", "recordings/../../evil")


def twice_in_the_manifest(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["files"].append(manifest["files"][0])


def no_database(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del members["salescoach.db"]
    manifest["files"] = [f for f in manifest["files"] if f["path"] != "salescoach.db"]


def another_product(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["product"] = "other"


@pytest.mark.parametrize(
    "change",
    [
        an_extra_member,
        a_missing_member,
        other_bytes,
        more_bytes,
        a_path_outside,
        twice_in_the_manifest,
        no_database,
        another_product,
    ],
)
def test_what_is_not_whole_is_refused(backup: Path, change: Change) -> None:
    with pytest.raises(BackupUnusable, match="no usable backup"):
        read_all(changed(backup, change))


def test_a_cut_file_and_a_flipped_bit_are_refused(backup: Path, tmp_path: Path) -> None:
    content = backup.read_bytes()
    (tmp_path / "cut.zip").write_bytes(content[: len(content) // 2])
    (tmp_path / "nothing.zip").write_bytes(b"")
    flipped = bytearray(content)
    flipped[200] ^= 1
    (tmp_path / "flipped.zip").write_bytes(flipped)
    for name in ("cut", "nothing", "flipped", "missing"):
        with pytest.raises(BackupUnusable):
            read_all(tmp_path / f"{name}.zip")


@pytest.mark.parametrize("how", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_what_we_would_not_pack_so_is_not_unpacked(backup: Path, tmp_path: Path, how: int) -> None:
    other = tmp_path / "packed.zip"
    with zipfile.ZipFile(backup) as archive, zipfile.ZipFile(other, "w") as packed:
        for name in archive.namelist():
            packed.writestr(name, archive.read(name), None if name == MANIFEST else how)
    with pytest.raises(BackupUnusable, match="packed"), open_backup(other):
        pass


def test_a_link_is_no_file(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    other = tmp_path / "link.zip"
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name.endswith("opus") else 0o100600) << 16
            archive.writestr(info, content)
    with pytest.raises(BackupUnusable):
        read_all(other)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "..",
        "spool/../x",
        "spool",
        "other/file",
        "C:/x",
        "spool\\x",
        "spool//x",
        "spool/./x",
        "spool/nul",
        "spool/x.",
        "spool/ x",
        "secret.key/x",
        "a/" * 9 + "x",
        "",
    ],
)
def test_paths_that_could_leave_the_folder_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        safe_path(path)


def test_paths_of_the_product_are_fine() -> None:
    for path in ("salescoach.db", "secret.key", "spool/c-1/0/000.seg", "recordings/c_1.opus"):
        assert safe_path(path) == path
