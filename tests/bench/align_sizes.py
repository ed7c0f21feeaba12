"""Time and memory of the aligner as texts grow: ``python tests/bench/align_sizes.py DATA N…``.

DATA holds zh/ and en/; its documents stand one after the other N times.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from nqpterms.aligner.engine import align_texts


def main(folder: Path, copies: list[int]) -> None:
    for count in copies:
        zh, en = (
            [
                line
                for path in sorted((folder / side).iterdir())
                for line in path.read_text(encoding="utf-8").split("\n")[:-1]
            ]
            * count
            for side in ("zh", "en")
        )
        start = time.process_time()
        beads = align_texts(zh, en)
        seconds = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(
            f"{len(zh)} x {len(en)}: {len(beads)} beads, {seconds:.1f} s CPU, {memory:.0f} MB"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(count) for count in sys.argv[2:]])
