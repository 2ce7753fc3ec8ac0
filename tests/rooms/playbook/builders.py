"""The smallest playbook that is valid, for tests to bend."""

MINIMAL = """\
id: own
name: Own
product:
  name: Widget
  pitch: Widget saves time.
  price: $5 a month
categories:
  - id: price
    name: Price
    signal: objection
    objection_type: price
    scripts:
      - id: too_much
        name: Too much
        text: "Compared to what, {customer_name}?"
        when_to_use: They find {product} dear.
        triggers: [That's a lot.]
stages:
  - {stage: opening, direction: Open, why: Because, sounds_like: [Hello]}
  - {stage: discovery, direction: Ask, why: Because, sounds_like: [Tell me more]}
  - {stage: pitch, direction: Show, why: Because, sounds_like: [Here is how]}
  - {stage: objection, direction: Hear, why: Because, sounds_like: [I doubt it]}
  - {stage: close, direction: Agree, why: Because, sounds_like: [Shall we]}
"""


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which ``part`` first stands."""
    return text[: text.index(part)].count("\n") + 1
