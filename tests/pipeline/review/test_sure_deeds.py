import pytest

from salescoach.pipeline.review.sure_deeds import as_said, is_complete, mailable, said_in


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("send the quote", "I'll send you the quote."),
        ("send over the invoice", "I'll send over the invoice today."),
        ("bring some cakes", "I'll bring some cakes."),
        ("put together a plan", "I'll put together a plan."),
        ("talk to my partner", "I will talk to my partner first."),
        ("have my colleague send the quote", "I'll have my colleague send the quote."),
        ("call", "I'll call you on Friday."),
        ("have a call", "Then let's have a call."),
        # The thing is known by its name, though other words of theirs named it.
        ("sign the contract", "I'll sign it tonight."),
    ],
)
def test_a_known_verb_with_its_thing_is_a_deed(deed: str, said: str) -> None:
    assert is_complete(deed, said)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("shoot", "I'll shoot that over to you."),
        ("swing", "I'll swing by Thursday."),
        ("there with a van", "I'm there Tuesday with a van."),
        ("email now with the clause", "I'll email you now with the clause."),
        ("send that", "I'll send that."),
        ("talk to her", "I'll talk to her."),
        ("make sure", "I'll make sure."),
        ("put the truck", "I'll put the truck on for six."),
        ("get her to count", "I'll get her to count."),
        ("send thee in bite", "I will send it now."),
        # Something else goes along, and would be lost.
        ("send the plan", "I'll send the plan and the draft with the new clause."),
    ],
)
def test_what_would_lose_its_sense_is_none(deed: str, said: str) -> None:
    assert not is_complete(deed, said)


def test_the_words_are_found_again_in_the_step() -> None:
    step = as_said("The customer", "and I'll swing by.", "Can you come?")

    assert step == "To “Can you come?” the customer said: “I'll swing by.”"
    assert said_in(step) == "I'll swing by."
    assert said_in("send the quote") == ""


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("So I'll swing by on Thursday.", "I'll swing by on Thursday."),
        ("I'll swing by on Thursday", ""),
        ("I'll look into that for you.", ""),
        ("Doing my best on Thursday.", ""),
    ],
)
def test_only_a_sentence_that_stands_alone_is_mailed(words: str, line: str) -> None:
    assert mailable(words) == line
