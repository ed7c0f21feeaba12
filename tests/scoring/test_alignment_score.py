"""Alignment scores: by hand, and the same as the tool beside the project prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nqpterms.scoring import score_alignment, score_alignments
from nqpterms.scoring.alignment_score import load_beads

GOLD = [((0,), (0, 1)), ((1,), (2,)), ((2,), ()), ((3, 4), (3,))]
SYSTEM = [((0,), (0, 1)), ((1, 2), (2,)), ((3, 4), (3,)), ((), (4,))]


def test_strict_counts_null_beads() -> None:
    score = score_alignment(GOLD, SYSTEM)
    assert score.strict == (0.5, 0.5, 0.5)
    assert score.strict_pairs == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert score.lax == (1, 1, 1)
    assert score.signature == "alignment|beads:4/4|nulls:strict only|micro|v1"


def test_nothing_is_scored_as_nothing() -> None:
    assert score_alignment([], []).strict.f1 == 0


def test_confidence_is_ignored() -> None:
    assert score_alignment(
        GOLD, [(*bead, 0.5) for bead in GOLD]
    ).strict.f1 == pytest.approx(1)


def test_the_figures_of_the_tool(shared: Path, tmp_path: Path) -> None:
    gold = shared / "data" / "align-dev" / "gold"
    for path in gold.iterdir():
        moved = [
            line.replace("[3]", "[3, 4]")
            for line in path.read_text().splitlines()
        ]
        (tmp_path / path.name).write_text("\n".join(moved[:-5]) + "\n")
    tool = [
        sys.executable,
        str(shared / "tools" / "score-beads"),
        str(gold),
        str(tmp_path),
    ]
    printed = subprocess.run(
        tool, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    score = score_alignments(
        (load_beads(path), load_beads(tmp_path / path.name))
        for path in sorted(gold.iterdir())
    )
    for line, rates in zip(
        printed, (score.strict, score.strict_pairs), strict=False
    ):
        p, r, f1 = (f"{value:.4f}" for value in rates)
        assert f"P {p}  R {r}  F1 {f1}" in line
    assert f"{score.system_beads}/{score.gold_beads}" in printed[0]
