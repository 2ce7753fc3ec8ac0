"""Texts of a playbook that wait to be written: what stands in [square brackets] is for the user to
fill in. Nobody must be heard reading such a line to a customer, so the coach never gets to see it.
"""

import re
from dataclasses import replace

from salescoach.domain.playbook import Playbook

_BLANK = re.compile(r"\[[^\[\]]*\]")


def is_blank(text: str) -> bool:
    """Whether something in ``text`` is still to be filled in."""
    return _BLANK.search(text) is not None


def without_blanks(playbook: Playbook) -> Playbook:
    """What of the playbook can be said as it stands."""
    product = playbook.product
    return replace(
        playbook,
        product=replace(
            product,
            pitch="" if is_blank(product.pitch) else product.pitch,
            facts=tuple(fact for fact in product.facts if not is_blank(fact.text)),
        ),
        categories=tuple(
            replace(each, scripts=tuple(s for s in each.scripts if not is_blank(s.text)))
            for each in playbook.categories
        ),
        questions=tuple(
            replace(each, alternatives=tuple(a for a in each.alternatives if not is_blank(a)))
            for each in playbook.questions
            if not is_blank(each.question)
        ),
        stages=tuple(
            replace(each, talking_points=tuple(p for p in each.talking_points if not is_blank(p)))
            for each in playbook.stages
        ),
        competitors=tuple(each for each in playbook.competitors if not is_blank(each.say)),
    )
