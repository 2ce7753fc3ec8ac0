"""Texts as the word pieces that the shipped model was trained on.

The package that brings the weights has no tokenizer, so the standard vocabulary lies beside this
file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from tokenizers import Encoding, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

UNKNOWN = "[UNK]"
MAX_PIECES = 126
"""Longer sentences are cut; what a person says in one breath fits."""

TEXT_PIECES = 80
BEFORE_PIECES = 48
"""Of an utterance and of the line before it, the end is what counts."""

MAX_LENGTH = TEXT_PIECES + BEFORE_PIECES + 3
"""Of a text with all that marks its parts."""

BEFORE_CHARACTERS = 400
TEXT_CHARACTERS = 800


@dataclass(frozen=True, slots=True)
class Pieces:
    """``ids`` and ``segments`` are what the model takes; ``own`` is 1 where a piece belongs to the
    utterance itself and 0 where it belongs to the line before. ``is_whole_text``: one text stands
    in it by itself, and nothing of it was cut. ``parts``: like ``own``, for pieces of the utterance
    that were asked for; one that was cut away or has no pieces counts as the whole."""

    ids: tuple[int, ...]
    segments: tuple[int, ...]
    own: tuple[int, ...]
    is_whole_text: bool
    parts: tuple[tuple[int, ...], ...] = ()


class Pieced:
    """Not thread-safe: one caller at a time."""

    def __init__(self) -> None:
        lines = (
            resources.files("salescoach.embedding")
            .joinpath("vocab.txt")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        vocabulary = {token: number for number, token in enumerate(lines)}
        self._start, self._end = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self._tokenizer = Tokenizer(WordPiece(vocabulary, unk_token=UNKNOWN))
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()

    def sentence(self, text: str) -> Pieces:
        found = self._ids(text)
        return self._alone(found[:MAX_PIECES], len(found) <= MAX_PIECES)

    def utterance(self, text: str, before: str, parts: Sequence[str] = ()) -> Pieces:
        """``before``: the line before it, empty at the start of a call; ``parts``: pieces of
        ``text``, in order."""
        end = text[-TEXT_CHARACTERS:]
        said = self._encoded(end)
        ids: list[int] = said.ids[-TEXT_PIECES:]
        heard = self._ids(before[-BEFORE_CHARACTERS:])[-BEFORE_PIECES:]
        if heard:
            lead = (self._start, *heard, self._end)
            mine = (0,) * len(lead) + (1,) * (len(ids) + 1)
            pieces = Pieces((*lead, *ids, self._end), mine, mine, is_whole_text=False)
        else:
            whole = len(said.ids) == len(ids) and len(text) == len(end)
            pieces = self._alone(ids, whole)
        if not parts:
            return pieces
        return replace(pieces, parts=tuple(_masks(end, parts, said.offsets, pieces)))

    def _encoded(self, text: str) -> Encoding:
        return self._tokenizer.encode(text, add_special_tokens=False)

    def _alone(self, found: list[int], whole: bool) -> Pieces:
        ids = (self._start, *found, self._end)
        return Pieces(ids, (0,) * len(ids), (1,) * len(ids), is_whole_text=whole)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._encoded(text).ids
        return ids


def _masks(
    text: str, parts: Sequence[str], offsets: Sequence[tuple[int, int]], pieces: Pieces
) -> Iterator[tuple[int, ...]]:
    """For each part 1 where a piece begins inside it. ``offsets``: where each piece of ``text``
    lies in it; of these only the last may have been kept."""
    last = len(pieces.ids) - 1
    at = 0
    for part in parts:
        start = text.find(part, at)
        mask = [0] * len(pieces.ids)
        if start >= 0:
            at = start + len(part)
            for place, (begin, _) in enumerate(reversed(offsets), start=1):
                if start <= begin < at and place < last:
                    mask[last - place] = 1
        yield tuple(mask) if any(mask) else pieces.own
