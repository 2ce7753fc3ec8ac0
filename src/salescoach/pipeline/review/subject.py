"""The words that tell what something is about, for what is held against it a few turns later."""

from salescoach.pipeline.review.playbook_lines import content_words

LEAST_LETTERS = 4
_LITTLE_WORDS = """
about after again also anything been before being could does doing done even ever every feel find
from gets give going gonna good great have here honest honestly into just keep know like look made
make many maybe mean more most much need never nobody nothing okay only other over people please
really right said same says should since some someone something still stuff sure take tell than
thank thanks these they thing things think those time told very want wants well were what where
which while whole will with without would yeah year years month months week weeks today tomorrow
"""
_NUMBERS = """
four five seven eight nine eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million lakh
"""
_SAYS_NOTHING = frozenset(f"{_LITTLE_WORDS} {_NUMBERS}".split())


def telling_words(text: str) -> frozenset[str]:
    """In small letters, without those that any sentence may have, and without the plural's s."""
    return frozenset(
        word.removesuffix("s")
        for word in content_words(text)
        if len(word) >= LEAST_LETTERS and "'" not in word and word not in _SAYS_NOTHING
    )
