"""Whatever happens on the way, the bytes on disk are the file's, in order, once."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.kit.errors import Conflict, InvalidInput
from salescoach.rooms.imports.uploads import UploadOffset, Uploads

ID = "imp_0123456789abcdef"


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def broken(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    raise ConnectionResetError


@dataclass(frozen=True)
class Try:
    """A client that sends up to ``length`` bytes from ``begins``, in parts of ``part``; ``breaks``:
    the connection is lost after ``length`` of them."""

    begins: int
    length: int
    part: int
    breaks: bool


TRIES = st.lists(
    st.builds(Try, st.integers(0, 60), st.integers(0, 60), st.integers(1, 20), st.booleans()),
    max_size=12,
)


@given(st.binary(min_size=1, max_size=50), TRIES)
def test_any_split_and_any_retry_gives_the_same_bytes(content: bytes, tries: list[Try]) -> None:
    async def send(uploads: Uploads) -> None:
        await uploads.make(ID, len(content))
        for each in tries:
            await one(uploads, each)
            here = uploads.file(ID).read_bytes()
            assert content.startswith(here)
        at = await uploads.offset(ID)
        assert await uploads.take(ID, at, len(content), pieces(content[at:])) == len(content)
        assert uploads.file(ID).read_bytes() == content

    async def one(uploads: Uploads, each: Try) -> None:
        before = await uploads.offset(ID)
        sent = content[each.begins : each.begins + each.length]
        parts = [sent[at : at + each.part] for at in range(0, len(sent), each.part)]
        stream = broken(*parts) if each.breaks else pieces(*parts)
        reached = before + len(sent) if each.begins == before else before
        try:
            told = await uploads.take(ID, each.begins, len(content), stream)
        except UploadOffset as elsewhere:
            told = elsewhere.offset
        except ConnectionResetError:
            told = reached
        assert told == reached == await uploads.offset(ID)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(send(Uploads(Path(folder))))


async def test_more_than_was_announced_is_refused_and_the_rest_stays(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    await uploads.make(ID, 4)
    with pytest.raises(InvalidInput) as refused:
        await uploads.take(ID, 0, 4, pieces(b"ab", b"cde"))
    assert refused.value.code == "upload_too_long"
    assert uploads.file(ID).read_bytes() == b"ab"


async def test_one_piece_at_a_time(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    await uploads.make(ID, 4)
    going = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"ab"
        await going.wait()
        yield b"cd"

    first = asyncio.create_task(uploads.take(ID, 0, 4, slow()))
    await asyncio.sleep(0)
    with pytest.raises(Conflict) as busy:
        await uploads.take(ID, 0, 4, pieces(b"xy"))
    assert busy.value.code == "upload_busy"
    going.set()
    assert await first == 4
    assert uploads.file(ID).read_bytes() == b"abcd"


async def test_what_lies_there_is_known_and_removed(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "imports")
    assert await uploads.known() == []
    await uploads.make(ID, 4)
    assert await uploads.known() == [ID]
    await uploads.remove(ID)
    await uploads.remove(ID)
    assert await uploads.known() == []
    assert await uploads.offset(ID) == 0


@pytest.mark.parametrize("import_id", ["../../etc", "imp_/..", "imp_..", ""])
def test_an_id_is_no_path(tmp_path: Path, import_id: str) -> None:
    with pytest.raises(InvalidInput):
        Uploads(tmp_path).file(import_id)
