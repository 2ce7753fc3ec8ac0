"""Which of the playbook's own lines would have served at a moment."""

import re

from salescoach.domain.playbook import Objective, Playbook, Script
from salescoach.domain.signal import ObjectionType, SignalKind, Stage

_WORD = re.compile(r"[a-z']+")
_COMMON_WORDS = """
a an and are as at be but by can do does for from had has have i i'd i'll i'm if in is it it's just
me my of on or our so that that's the their them then there they this to too us was we we're what
when will with would you your yeah well okay
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def replies_for(playbook: Playbook, kind: ObjectionType, said: str) -> list[Script]:
    """The scripts for this type of objection, those first whose triggers share the most words with
    ``said``."""
    scripts = [
        script
        for category in playbook.categories
        if category.objection_type is kind
        for script in category.scripts
    ]
    return sorted(scripts, key=lambda script: -_nearness(script, said))


def closing_line(playbook: Playbook, said: str) -> Script | None:
    scripts = [
        script
        for category in playbook.categories
        if category.signal is SignalKind.BUYING_SIGNAL
        for script in category.scripts
    ]
    return max(scripts, key=lambda script: _nearness(script, said), default=None)


def questions_for(playbook: Playbook, objective: Objective) -> list[str]:
    """Questions that reach the objective, the best first."""
    if objective.asks:
        return list(objective.asks)
    if objective.stage is not Stage.DISCOVERY:
        return []
    return [each.question for each in playbook.questions if each.stage is objective.stage]


def lines(playbook: Playbook) -> list[str]:
    """Every line a review may quote from the playbook."""
    return [
        *(script.text for category in playbook.categories for script in category.scripts),
        *(ask for objective in playbook.objectives for ask in objective.asks),
        *(objective.text for objective in playbook.objectives),
        *(line for objective in playbook.objectives for line in objective.done_when),
        *(each.question for each in playbook.questions),
        *(alternative for each in playbook.questions for alternative in each.alternatives),
        *(fact.text for fact in playbook.product.facts),
        *(each.say for each in playbook.competitors),
    ]


def _nearness(script: Script, said: str) -> float:
    words = content_words(said)
    return max(
        (len(words & own) / (len(words | own) or 1) for own in map(content_words, script.triggers)),
        default=0.0,
    )


def content_words(text: str) -> set[str]:
    """Those that tell what it is about, in small letters."""
    return set(_WORD.findall(text.lower().replace("’", "'"))) - _COMMON
