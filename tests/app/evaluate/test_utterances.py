from collections.abc import Sequence

import numpy as np
import pytest

from salescoach.app.evaluate.material import LABELS, SIGNALS, LabelledUtterance
from salescoach.app.evaluate.measures import macro_f1
from salescoach.app.evaluate.utterances import Answer, Marked, read_utterance
from salescoach.domain.audio import Speaker
from tests.fakes import expertise, trigger

CONTEXT = ((Speaker.SALESPERSON, "It is ninety a month."),)


def labelled(name: str, label: str, *also_ok: str, text: str = "Well.") -> LabelledUtterance:
    return LabelledUtterance(name, CONTEXT, text, label, frozenset(also_ok))


def marked(pairs: Sequence[tuple[str, str, float]], *also_ok: str) -> Marked:
    """(true, answered, confidence) for each; what is also accepted goes for all of them."""
    return Marked(
        [labelled(str(at), true, *also_ok) for at, (true, _, _) in enumerate(pairs)],
        [Answer(str(at), label, sure) for at, (_, label, sure) in enumerate(pairs)],
    )


async def test_what_the_coach_hears_is_the_answer() -> None:
    built = await expertise()
    price = labelled("a", "objection:price", text=trigger("price"))
    asked = labelled("b", "question", text="What colour is the sky over there?")
    nothing = labelled("c", "none", text="Mhm.")

    answers = [await read_utterance(built, each) for each in (price, asked, nothing)]

    assert [each.label for each in answers] == ["objection:price", "question", "none"]
    assert answers[0].quote == trigger("price")
    assert trigger("price") in answers[0].basis
    assert all(0.5 <= each.confidence <= 1 for each in answers)
    assert all(each.took_ms is not None and each.took_ms > 0 for each in answers)


async def test_a_salespersons_line_is_context_and_never_the_answer() -> None:
    said = LabelledUtterance(
        "a", ((Speaker.SALESPERSON, trigger("price")),), "Mhm.", "none", frozenset()
    )

    assert (await read_utterance(await expertise(), said)).label == "none"


def test_strictly_signal_and_type_count_and_leniently_what_is_accepted() -> None:
    found = marked(
        [
            ("objection:price", "objection:price", 0.9),
            ("objection:price", "objection:timing", 0.8),
            ("none", "objection:timing", 0.7),
            ("question", "none", 0.6),
        ],
        "objection:timing",
    )

    assert found.right.tolist() == [True, False, False, False]
    assert found.right_leniently.tolist() == [True, True, True, False]
    strict, lenient = found.signals(lenient=False), found.signals(lenient=True)
    objection, none = SIGNALS.index("objection"), SIGNALS.index("none")
    assert strict[objection, objection] == 2
    assert strict[none, objection] == 1
    assert lenient[none, none] == 1
    assert strict.sum(axis=1).tolist() == lenient.sum(axis=1).tolist()
    price = LABELS.index("objection:price")
    assert found.labels(lenient=False)[price, price] == 1
    assert found.labels(lenient=True)[price, price] == 2


def test_another_type_is_the_right_signal() -> None:
    found = marked([("objection:price", "objection:trust", 0.9)])
    figures = found.figures()(found.everything)

    assert figures["signals_macro_f1"] == 1.0
    assert figures["labels_macro_f1"] == 0.0
    assert figures["objection_type_accuracy"] == 0.0
    assert figures["ece"] == pytest.approx(0.9)
    assert figures["ece_signals"] == pytest.approx(0.1)


def test_the_figures_of_a_resample_are_those_of_the_same_answers() -> None:
    pairs = [
        ("objection:price", "objection:price", 0.9),
        ("objection:need", "none", 0.5),
        ("objection:need", "objection:trust", 0.8),
        ("none", "objection:need", 0.6),
        ("question", "question", 0.7),
        ("buying_signal", "question", 0.55),
    ]
    places = np.array([0, 0, 2, 3, 5, 4])

    resampled = marked(pairs).figures()(places)
    again = marked([pairs[at] for at in places])

    expected = dict(again.figures()(again.everything))
    assert resampled == pytest.approx(expected, nan_ok=True)
    assert resampled["signals_macro_f1"] == pytest.approx(macro_f1(again.signals(lenient=False)))


def test_a_missed_objection_is_found_at_no_threshold() -> None:
    found = marked([("objection:need", "none", 0.99), ("none", "objection:need", 0.6)])

    assert found.objection_score.tolist() == [0.0, 0.6]


def test_misses_begin_with_the_surest_and_end_with_the_defensible() -> None:
    utterances = [
        labelled("right", "none"),
        labelled("unsure", "none"),
        labelled("sure", "question"),
        labelled("accepted", "question", "none"),
    ]
    answers = [
        Answer("right", "none", 0.9),
        Answer("unsure", "question", 0.6, "asked", "why"),
        Answer("sure", "objection:need", 0.8),
        Answer("accepted", "none", 0.95),
    ]

    misses = Marked(utterances, answers).misses()

    assert [miss.id for miss in misses] == ["sure", "unsure", "accepted"]
    assert misses[1].context == (("salesperson", "It is ninety a month."),)
    assert (misses[1].basis, misses[1].quote) == ("asked", "why")
    assert misses[2].accepted
