"""How many generated texts `--fix` puts right, and how many it spoils.

    python tests/bench/fix_texts.py [TEXTS]

The texts and what an editor makes of them come from tests/fixable_texts.py. A text is spoiled where
it is neither as it was nor as the editor has it.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path += [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[1] / "project"),
]

from fixable_texts import FixableText, fixable_texts, trap_texts
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from test_fixed_texts import text_fixed

_TEXTS = 2_000
_TRAPS_IN = 4  # one text in four is a trap


def main(count: int) -> int:
    """Print the figures; 1 where a text was spoiled."""
    tally: Counter[str] = Counter()
    traps = count // _TRAPS_IN
    _tell_each(fixable_texts(), count - traps, tally)
    _tell_each(trap_texts(), traps, tally)
    wanted = tally["mended"] + tally["left"]
    print(f"{sum(tally.values())} texts, {tally['spoiled']} spoiled")
    print(
        f"to be mended {wanted}, mended {tally['mended']} ({tally['mended'] / wanted:.3f})"
    )
    print(f"to be left alone, and left alone: {tally['right']}")
    return int(tally["spoiled"] > 0)


def _tell_each(
    texts: SearchStrategy[FixableText], count: int, tally: Counter[str]
) -> None:
    """Fix as many texts and count what came of them."""

    @seed(7)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts)
    def each(example: FixableText) -> None:
        tally[_outcome(example)] += 1

    each()


def _outcome(example: FixableText) -> str:
    fixed = text_fixed(example)
    if fixed == example.after:
        return "right" if example.before == example.after else "mended"
    if fixed == example.before:
        return "left"
    print("spoiled:", repr(example.before), "→", repr(fixed))
    return "spoiled"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else _TEXTS))
