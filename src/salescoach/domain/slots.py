"""Slots in a playbook's texts: what a line takes from the product, the customer and the call.

``{product}`` and ``{price}`` are always known. The rest may not be, and every line has to read
well without it: ``{customer_name}`` may only address the customer, where it can be left out;
``{company}`` and ``{competitor}`` have words that stand in for them.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from salescoach.domain.playbook import Competitor, Playbook, Product

SLOTS = ("customer_name", "company", "product", "price", "competitor")
PRODUCT_SLOTS = ("product", "price")

STAND_INS: Mapping[str, str] = {"company": "your company", "competitor": "the other one"}

_OPEN = "{competitor}"
_CONDITIONS = re.compile(r"[,;] |\.\s| \(| [-–—] ")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_START = re.compile(r"(?:^|[.?!]\s+)[\"“'(]*$")
_NAME = re.compile(
    r"(?:"
    r"(?P<start>(?:^|(?<=[.?!] ))\{customer_name\}, )(?P<first>\w)"  # "{name}, how ..."
    r"|(?:(?P<comma>,) |(?P<greeting>(?:^|(?<=[.?!] ))\w+) )\{customer_name\}(?=[,.?!])"
    r")"
)


def slot_problem(text: str) -> str | None:
    """What is wrong with the slots of ``text`` and how to mend it; None when nothing is."""
    for name in _SLOT.findall(text):
        if name not in SLOTS:
            known = ", ".join(f"{{{slot}}}" for slot in SLOTS)
            return f"unknown slot {{{name}}}: use one of {known}"
    if "{customer_name}" in _NAME.sub("", text):
        return (
            "{customer_name} may only address the customer, with a comma or the sentence's end "
            'behind it, as in "Thanks {customer_name}." or "{customer_name}, how are you?": '
            "the name may be unknown"
        )
    if "{" in _SLOT.sub("", text) or "}" in _SLOT.sub("", text):
        return "a brace that is no slot: write slots as {product}, or leave the brace out"
    return None


def fill(
    text: str,
    product: Product,
    customer_name: str | None = None,
    company: str | None = None,
    competitor: str | None = None,
) -> str:
    """``text`` with its slots filled. Without a name the address is left out; a company or a
    competitor that is not known is spoken of in general words."""
    known = {
        "customer_name": customer_name,
        "company": company,
        "product": product.name,
        "price": spoken_price(product.price),
        "competitor": competitor,
    }
    values = {slot: " ".join(value.split()) for slot, value in known.items() if value}
    if not values.get("customer_name"):
        text = _NAME.sub(_without_name, text)

    def value_of(slot: re.Match[str]) -> str:
        value = values.get(slot[1])
        if value or slot[1] not in STAND_INS:
            return value or slot[0]
        general = STAND_INS[slot[1]]
        return general.capitalize() if _START.search(text[: slot.start()]) else general

    return _SLOT.sub(value_of, text)


def spoken_price(price: str) -> str:
    """What fits into the middle of a sentence: "$35 a vehicle a month, no setup fee" says its
    conditions elsewhere."""
    return _CONDITIONS.split(price, maxsplit=1)[0]


def filled(
    playbook: Playbook, customer_name: str | None = None, company: str | None = None
) -> Playbook:
    """The playbook with every text ready to be said in one call. What it says about a competitor
    names that one."""

    def walk(value: Any, competitor: str | None) -> Any:
        if isinstance(value, tuple):
            return tuple(walk(item, competitor) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            about = value.name if isinstance(value, Competitor) else competitor
            parts = {f.name: walk(getattr(value, f.name), about) for f in fields(value)}
            return replace(value, **parts)
        if type(value) is str:
            return fill(value, playbook.product, customer_name, company, competitor)
        return value

    result: Playbook = walk(playbook, None)
    return result


def naming_texts(
    playbook: Playbook, customer_name: str | None = None, company: str | None = None
) -> dict[str, str]:
    """The texts of the scripts that speak of a competitor, by script id, with only that slot left
    open for ``name_competitor``."""
    return {
        script.id: fill(script.text, playbook.product, customer_name, company, _OPEN)
        for category in playbook.categories
        for script in category.scripts
        if _OPEN in script.text
    }


def name_competitor(text: str, competitor: str) -> str:
    return text.replace(_OPEN, competitor)


def _without_name(match: re.Match[str]) -> str:
    if match["start"]:
        return match["first"].upper()
    return match["greeting"] or ""
