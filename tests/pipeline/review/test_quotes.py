import pytest

from salescoach.pipeline.review.quotes import LONGEST_QUOTE, brief, quoted


@pytest.mark.parametrize(
    ("said", "as_quoted"),
    [
        ("About a hundred dollars,", "“About a hundred dollars”"),
        ("We close at six.", "“We close at six.”"),
        ("Well, not really", "“Well, not really”"),
    ],
)
def test_a_quote_ends_where_the_words_do(said: str, as_quoted: str) -> None:
    assert quoted(said) == as_quoted


def test_what_was_cut_off_says_so() -> None:
    long = "and then we waited, " * 20

    assert quoted(long).endswith("…”")
    assert len(brief(long)) <= LONGEST_QUOTE
    assert not brief(long).endswith(",")
