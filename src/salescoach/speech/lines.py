"""What an engine wrote, before anybody sees it: recognisers fall into loops and make up a word for
a breath, and neither may reach the transcript."""

_WORD_REPEATS = 4
_PHRASE_REPEATS = 2
_LONGEST_PHRASE = 8


def _bare(word: str) -> str:
    return word.strip(".,!?;:-…\"'").casefold()


def _loop_at(words: list[str], at: int) -> tuple[int, int] | None:
    """Length and count of a phrase that repeats from ``at`` more often than people repeat."""
    for length in range(1, _LONGEST_PHRASE + 1):
        phrase = words[at : at + length]
        if len(phrase) < length:
            return None
        count = 1
        while words[at + count * length : at + (count + 1) * length] == phrase:
            count += 1
        if count > (_WORD_REPEATS if length == 1 else _PHRASE_REPEATS):
            return length, count
    return None


def without_loops(text: str) -> str:
    """The text with every loop cut to as many repeats as a person may say.

    A word may come four times in a row ("no, no, no, no"), a phrase twice.
    """
    words = text.split()
    bare = [_bare(word) for word in words]
    kept: list[str] = []
    at = 0
    while at < len(words):
        loop = _loop_at(bare, at)
        if loop is None:
            kept.append(words[at])
            at += 1
            continue
        length, count = loop
        allowed = _WORD_REPEATS if length == 1 else _PHRASE_REPEATS
        kept.extend(words[at : at + length * allowed])
        at += length * count
    return " ".join(kept)


def loops(text: str) -> bool:
    return without_loops(text) != " ".join(text.split())


def has_words(text: str) -> bool:
    """False for an empty line and one of punctuation only."""
    return any(character.isalnum() for character in text)
