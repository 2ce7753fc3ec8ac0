"""The process that opens a stranger's file: ``python -m salescoach.speech.apart.reader WHAT``.

The file is its stdin, opened by whoever started it, so no name of a file ever gets here. ``look``
answers one line of JSON; ``sound N`` writes PCM16 at 16 kHz, N channels interleaved, and a line of
JSON on stderr at its end. A parser that a file brings down ends this process and nothing else.
"""

import json
import os
import sys
from typing import IO, Any

import numpy as np

from salescoach.kit.errors import InvalidInput
from salescoach.speech.apart.confine import confine
from salescoach.speech.apart.sound import Damage, look_at_sound, sound
from salescoach.speech.transcripts.lines import MAX_BYTES
from salescoach.speech.transcripts.read import read_transcript

MEMORY_BYTES = 2 * 2**30
CPU_S = 1_200
NICENESS = 10
_DOCUMENT = b'"salescoach.call"'
_HEAD = 4_096
_TEXT_STARTS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def look(file: IO[bytes]) -> dict[str, Any]:
    """What the file is. Raises ``InvalidInput``."""
    head = file.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n"):
        if not head or not file.read(1):
            raise InvalidInput("This file is empty. Choose another one.", code="empty_file")
    elif _is_text(head):
        return _look_at_text(file, head)
    found = look_at_sound(file)
    return {
        "kind": "recording",
        "format": found.format,
        "channels": found.channels,
        "mixed": found.mixed,
        "duration_ms": None if found.duration_s is None else round(found.duration_s * 1000),
        "began_at": None if found.began_at is None else found.began_at.isoformat(),
    }


def _look_at_text(file: IO[bytes], head: bytes) -> dict[str, Any]:
    if _DOCUMENT in head and head.lstrip().startswith(b"{"):
        return {"kind": "document", "format": "salescoach"}
    file.seek(0)
    call = read_transcript(file.read(MAX_BYTES + 1))
    if call.format == "text" and 2 * sum(bool(line.name) for line in call.lines) < len(call.lines):
        raise InvalidInput(
            "Nobody is named in this text. Give a transcript with lines like 'Customer: text'.",
            code="nobody_named",
        )
    return {
        "kind": "transcript",
        "format": call.format,
        "timing": call.timing,
        "duration_ms": None if call.timing == "none" else max(line.end_ms for line in call.lines),
        "lines": [[line.name, line.text, line.start_ms, line.end_ms] for line in call.lines],
    }


def _is_text(head: bytes) -> bool:
    """Recordings have bytes in their first lines that no text has."""
    if head.startswith(_TEXT_STARTS[1:]):
        return True
    return not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)


def play(file: IO[bytes], channels: int, out: IO[bytes]) -> dict[str, Any]:
    damage = Damage()
    for block in sound(file, channels, damage):
        out.write(np.ascontiguousarray(block.T, "<i2").tobytes())
    out.flush()
    return {"damaged": damage.pieces > 0}


def main(arguments: list[str]) -> int:
    if sys.platform != "win32":
        os.nice(NICENESS)
    confine(MEMORY_BYTES, CPU_S)
    with os.fdopen(0, "rb") as file, os.fdopen(os.dup(1), "wb") as out:
        try:
            if arguments[:1] == ["look"]:
                out.write(json.dumps(look(file)).encode() + b"\n")
                return 0
            told = play(file, int(arguments[1]), out)
        except InvalidInput as refused:
            told = {"error": refused.code, "message": refused.message}
        except BrokenPipeError:
            return 0
        except MemoryError:
            told = {"error": "too_complex", "message": "This file takes too much memory to read."}
    sys.stderr.write(json.dumps(told) + "\n")
    return 2 if "error" in told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
