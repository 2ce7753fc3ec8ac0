"""What the import command says about each file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from salescoach.app.import_one import Imported
from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.imports.looking import SOUNDS
from salescoach.rooms.review.views import ReadyAnalysisView

Line = dict[str, Any]
"""Its fields are told in the command's help."""


def imported(file: Path, done: Imported, review: ReadyAnalysisView | None) -> Line:
    job, found, figures = done.job, done.job.found, done.job.figures
    dated = job.dated()
    return {
        "file": str(file),
        "status": "duplicate" if job.state == "duplicate" else "imported",
        "call_id": job.call_id,
        "code": job.error or ("already_imported" if job.state == "duplicate" else None),
        "message": job.message,
        "kind": found.kind if found else None,
        "format": found.format if found else None,
        "speakers": None if done.roles is None else {n: r.value for n, r in done.roles.items()},
        "started_at": None if dated is None else dated.at.isoformat(),
        "started_at_from": None if dated is None else dated.by,
        "duration_s": figures.audio_s or None if figures else None,
        "turns": figures.turns if figures else None,
        "wall_s": figures.wall_s if figures else None,
        "cpu_s": figures.cpu_s if figures else None,
        "speed": figures.speed if figures else None,
        "peak_rss_mb": figures.peak_rss_mb if figures else None,
        "damaged": figures.damaged if figures else False,
        "review": _review(review),
    }


def no_sound(files: Sequence[Path]) -> str | None:
    """What whoever says that the customer agreed, and nothing of the sound, may not know; None
    where no file is a recording."""
    if not any(file.suffix.lower() in SOUNDS for file in files):
        return None
    return "The sound is not kept: --consent alone is for the transcript, --sound keeps it too."


def failed(file: Path, error: SalesCoachError) -> Line:
    return {
        "file": str(file),
        "status": "failed",
        "call_id": None,
        "code": error.code,
        "message": error.message,
    }


def plain(line: Line) -> str:
    name = Path(line["file"]).name
    if line["status"] == "failed":
        return f"{name}: {line['message']}"
    if line["status"] == "duplicate":
        return f"{name}: imported already, as call {line['call_id']}"
    parts = [f"{name}: call {line['call_id']}"]
    if line["turns"] is not None:
        parts.append(f"{line['turns']} {'turn' if line['turns'] == 1 else 'turns'}")
    if line["speed"] is not None:
        parts.append(f"{line['speed']} times as fast as it was spoken")
    if line["review"]["status"] == "ready" and line["review"]["score"] is not None:
        parts.append(f"score {line['review']['score']:.1f}")
    said = ", ".join(parts)
    return f"{said}. {line['message']}" if line["message"] else said


def _review(review: ReadyAnalysisView | None) -> Line:
    if review is None:
        return {"status": "pending"}
    return {
        "status": "ready",
        "score": review.success_score,
        "outcome": review.call_outcome.value,
        "what_worked": len(review.what_worked),
        "missed_opportunities": len(review.missed_opportunities),
        "improvement_tips": len(review.improvement_tips),
        "objections": len(review.objections),
        "next_steps": len(review.next_steps),
    }
