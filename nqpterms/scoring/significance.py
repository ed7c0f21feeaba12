"""Whether one system is better than another or was luckier with the rows (paired bootstrap).

After Koehn (2004), as sacrebleu does it: rows are drawn with replacement, the same for both
systems, and the difference of the two is looked at in every draw.
"""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.scoring.terminology import PlaceCount

DRAWS = 1_000
_SEED = 12345  # sacrebleu's
_FEWEST = 2  # rows: of one there is nothing to draw


def paired_bootstrap(
    one: Sequence[PlaceCount], two: Sequence[PlaceCount], *, draws: int = DRAWS
) -> float | None:
    """The probability, 0 to 1, of so large a difference in success by chance.

    None where the rows cannot be compared: other numbers of rows, one row, or no place.

    >>> right, wrong = [PlaceCount(1, 1)] * 40, [PlaceCount(1, 0)] * 40
    >>> paired_bootstrap(right, wrong) < 0.01, paired_bootstrap(right, right)
    (True, 1.0)
    """
    if len(one) != len(two) or len(one) < _FEWEST:
        return None
    import numpy as np

    counts = np.array(
        [
            (a.places, a.rendered, b.places, b.rendered)
            for a, b in zip(one, two, strict=True)
        ]
    )
    total = counts.sum(axis=0)
    if not total[0] or not total[2]:
        return None
    difference = total[1] / total[0] - total[3] / total[2]
    random = np.random.default_rng(_SEED)
    differences = []
    for _ in range(draws):
        drawn = counts[random.integers(0, len(counts), len(counts))].sum(axis=0)
        if drawn[0] and drawn[2]:
            differences.append(drawn[1] / drawn[0] - drawn[3] / drawn[2])
    centred = np.abs(np.array(differences) - difference)
    return float(
        (np.sum(centred >= abs(difference)) + 1) / (len(differences) + 1)
    )
