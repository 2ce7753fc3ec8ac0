"""A tip counts as the summary and the figures do."""

from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def closed_call() -> Talk:
    talk = Talk()
    talk.says(S, "Hi, is that Dana?")
    talk.says(C, "Speaking.")
    for asked in ("Do you use slings?", "Are they nylon?", "Is it a big site?", "Who signs?"):
        talk.says(S, asked)
        talk.says(C, "Well, yes, I would say so.")
    talk.objects("That sounds expensive to me.")
    talk.says(S, "It is what they all charge for it.")
    talk.says(C, "Well, I do not know about that.")
    return talk


def test_the_questions_of_a_tip_are_those_of_the_summary() -> None:
    review = write_review(closed_call().record(), PLAYBOOK)
    asked = next(each for each in review.figures if each.key == "questions")
    tip = next(each for each in review.tips if each.tip.startswith("Begin questions"))

    assert asked.value == 5
    assert any("asked five questions" in each.text for each in review.summary)
    assert tip.why.startswith("1 of your 5 questions was open.")


def test_a_tip_on_objections_counts_those_it_is_about() -> None:
    review = write_review(closed_call().record(), PLAYBOOK)
    tip = next(each for each in review.tips if each.tip.startswith("Answer an objection"))

    assert tip.why.startswith("One objection got a statement and no question. To ")
