"""What a playbook must obey beyond its shapes, so that a live call never trips over it.

Each finding names the place as a path of keys and indexes, and says what to do.
"""

from collections.abc import Iterator

from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import ObjectionType, SignalKind, Stage
from salescoach.domain.slots import PRODUCT_SLOTS, slot_problem
from salescoach.pipeline.never_say import holds_phrase
from salescoach.rooms.playbook.schema import CategoryFile, PlaybookFile

Path = tuple[str | int, ...]
Finding = tuple[Path, str]


def findings(playbook: PlaybookFile) -> Iterator[Finding]:
    yield from _twice(_ids(playbook))
    for index, category in enumerate(playbook.categories):
        yield from _category(category, ("categories", index))
    yield from _drawers(playbook)
    yield from _stages(playbook)
    yield from _slots(playbook)
    yield from _forbidden(playbook)


def unanswered(playbook: Playbook) -> list[str]:
    """Signals that no category answers, in words: what they call for brings no card."""
    answered = {(c.signal, c.objection_type) for c in playbook.categories}
    missing = [
        f"the objection '{kind.value}'"
        for kind in ObjectionType
        if (SignalKind.OBJECTION, kind) not in answered
    ]
    if (SignalKind.BUYING_SIGNAL, None) not in answered:
        missing.append("a buying signal")
    return missing


def _ids(playbook: PlaybookFile) -> Iterator[tuple[str, str, Path]]:
    for i, fact in enumerate(playbook.product.facts):
        yield "fact", fact.id, ("product", "facts", i, "id")
    for i, category in enumerate(playbook.categories):
        yield "category", category.id, ("categories", i, "id")
        for j, script in enumerate(category.scripts):
            yield "script", script.id, ("categories", i, "scripts", j, "id")
    for i, objective in enumerate(playbook.objectives):
        yield "objective", objective.id, ("objectives", i, "id")
    for i, term in enumerate(playbook.vocabulary):
        yield "term", term.term, ("vocabulary", i, "term")


def _twice(ids: Iterator[tuple[str, str, Path]]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for kind, value, path in ids:
        if (kind, value) in seen:
            yield path, f"the {kind} '{value}' is there twice: give each its own"
        seen.add((kind, value))


def _category(category: CategoryFile, path: Path) -> Iterator[Finding]:
    objection = category.signal is SignalKind.OBJECTION
    if objection and category.objection_type is None:
        yield (*path, "signal"), "an objection needs its objection_type: add it"
    if not objection and category.objection_type is not None:
        yield (*path, "objection_type"), "needs 'signal: objection' beside it: add it"
    if category.signal is None:
        for j, script in enumerate(category.scripts):
            if script.triggers:
                yield (
                    (*path, "scripts", j, "triggers"),
                    "triggers mean nothing here: give the category its signal, or remove them",
                )


def _drawers(playbook: PlaybookFile) -> Iterator[Finding]:
    opened: set[tuple[object, object]] = set()
    for i, category in enumerate(playbook.categories):
        meaning = (category.signal, category.objection_type)
        if category.signal is not None and meaning in opened:
            yield (
                ("categories", i, "signal"),
                "another category is opened by the same signal: move its scripts there",
            )
        opened.add(meaning)


def _stages(playbook: PlaybookFile) -> Iterator[Finding]:
    seen: set[Stage] = set()
    for i, guide in enumerate(playbook.stages):
        if guide.stage in seen:
            yield ("stages", i, "stage"), f"'{guide.stage}' is there twice: merge the two"
        seen.add(guide.stage)
    missing = [stage.value for stage in Stage if stage not in seen]
    if missing:
        yield ("stages",), f"no guide for {', '.join(missing)}: add one for each"


def _slots(playbook: PlaybookFile) -> Iterator[Finding]:
    for key in ("name", "price"):
        if "{" in getattr(playbook.product, key):
            yield ("product", key), f"fills the slots {PRODUCT_SLOTS}: it can't hold one itself"
    for path, text in _texts(playbook.model_dump(mode="json"), ()):
        problem = slot_problem(text)
        if problem and path not in (("product", "name"), ("product", "price")):
            yield path, problem


def _forbidden(playbook: PlaybookFile) -> Iterator[Finding]:
    """What may come to the page as words to say must not hold what is never to be said."""
    for path, text in _said(playbook):
        phrase = holds_phrase(playbook.never_say, text)
        if phrase is not None:
            yield path, f"says “{phrase}”, which is among the things never to say: change one"


def _said(playbook: PlaybookFile) -> Iterator[tuple[Path, str]]:
    yield ("product", "pitch"), playbook.product.pitch
    for i, fact in enumerate(playbook.product.facts):
        yield ("product", "facts", i, "text"), fact.text
    for i, category in enumerate(playbook.categories):
        for j, script in enumerate(category.scripts):
            yield ("categories", i, "scripts", j, "text"), script.text
    for i, asked in enumerate(playbook.questions):
        yield ("questions", i, "question"), asked.question
        for j, line in enumerate(asked.alternatives):
            yield ("questions", i, "alternatives", j), line
    for i, guide in enumerate(playbook.stages):
        for j, point in enumerate(guide.talking_points):
            yield ("stages", i, "talking_points", j), point
    for i, competitor in enumerate(playbook.competitors):
        yield ("competitors", i, "say"), competitor.say


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
