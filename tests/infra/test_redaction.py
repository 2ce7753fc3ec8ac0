"""What is shaped like a credential goes, in whatever text a stranger makes of it, and no text costs
more than its length."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.infra.redaction import MOST_CHARACTERS, REDACTED, Redactor

NAMES = (
    r"api[_-]?key|access[_-]?key|private[_-]?key|secret|token|passw(?:or)?d|passphrase|pwd"
    r"|authorization|credential|cookie|signature"
)
PLAINLY = (
    (r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{4,}", rf"\1 {REDACTED}"),
    (r"(?i)\b(token)\s+(?=\S*\d)[\w.~+/=-]{8,}", rf"\1 {REDACTED}"),
    (
        rf"(?i)([\w-]*(?:{NAMES})[\w-]*\\?[\"']?\s*(?:=>|[:=])\s*)"
        r"(?!(?:bearer|basic|token)\s)"
        r"(\\?\"[^\"]*\"|\\?'[^']*'|[^\s\"',;&)}\]]+)",
        rf"\1{REDACTED}",
    ),
    (r"(://[^\s:/@]*:)[^\s/@]+@", rf"\1{REDACTED}@"),
    (r"\b[spr]k[-_][\w-]{8,}", REDACTED),
    (r"\beyJ[\w-]+\.[\w-]+\.[\w-]*", REDACTED),
    (r"\b(?:gh[a-z]_|github_pat_|xox[a-z]-|AKIA|AIza)[\w-]{8,}", REDACTED),
    (r"(?<![\w/.-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}(?![/.])", REDACTED),
)
"""Each shape as one would write it down, without a thought of how long it takes."""

PIECES = (
    *"\"'\\=:.,;&)}]/@-_ \t\n",
    *("=>", "://", " = ", '\\"', "[redacted]"),
    *("token", "Token ", "Bearer ", "basic ", "secret", "api_key", "apikey", "PASSWORD", "cookie"),
    *("sk-", "pk_", "eyJ", "ghp_", "AKIA", "xoxb-", "a", "B7", "ſ", "eyJa.b.", "x" * 9),
    *("wxYZ" * 3 + "12", "Aa1" * 14),
)
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=400, deadline=None)
@given(text=texts)
def test_what_is_redacted_is_what_the_shapes_say(text: str) -> None:
    plainly = text
    for shape, replacement in PLAINLY:
        plainly = re.sub(shape, replacement, plainly)
    assert Redactor().text(text) == plainly


@pytest.mark.parametrize(
    "again", ["token", "cookie-", "secret-", "eyJ-", "-", "_", "a", "token ", "://a:", 'secret\\"']
)
def test_a_text_that_nearly_has_a_shape_costs_no_more_than_its_length(again: str) -> None:
    """With a shape that tries every way to read it, this would take hours."""
    text = (again * MOST_CHARACTERS)[:MOST_CHARACTERS]
    assert Redactor().text(text + "\n").startswith(text[:100])


IN_FORCE = "plainlooking" + "withoutanyshape" * 20
LONG = {
    "in force": IN_FORCE,
    "a key": "sk-proj-plain" + "unknown4711key" * 20,
    "a field": '"private_key": "-----BEGIN plain ' + "kind of key " * 120 + '"',
    "a token": "eyJplain" + "headAnd1" * 20 + "." + "payload2" * 100 + "." + "signature",
}


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("cut", [MOST_CHARACTERS, MOST_CHARACTERS + 4_096])
@pytest.mark.parametrize("before", [0, 10, 40, 200, 400, 800, 1_000, 1_440])
def test_what_is_cut_off_leaves_no_half_of_a_secret(kind: str, cut: int, before: int) -> None:
    text = "." * (cut - before) + " " + LONG[kind] + " after" * 10_000
    told = Redactor([IN_FORCE]).text(text)
    assert "plain" not in told
    assert "eyJ" not in told
    assert len(told) < MOST_CHARACTERS + 50
    assert told.endswith("characters left out]")


def test_what_is_left_out_is_counted() -> None:
    for more in (1, 5_000):
        told = Redactor().text("." * (MOST_CHARACTERS + more))
        kept = told.count(".")
        assert told.endswith(f" [{MOST_CHARACTERS + more - kept} characters left out]")
        assert kept <= MOST_CHARACTERS
    assert Redactor().text("." * MOST_CHARACTERS) == "." * MOST_CHARACTERS


def test_what_grows_when_it_is_redacted_is_cut_all_the_same() -> None:
    told = Redactor().text("pwd=a " * MOST_CHARACTERS)
    assert len(told) < MOST_CHARACTERS + 50
    assert told.startswith(f"pwd={REDACTED} pwd=")
