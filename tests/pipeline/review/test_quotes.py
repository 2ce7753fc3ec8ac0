import pytest

from salescoach.pipeline.review.quotes import LONGEST_QUOTE, brief, quoted
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


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


def test_a_review_quotes_without_the_comma_of_a_line() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, is now okay,")
    talk.says(C, "Sure, go ahead please,")
    price = talk.objects("That sounds expensive compared with the other offer,")
    talk.says(S, "It is a fair price, believe me,")

    review = write_review(talk.record(), PLAYBOOK)

    (objection,) = review.objections
    assert objection.evidence.quote == price.text.rstrip(",")
    assert objection.answer is not None
    quotes = [
        objection.answer.quote,
        *(each.evidence.quote for each in review.missed),
        *(moment.evidence.quote for figure in review.figures for moment in figure.moments),
    ]
    assert review.missed
    assert not [quote for quote in quotes if quote.endswith(",")]
