"""Calls through faults, measured: one line of JSON on stdout, one line a run on stderr.

FAULT_SEED and FAULT_RUNS choose the faults, FAULT_ONLY one run of them; ENGINE is scripted or
local. Ends with 1, and says on stderr which, when a bar is missed.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.faults.figures import Figures, p95
from tests.faults.house import FaultyServer
from tests.faults.plan import QUIET, draw
from tests.faults.run import run


async def measure(seed: int, numbers: range, engine: str, folder: Path) -> Figures:
    """Runs one after the other over one server and its data."""
    figures = Figures()
    server = FaultyServer(folder, engine)
    try:
        await server.start()
        await server.until_warm()
        speaks = engine == "local"
        expected = list((await run(server, QUIET, [], speaks)).lines) if speaks else None
        for number in numbers:
            plan = draw(seed, number)
            if speaks:
                plan = replace(plan, ends_in_trouble=False)
            begun = time.monotonic()
            outcome = await run(server, plan, expected, speaks)
            figures.add(outcome.figures)
            verdict = "; ".join(outcome.found) or "kept"
            took_s = time.monotonic() - begun
            run_figures = outcome.figures
            sys.stderr.write(
                f"seed {seed} run {number}: {plan}: {verdict} ({took_s:.1f} s, acknowledged in "
                f"{p95(run_figures.ack_lags_ms)} ms, back in "
                f"{[round(ms) for ms in run_figures.back_live_ms]} ms)\n"
            )
            sys.stderr.flush()
    finally:
        await server.stop()
    return figures


def main() -> int:
    seed = int(os.environ.get("FAULT_SEED", "1"))
    only = os.environ.get("FAULT_ONLY")
    runs = int(os.environ.get("FAULT_RUNS", "20"))
    numbers = range(int(only), int(only) + 1) if only else range(runs)
    engine = os.environ.get("ENGINE", "scripted")
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    figures = asyncio.run(measure(seed, numbers, engine, folder))
    if figures.nothing_lost:
        shutil.rmtree(folder)
    else:
        sys.stderr.write(f"what the server left is in {folder}\n")
    return told(figures)


def told(figures: Figures) -> int:
    """The line, what is missed, and the code to end with."""
    sys.stdout.write(f"{figures.line()}\n")
    missed = figures.missed()
    sys.stderr.writelines(f"missed: {each}\n" for each in missed)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
