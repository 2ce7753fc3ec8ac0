"""Texts as the word pieces that the shipped model was trained on.

The package that brings the weights has no tokenizer, so the standard vocabulary lies beside this
file.
"""

from dataclasses import dataclass
from importlib import resources

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

UNKNOWN = "[UNK]"
MAX_PIECES = 126
"""Longer sentences are cut; what a person says in one breath fits."""

TEXT_PIECES = 80
BEFORE_PIECES = 48
"""Of an utterance and of the line before it, the end is what counts."""

BEFORE_CHARACTERS = 400
TEXT_CHARACTERS = 800


@dataclass(frozen=True, slots=True)
class Pieces:
    """``ids`` and ``segments`` are what the model takes; ``own`` is 1 where a piece belongs to the
    utterance itself and 0 where it belongs to the line before."""

    ids: tuple[int, ...]
    segments: tuple[int, ...]
    own: tuple[int, ...]


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
        ids = (self._start, *self._ids(text)[:MAX_PIECES], self._end)
        return Pieces(ids, (0,) * len(ids), (1,) * len(ids))

    def utterance(self, text: str, before: str) -> Pieces:
        """``before``: the line before it, empty at the start of a call."""
        said = self._ids(text[-TEXT_CHARACTERS:])[-TEXT_PIECES:]
        heard = self._ids(before[-BEFORE_CHARACTERS:])[-BEFORE_PIECES:]
        if not heard:
            ids = (self._start, *said, self._end)
            return Pieces(ids, (0,) * len(ids), (1,) * len(ids))
        mine = (0,) * (len(heard) + 2) + (1,) * (len(said) + 1)
        return Pieces((self._start, *heard, self._end, *said, self._end), mine, mine)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids
