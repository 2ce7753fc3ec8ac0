"""A call's sheet to PDF: typeset by Typst, tagged for screen readers (PDF/UA-1).

Inter comes with the product and has Latin with all its diacritics, Greek and Cyrillic. Letters of
other scripts are taken from the fonts of the machine. Where it has none either, a box stands in the
place of the letter, and the file cannot claim the standard though it is tagged all the same.
"""

import json
import re
from datetime import datetime
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import typst

from salescoach.rooms.export.pdf.sheet import Sheet
from salescoach.rooms.export.pdf.words import allowed

_ELSEWHERE = re.compile(
    r"[^\t\n\r\x20-\u024f\u02b0-\u02ff\u0300-\u036f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1fff"
    r"\u2010-\u2027\u202f-\u205e\u2070-\u20bf\u2116\u2122\u2190-\u2193\u2212]"
)
"""Characters that Inter may not have."""
_NO_LETTER = "could not be displayed"


def typeset(sheet: Sheet, made_at: datetime) -> bytes:
    """Takes a good part of a second for a call of hours: to be run in a thread."""
    told = json.dumps(_allowed(sheet), ensure_ascii=False)
    fonts = _fonts(_ELSEWHERE.search(told) is not None)
    try:
        return _set(told, fonts, made_at, accessible=True)
    except typst.TypstError as error:
        if _NO_LETTER not in error.message:
            raise
        return _set(told, fonts, made_at, accessible=False)


def _allowed(told: Any) -> Any:
    match told:
        case str():
            return allowed(told)
        case list() | tuple():
            return [_allowed(each) for each in told]
        case dict():
            return {key: _allowed(each) for key, each in told.items()}
        case _:
            return told


def _set(told: str, fonts: typst.Fonts, made_at: datetime, *, accessible: bool) -> bytes:
    return typst.compile(
        _template(),
        font_paths=fonts,
        sys_inputs={"call": told},
        format="pdf",
        pdf_standards="ua-1" if accessible else [],
        timestamp=made_at.replace(microsecond=0),
    )


@lru_cache(maxsize=2)
def _fonts(with_the_machines: bool) -> typst.Fonts:
    with as_file(files(__package__) / "fonts") as folder:
        return typst.Fonts(
            include_system_fonts=with_the_machines,
            include_embedded_fonts=with_the_machines,
            font_paths=[str(folder)],
        )


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (files(__package__) / "call.typ").read_bytes()
