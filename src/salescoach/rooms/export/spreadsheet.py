"""A transcript as CSV, for spreadsheets: what was said in a call never runs there as a formula."""

import csv
import io
import re
from collections.abc import Iterable
from itertools import count

from salescoach.domain.call import Call
from salescoach.domain.missing import Missing, beside
from salescoach.domain.turn import Turn
from salescoach.rooms.export.line_end import with_line_end

COLUMNS = (
    "call_id",
    "customer",
    "line",
    "start_ms",
    "end_ms",
    "time",
    "speaker",
    "text",
    "confidence",
    "kind",
)
MARK = "\ufeff"
"""Without it the most common spreadsheet reads UTF-8 as something else."""

_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\x00]")


def transcript_csv(call: Call, turns: Iterable[Turn], missing: Iterable[Missing] = ()) -> str:
    """A row for each turn and each piece that is missing, in the order they began, below a row of
    names, the text as it is read; ``kind`` tells a ``gap`` from a ``turn``. A text that a
    spreadsheet could take for a formula has an apostrophe before it. Lines end as RFC 4180 has
    it."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    customer = call.customer.name if call.customer else ""
    ordered = beside(turns, missing)
    untimed = call.timing == "none"
    numbers = count(1)
    for each in ordered:
        if isinstance(each, Missing):
            told = ("", each.text, "", "gap")
            number = ""
        else:
            sure = "" if each.confidence is None else str(each.confidence)
            told = (each.speaker.value, cell(with_line_end(each.text)), sure, "turn")
            number = str(next(numbers))
        rows.writerow(
            (
                cell(call.id),
                cell(customer),
                number,
                "" if untimed else each.start_ms,
                "" if call.timing != "full" else each.end_ms,
                "" if untimed else _time(each.start_ms),
                *told,
            )
        )
    return MARK + written.getvalue()


def cell(text: str) -> str:
    """``text`` as a cell that stays a text."""
    return f"'{text}" if _FORMULA.match(text) else text


def _time(ms: int) -> str:
    minutes, seconds = divmod(max(0, ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
