"""`python -m bench.profile aiogram`: where the time of a step goes."""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.contenders import SUAR_AIOGRAM, SUAR_PTB, running
from bench.cores import stay_on_telegrams
from bench.load import CROWD
from simulator import Simulator


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description="Where the time of a step goes.")
    parser.add_argument("library", choices=("aiogram", "ptb"), nargs="?", default="aiogram")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--chats", type=int, default=CROWD)
    parser.add_argument(
        "--trace", action="store_true", help="with cProfile: every call is counted, but small functions seem slow"
    )
    return parser.parse_args()


async def main(options: argparse.Namespace, folder: Path) -> None:
    sim = Simulator(record=False, keep=20)
    contender = SUAR_AIOGRAM if options.library == "aiogram" else SUAR_PTB
    how = ("--profile", "trace" if options.trace else "sample")
    async with sim.serve() as api, running(sim, api, contender, folder, CROWD, how) as suar:
        await suar.crowd.press_for(2.0, CROWD)
        suar.process.send_signal(signal.SIGUSR1)
        tally = await suar.crowd.press_for(options.seconds, options.chats, warm=0.0)
        print(f"{tally.steps / tally.seconds:.0f} steps/s while being watched, p50 {_median(tally.took):.1f} ms")


def _median(took: object) -> float:
    values = sorted(took)  # type: ignore[call-overload]
    return float(values[len(values) // 2] * 1e3) if values else float("nan")


if __name__ == "__main__":
    stay_on_telegrams()
    with TemporaryDirectory() as made:
        asyncio.run(main(read(), Path(made)))
