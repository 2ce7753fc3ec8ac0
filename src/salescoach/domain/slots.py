"""Slots in a playbook's texts: ``{product}``, ``{price}`` and ``{customer_name}``.

A customer's name is often unknown, so its slot may only address the customer: there it can be
left out and the line still reads as somebody would say it.
"""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from salescoach.domain.playbook import Playbook, Product

SLOTS = ("customer_name", "product", "price")

_SLOT = re.compile(r"\{([a-z_]+)\}")
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


def fill(text: str, product: Product, customer_name: str | None = None) -> str:
    """``text`` with its slots filled. Without a name the address is left out."""
    values = {"product": product.name, "price": product.price}
    if customer_name and customer_name.strip():
        values["customer_name"] = " ".join(customer_name.split())
    else:
        text = _NAME.sub(_without_name, text)
    return _SLOT.sub(lambda slot: values.get(slot[1], slot[0]), text)


def filled(playbook: Playbook, customer_name: str | None = None) -> Playbook:
    """The playbook with every text ready to be said in one call."""

    def walk(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(walk(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: walk(getattr(value, f.name)) for f in fields(value)})
        return fill(value, playbook.product, customer_name) if type(value) is str else value

    result: Playbook = walk(playbook)
    return result


def _without_name(match: re.Match[str]) -> str:
    if match["start"]:
        return match["first"].upper()
    return match["greeting"] or ""
