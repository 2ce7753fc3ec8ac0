"""The playbook that an evaluation reads with.

Labelled calls sell all kinds of things. A playbook made for one product would find that product in
them, so unless one is named the coach reads with the template that a new user's playbook begins
from, before anything was sold with it.
"""

from dataclasses import replace

from salescoach.domain.playbook import Playbook, Product
from salescoach.rooms.playbook.first_run import BASE
from salescoach.rooms.playbook.templates import template

NEUTRAL = "neutral"


def neutral() -> Playbook:
    """The generic template's categories, stages and objectives, whose triggers are what customers
    of any product say; no facts, no competitors, no names."""
    return replace(
        template(BASE).playbook,
        id=NEUTRAL,
        name="Any product",
        product=Product(name="the product", pitch="", price="the price", facts=()),
        competitors=(),
        vocabulary=(),
    )
