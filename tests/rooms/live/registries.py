"""How much the parts of a running house hold: the length of every collection that is theirs."""

from collections import deque
from collections.abc import Iterator

OURS = ("salescoach.", "tests.")
DEEPEST = 6


def sizes_of(**roots: object) -> dict[str, int]:
    """By the way to it, such as ``desk._calls``. Objects of this product are walked through; what
    a collection holds is not."""
    seen: set[int] = set()
    return {
        way: size
        for name, root in roots.items()
        for way, size in _walked(name, root, seen, DEEPEST)
    }


def _walked(way: str, each: object, seen: set[int], deeper: int) -> Iterator[tuple[str, int]]:
    if id(each) in seen:
        return
    seen.add(id(each))
    if isinstance(each, dict | set | list | deque):
        yield way, len(each)
    elif deeper and type(each).__module__.startswith(OURS):
        for name, value in _parts(each):
            yield from _walked(f"{way}.{name}", value, seen, deeper - 1)


def _parts(each: object) -> Iterator[tuple[str, object]]:
    yield from vars(each).items() if hasattr(each, "__dict__") else ()
    for kind in type(each).__mro__:
        for name in getattr(kind, "__slots__", ()):
            if hasattr(each, name):
                yield name, getattr(each, name)
