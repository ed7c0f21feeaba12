"""Runs in the peers' environment: `peer_reading.py FILE ROUNDS` reads a TBX with translate-toolkit.

Prints JSON: CPU seconds, units.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from translate.storage.tbx import tbxfile


def main(path: Path, rounds: int) -> None:
    taken, units = [], 0
    for _ in range(rounds):
        begun = time.process_time()
        parsed = tbxfile.parsefile(str(path)).units
        units = sum(1 for unit in parsed if unit.source and unit.target)
        taken.append(time.process_time() - begun)
    print(json.dumps([statistics.median(taken), units]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
