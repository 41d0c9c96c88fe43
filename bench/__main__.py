"""`python -m bench`: measure, and say what is short of its goal."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench import broadcast, digests, engine, exports, load, memory, starting, ticks
from bench.contenders import CONTENDERS
from bench.cores import stay_on_telegrams
from bench.report import PAGE, Findings, page, screen

PARTS = ("load", "memory", "start", "engine", "broadcast", "ticks", "export", "digests")
STARTS = 3


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Suar beside simpler bots.")
    parser.add_argument(
        "--only",
        choices=(*PARTS, "throughput", "latency"),
        help="one part; throughput and latency are measured together, as load",
    )
    parser.add_argument("--rounds", type=int, default=15, help="turns of every bot (default 15)")
    parser.add_argument("--seconds", type=float, default=1.5, help="seconds a turn (default 1.5)")
    parser.add_argument("--folder", help="where databases are made (default: the system's temporary folder)")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md (only when all parts ran)")
    return parser.parse_args()


def _say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


async def measure(options: argparse.Namespace, folder: Path) -> Findings:
    only = {"throughput": "load", "latency": "load"}.get(options.only, options.only)
    parts = {part for part in PARTS if only in {None, part}}
    return Findings(
        engine=engine.measure(_say) if "engine" in parts else None,
        start=await starting.measure(folder, STARTS, _say) if "start" in parts else None,
        broadcast=await broadcast.measure(folder, _say) if "broadcast" in parts else None,
        memory=await memory.measure(folder, _say) if "memory" in parts else None,
        ticks=await ticks.measure(folder, _say) if "ticks" in parts else None,
        exports=await exports.measure(folder, _say) if "export" in parts else None,
        digests=await digests.measure(folder, _say) if "digests" in parts else None,
        load=(
            await load.measure(CONTENDERS, folder, options.rounds, options.seconds, _say) if "load" in parts else None
        ),
    )


def main() -> int:
    """Returns 1 when something is short of its goal."""
    options = read()
    stay_on_telegrams()
    began = monotonic()
    with TemporaryDirectory(dir=options.folder) as folder:
        findings = asyncio.run(measure(options, Path(folder)))
    print(screen(findings))
    _say(f"{monotonic() - began:.0f} s in all")
    if options.write and options.only is None:
        PAGE.write_text(page(findings, options.rounds, options.seconds), "utf-8")
    return 0 if all(goal.is_met for goal in findings.goals()) else 1


if __name__ == "__main__":
    sys.exit(main())
