import json

from training.voices import bank_lines, fit

from salescoach.speech.voices import WEIGHTS_FILE


def test_what_is_shipped_is_what_the_bank_teaches() -> None:
    learnt = fit(bank_lines())

    assert {"bias": learnt.bias, "terms": learnt.terms} == json.loads(WEIGHTS_FILE.read_bytes())
