"""A spool becomes one sound in call time, whatever is missing in it."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Channel, Speaker, ms_to_samples
from salescoach.pipeline.timeline import Timeline
from salescoach.rooms.live.spool import remove_folder
from salescoach.rooms.recordings.mixdown import BLOCK, mixdown, sides, silenced
from tests.rooms.recordings.sounds import silence, spool, together, tone

S, C, U = Speaker.SALESPERSON, Speaker.CUSTOMER, Speaker.UNKNOWN


@pytest.mark.parametrize(
    ("roles", "groups"),
    [
        ((S, C), ((0,), (1,))),
        ((C, S), ((1,), (0,))),
        ((S, C, C), ((0,), (1, 2))),
        ((S, U), ((0,), (1,))),
        ((U,), ((0,),)),
        ((C,), ((), (0,))),
    ],
)
def test_the_salesperson_is_left(roles: tuple[Speaker, ...], groups: tuple[object, ...]) -> None:
    assert sides([Channel(number, role) for number, role in enumerate(roles)]) == groups


def test_both_channels_lie_side_by_side_to_their_last_sample(tmp_path: Path) -> None:
    left, right = tone(2_350), tone(1_200, 1_000)
    spool(tmp_path / "0", left)
    spool(tmp_path / "1", right)
    blocks = list(mixdown(tmp_path, ((0,), (1,)), {}))
    assert [block.shape for block in blocks] == [(2, BLOCK), (2, BLOCK), (2, ms_to_samples(350))]
    sound = together(iter(blocks))
    np.testing.assert_array_equal(sound[0], left)
    np.testing.assert_array_equal(sound[1], np.concatenate([right, silence(1_150)]))


def test_a_gap_is_silence_of_its_length(tmp_path: Path) -> None:
    said = tone(500)
    spool(tmp_path / "0", said, said)
    spool(tmp_path / "1", said, 200, said)
    pause = Timeline()
    pause.declare_gap(500, 1_700)
    sound = together(mixdown(tmp_path, ((0,), (1,)), {0: pause}))
    np.testing.assert_array_equal(sound[0], np.concatenate([said, silence(1_200), said]))
    expected = np.concatenate([said, silence(200), said, silence(1_000)])
    np.testing.assert_array_equal(sound[1], expected)


def test_a_gap_after_a_broken_millisecond_moves_what_follows(tmp_path: Path) -> None:
    """Gaps are told in whole milliseconds, and begin after the sound before them."""
    first = tone(100)[:-5]
    spool(tmp_path / "0", first, tone(100))
    timeline = Timeline()
    timeline.declare_gap(100, 400)
    [row] = together(mixdown(tmp_path, ((0,),), {0: timeline}))
    begins = len(first) + ms_to_samples(300)
    np.testing.assert_array_equal(row[begins:], tone(100))
    assert not row[len(first) : begins].any()


def test_a_call_without_sound_is_nothing(tmp_path: Path) -> None:
    assert list(mixdown(tmp_path / "none", ((0,), (1,)), {})) == []


def test_a_frame_that_is_cut_off_is_left_out(tmp_path: Path) -> None:
    spool(tmp_path / "0", tone(1_000))
    [segment] = (tmp_path / "0").glob("*.seg")
    with segment.open("r+b") as file:
        file.truncate(segment.stat().st_size - 100)
    assert together(mixdown(tmp_path, ((0,),), {})).shape[1] == ms_to_samples(900)


def test_several_channels_of_one_side_are_added_up_without_tearing(tmp_path: Path) -> None:
    for number in (0, 1):
        spool(tmp_path / str(number), np.full(1_600, 30_000, np.int16))
    sound = together(mixdown(tmp_path, ((0, 1),), {}))
    assert set(sound[0]) == {32_767}


def test_what_is_not_to_be_heard_is_silent_on_both_sides() -> None:
    loud = np.full((2, 3 * BLOCK), 7, np.int16)
    blocks = (part.copy() for part in np.split(loud, 3, axis=1))
    heard = together(silenced(blocks, [(-400, 200), (900, 1_100), (2_500, 9_000)]))
    milliseconds = heard[:, ::16]
    for row in milliseconds:
        silent = np.flatnonzero(row == 0)
        expected = [*range(200), *range(900, 1_100), *range(2_500, 3_000)]
        np.testing.assert_array_equal(silent, expected)


@given(
    pieces=st.lists(
        st.tuples(st.integers(1, 14), st.integers(0, 3_000), st.booleans()), min_size=1, max_size=6
    )
)
def test_every_sound_lies_at_its_call_time(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[int, int, bool]]
) -> None:
    """Each piece: frames of sound, then a stretch that is a declared gap or spooled silence."""
    folder = tmp_path_factory.mktemp("spool")
    timeline = Timeline()
    stored: list[npt.NDArray[np.int16] | int] = []
    expected: list[npt.NDArray[np.int16]] = []
    at_ms = 0
    for number, (frames, away_ms, is_gap) in enumerate(pieces, 1):
        said = np.full(ms_to_samples(frames * 100), number, np.int16)
        stored.append(said)
        expected += [said, silence(away_ms)]
        at_ms += frames * 100
        if is_gap:
            timeline.declare_gap(at_ms, at_ms + away_ms)
        else:
            stored.append(away_ms)
        at_ms += away_ms
    spool(folder / "0", *stored)
    [row] = together(mixdown(folder, ((0,),), {0: timeline}))
    whole = np.concatenate(expected)
    np.testing.assert_array_equal(row, whole[: len(row)])
    assert not whole[len(row) :].any()
    remove_folder(folder)
