"""The full-text index over everything said: the one file that speaks SQLite's FTS5.

The index holds no text of its own, and triggers of the database keep it true to ``turns``. A
turn's number tells its call, so a call is asked for by a range of numbers. What many turns hold is
looked for call by call in the order of the list, which ends with the page; what few hold is looked
up at once: either way a search takes milliseconds.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    column,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.audio import Speaker
from salescoach.domain.history import Hit, Piece
from salescoach.rooms.calls.asked import Wanted
from salescoach.rooms.calls.store.tables import TURNS_OF_A_CALL, calls, turns

INDEX_TABLES = frozenset(
    {"said", "said_words", "said_data", "said_idx", "said_docsize", "said_config"}
)
"""What the index is made of; no table of ours."""

FEW_TURNS = 5_000
MOST_FORMS = 40
_INDEXED_PREFIX = 3

_words = table("said_words", column("term", Text))
_said = table("said", column("rowid", BigInteger), column("said", Text))
_OPEN, _CLOSE = "\x02", "\x03"
_BEFORE_CHARS, _EXCERPT_CHARS = 70, 220
_SWEPT_PAGES = 64
_ERASES_FROM = (3, 42)
"""From this version of SQLite on the index can be told to erase words rather than hide them."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a call can fit: its customer is called so, and one of its turns holds the words of
    ``spoken``, an expression of FTS5 (None: nothing need be said)."""

    customer: tuple[Wanted, ...]
    spoken: str | None


async def ways(connection: AsyncConnection, words: Sequence[Wanted]) -> tuple[Way, ...]:
    """All words in one turn; all in the customer's name; or those that are names of customers
    there, and the others in one turn."""
    if not words:
        return ()
    named = []
    for word in words:
        known = select(literal(1)).where(_is_called((word,))).limit(1)
        if (await connection.execute(known)).first() is not None:
            named.append(word)
    forms = {word: await _forms(connection, word) for word in words}
    found = [Way((), _expression(forms.values()))]
    if len(named) == len(words):
        found.append(Way(tuple(words), None))
    elif named:
        others = [forms[word] for word in words if word not in named]
        found.append(Way(tuple(named), _expression(others)))
    return tuple(found)


async def fits(connection: AsyncConnection, found: Sequence[Way]) -> ColumnElement[bool]:
    """Whether a row of ``calls`` fits one of the ways."""
    terms: list[ColumnElement[bool]] = []
    for way in found:
        called = _is_called(way.customer)
        if way.spoken is None:
            terms.append(called)
            continue
        if way.customer or await _is_common(connection, way.spoken):
            said: ColumnElement[bool] = (
                exists().where(_holds(way.spoken), _of_call(calls.c.number)).correlate(calls)
            )
        else:
            said = calls.c.number.in_(
                select(_said.c.rowid.op("/")(TURNS_OF_A_CALL)).where(_holds(way.spoken))
            )
        terms.append(and_(called, said))
    return or_(false(), *terms)


async def hits(
    connection: AsyncConnection, found: Sequence[Way], numbers: Sequence[int], each: int
) -> dict[int, tuple[int, tuple[Hit, ...]]]:
    """By the number of a call: how many of its turns hold the words, and the first ``each``. The
    first way that has any counts."""
    told: dict[int, tuple[int, tuple[Hit, ...]]] = {}
    for way in found:
        left = [number for number in numbers if number not in told]
        if way.spoken is None or not left:
            continue
        places = await _places(connection, way.spoken, left)
        shown = [place for of_call in places.values() for place in of_call[:each]]
        excerpts = await _excerpts(connection, way.spoken, shown)
        for number, of_call in places.items():
            first = tuple(excerpts[place] for place in of_call[:each] if place in excerpts)
            told[number] = len(of_call), first
    return told


async def erase_for_good(connection: AsyncConnection) -> None:
    """To be called before turns are deleted: their words leave the file with them."""
    if sqlite3.sqlite_version_info >= _ERASES_FROM:
        await connection.execute(text("INSERT INTO said(said, rank) VALUES ('secure-delete', 1)"))


async def sweep(connection: AsyncConnection, *, begin: bool) -> bool:
    """To be called after turns were deleted, where the index only hides what was deleted: a small
    part of it is written anew without it. ``begin`` the first time; True while more is left."""
    if sqlite3.sqlite_version_info >= _ERASES_FROM:
        return False
    changes = select(func.total_changes())
    before = (await connection.execute(changes)).scalar_one()
    merge = text("INSERT INTO said(said, rank) VALUES ('merge', :pages)")
    await connection.execute(merge, {"pages": -_SWEPT_PAGES if begin else _SWEPT_PAGES})
    after = (await connection.execute(changes)).scalar_one()
    # One is the command itself.
    return bool(after - before > 1)


async def _forms(connection: AsyncConnection, word: Wanted) -> Wanted:
    """The words there are that begin so, since the index finds words at once, but gathers all turns
    of a long beginning each time it is asked for one call."""
    if not word.begins or any(" " in s or len(s) <= _INDEXED_PREFIX for s in word.spellings):
        return word
    term = _words.c.term
    begins = or_(*(and_(term >= each, term < each + "\U0010ffff") for each in word.spellings))
    rows = await connection.execute(select(term).where(begins).limit(MOST_FORMS + 1))
    there = tuple(rows.scalars())
    if len(there) > MOST_FORMS:
        return word
    return Wanted(there or word.spellings, begins=False)


def _expression(words: Iterable[Wanted]) -> str:
    """Every word in quotation marks, so that none can be taken for syntax."""
    return " AND ".join(
        "(" + " OR ".join(f'"{way}"' + " *" * word.begins for way in word.spellings) + ")"
        for word in words
    )


def _is_called(words: Iterable[Wanted]) -> ColumnElement[bool]:
    # Words of ours hold letters and figures only, so none is taken for a pattern.
    return and_(
        literal(True),
        *(
            or_(
                *(
                    calls.c.customer_key.like(f"% {way}%" if word.begins else f"% {way} %")
                    for way in word.spellings
                )
            )
            for word in words
        ),
    )


def _holds(spoken: str) -> ColumnElement[bool]:
    return _said.c.said.op("MATCH", is_comparison=True)(spoken)


def _of_call(number: ColumnElement[int] | int) -> ColumnElement[bool]:
    first = number * TURNS_OF_A_CALL
    return _said.c.rowid.between(first, first + (TURNS_OF_A_CALL - 1))


async def _is_common(connection: AsyncConnection, spoken: str) -> bool:
    few = select(_said.c.rowid).where(_holds(spoken)).limit(FEW_TURNS).subquery()
    found = await connection.execute(select(func.count()).select_from(few))
    return found.scalar_one() >= FEW_TURNS


async def _places(
    connection: AsyncConnection, spoken: str, numbers: Sequence[int]
) -> dict[int, list[int]]:
    """The turns that hold the words, by the number of their call, in their order."""
    found: dict[int, list[int]] = defaultdict(list)
    asked = union_all(
        *(select(_said.c.rowid).where(_holds(spoken), _of_call(each)) for each in numbers)
    )
    for place in (await connection.execute(asked)).scalars():
        found[place // TURNS_OF_A_CALL].append(place)
    return found


async def _excerpts(
    connection: AsyncConnection, spoken: str, places: Sequence[int]
) -> dict[int, Hit]:
    if not places:
        return {}
    asked = select(_said.c.rowid, func.highlight(_said.c.said, 0, _OPEN, _CLOSE)).where(
        _holds(spoken), _said.c.rowid.in_(places)
    )
    marked: dict[int, str] = {row[0]: row[1] for row in await connection.execute(asked)}
    rows = await connection.execute(
        select(turns.c.number, turns.c.turn_id, turns.c.speaker, turns.c.start_ms).where(
            turns.c.number.in_(list(marked))
        )
    )
    return {
        row.number: Hit(
            row.turn_id, Speaker(row.speaker), row.start_ms, excerpt(marked[row.number])
        )
        for row in rows
    }


def excerpt(marked: str) -> tuple[Piece, ...]:
    """What stands around the first words found, in pieces; dots where something was left out."""
    pieces: list[Piece] = []
    for number, part in enumerate(marked.split(_OPEN)):
        found, _, after = part.partition(_CLOSE) if number else ("", "", part)
        pieces += [Piece(found, True), Piece(after, False)]
    pieces = [piece for piece in pieces if piece.text]
    if pieces and not pieces[0].found:
        pieces[0] = Piece(_end_of(pieces[0].text), False)
    kept: list[Piece] = []
    left = _EXCERPT_CHARS
    for piece in pieces:
        if len(piece.text) > left and not (piece.found and not kept):
            kept.append(Piece(_start_of(piece.text, left), piece.found))
            break
        kept.append(piece)
        left -= len(piece.text)
    return tuple(kept)


def _end_of(words: str) -> str:
    if len(words) <= _BEFORE_CHARS:
        return words
    cut = words[-_BEFORE_CHARS:]
    return "… " + (cut.partition(" ")[2] or cut)


def _start_of(words: str, length: int) -> str:
    cut = words[: max(0, length)]
    return (cut.rpartition(" ")[0] or cut) + " …"
