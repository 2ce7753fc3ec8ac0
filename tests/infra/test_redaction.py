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


@pytest.mark.parametrize("before", range(0, 60, 7))
def test_what_is_cut_off_leaves_no_half_of_a_secret(before: int) -> None:
    in_force = "plainlooking" + "withoutanyshape"
    shaped = "sk-proj-" + "unknown4711key" * 3
    for hidden in (in_force, shaped):
        text = "." * (MOST_CHARACTERS - before) + " " + hidden + " after" * 10_000
        told = Redactor([in_force]).text(text)
        assert "plain" not in told
        assert "sk-" not in told
        assert len(told) < MOST_CHARACTERS
        assert told.endswith("characters left out]")
