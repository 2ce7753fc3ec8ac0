"""What is to be masked: chosen once, used by every call."""

from pathlib import Path

import pytest

from salescoach.domain.privacy import DEFAULT_HANDLING
from salescoach.infra.changeable import WrongSetting
from salescoach.kit.masking import Kind
from salescoach.rooms.settings.privacy import MOST_WORDS
from tests.rooms.settings.chosen import chosen

SAID = "Falcon: card 4111 1111 1111 1111, mail a@b.io"


async def test_as_it_comes_cards_are_not_kept_and_addresses_not_sent(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (_, privacy, _):
        known = await privacy.get()
    assert known.handling == DEFAULT_HANDLING
    assert known.before_storage().mask(SAID).text == "Falcon: card [card number], mail a@b.io"
    assert known.before_sending().mask(SAID).text == (
        "Falcon: card [card number], mail [e-mail address]"
    )


async def test_what_was_chosen_lasts(tmp_path: Path) -> None:
    async with chosen(tmp_path) as (_, privacy, _):
        put = await privacy.put(
            {Kind.CARD: "left", Kind.EMAIL: "not_kept", Kind.WORD: "not_sent"},
            (" falcon ", "falcon", "", "Project  X"),
            keep_audio=False,
        )
    async with chosen(tmp_path) as (_, privacy, _):
        known = await privacy.get()
    assert known == put
    assert known.words == ("falcon", "Project X")
    assert not known.keep_audio
    assert known.before_storage().mask(SAID).text == (
        "Falcon: card 4111 1111 1111 1111, mail [e-mail address]"
    )
    assert "[withheld]" in known.before_sending().mask(SAID).text


@pytest.mark.parametrize("words", [("x",), ("x" * 81,), tuple(map(str, range(10, 211)))])
async def test_words_that_do_not_fit_are_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    async with chosen(tmp_path) as (_, privacy, _):
        with pytest.raises(WrongSetting, match=rf"Each between 2 and 80|At most {MOST_WORDS}"):
            await privacy.put({}, words, keep_audio=True)
        assert (await privacy.get()).words == ()
