"""Run the conformance cases of a folder, print a line for each kind, and write what failed to a file."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.conformance import scenarios, walks, xpath


def main(folder: Path, report: Path) -> None:
    tallies = [tally for kind in (xpath, scenarios, walks) for tally in kind.run(folder)]
    for tally in tallies:
        sys.stdout.write(tally.line + "\n")
    report.write_text("\n".join(line for tally in tallies for line in tally.report()) + "\n", "utf-8")
    sys.stdout.write(f"what failed, and why: {report}\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Say where the cases are: python -m tests.conformance FOLDER [REPORT]")
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "conformance.txt"))
