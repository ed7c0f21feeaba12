"""The lattice: its sums agree with counting every path."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from nqpterms.aligner.lattice import (
    COLUMNS,
    FULL,
    KINDS,
    best_path,
    build,
    forward,
    posteriors,
    side_by_side,
)


def full(rows: int, columns: int):
    return build(np.zeros(rows + 1, dtype=int), np.full(rows + 1, columns + 1))


def weights(lattice, seed: int):
    scores = np.random.default_rng(seed).normal(size=(len(lattice.i), COLUMNS))
    missing = lattice.before == len(lattice.i)
    scores[:, : FULL + 2][missing] = -np.inf
    scores[:, FULL + 2 :][missing[:, FULL:]] = -np.inf
    return scores


def all_paths(lattice, scores, gap_open):
    """Every path's (weight, beads), by recursion from the end."""
    at = {
        (i, j): n
        for n, (i, j) in enumerate(zip(lattice.i, lattice.j, strict=True))
    }

    @cache
    def reach(i: int, j: int, gap: bool):
        if (i, j) == (0, 0):
            return () if gap else ((0.0, ()),)
        found = []
        for kind, (a, b) in enumerate(KINDS):
            if (i - a, j - b) not in at or (gap and kind < FULL):
                continue
            column = kind + 2 if gap else kind
            step = scores[at[i, j], column]
            bead = (at[i, j], column)
            for came in (False, True):
                if came and not gap and kind >= FULL:
                    continue
                extra = gap_open if gap and not came else 0.0
                for weight, beads in reach(i - a, j - b, came):
                    found.append((weight + step + extra, (*beads, bead)))
        return tuple(found)

    i, j = int(lattice.i[-1]), int(lattice.j[-1])
    return reach(i, j, False) + reach(i, j, True)


@pytest.mark.parametrize("seed", range(5))
def test_sums_and_best_path_agree_with_counting(seed: int) -> None:
    lattice = full(3, 3)
    scores = weights(lattice, seed)
    paths = all_paths(lattice, scores, -1.0)
    values = np.array([weight for weight, _ in paths])
    total = np.log(np.exp(values).sum())
    found = posteriors(lattice, scores, -1.0)
    assert found.total[0] == pytest.approx(total)
    for bead in {bead for _, beads in paths for bead in beads}:
        chance = sum(np.exp(w - total) for w, beads in paths if bead in beads)
        assert found.beads[bead] == pytest.approx(chance)
    assert (
        tuple(best_path(lattice, scores, -1.0))
        == paths[int(values.argmax())][1]
    )


def test_side_by_side_changes_nothing() -> None:
    lattices = [full(2, 4), full(3, 2)]
    scores = [weights(one, n) for n, one in enumerate(lattices)]
    whole, places = side_by_side(lattices)
    joined = np.empty((len(whole.i), COLUMNS))
    for place, one in zip(places, scores, strict=True):
        joined[place] = one
    found = posteriors(whole, joined, -2.0)
    for n, (lattice, one) in enumerate(zip(lattices, scores, strict=True)):
        alone = posteriors(lattice, one, -2.0)
        assert found.total[n] == pytest.approx(alone.total[0])
        assert found.beads[places[n]] == pytest.approx(alone.beads)


def test_the_best_path_of_several_texts_is_that_of_each() -> None:
    lattices = [full(2, 4), full(1, 0), full(3, 2)]
    scores = [weights(one, n) for n, one in enumerate(lattices)]
    whole, places = side_by_side(lattices)
    joined = np.empty((len(whole.i), COLUMNS))
    expected: list[tuple[int, int]] = []
    for place, lattice, one in zip(places, lattices, scores, strict=True):
        joined[place] = one
        for node, column in best_path(lattice, one, -2.0):
            expected.append((int(place[node]), column))
    assert best_path(whole, joined, -2.0) == expected


def test_no_path_has_no_weight() -> None:
    lattice = build(np.array([0, 7]), np.array([1, 9]))
    assert np.isneginf(forward(lattice, weights(lattice, 0), 0.0).text[-2])
