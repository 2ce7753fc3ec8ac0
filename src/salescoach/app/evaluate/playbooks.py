"""The playbook that an evaluation reads with.

Labelled calls sell all kinds of things. A playbook made for one product would find its own product
in them, so the coach is judged without any product unless a playbook is named.
"""

from dataclasses import replace

from salescoach.domain.playbook import Category, Playbook, Product

NEUTRAL = "neutral"


def neutral(playbook: Playbook) -> Playbook:
    """``playbook`` with its categories, stages and objectives, but nothing that knows a product:
    no triggers, no facts, no competitors, no vocabulary. What is left to find signals by are the
    trained heads."""
    return replace(
        playbook,
        id=NEUTRAL,
        name="Neutral",
        product=Product(name="the product", pitch="", price="", facts=()),
        categories=tuple(_untriggered(category) for category in playbook.categories),
        competitors=(),
        vocabulary=(),
    )


def _untriggered(category: Category) -> Category:
    scripts = tuple(replace(script, triggers=()) for script in category.scripts)
    return replace(category, scripts=scripts)
