"""Learns how likely a reader would act on a finding, and says how true that is on other findings.

    python tests/bench/likelihood_training.py FOLDER [--write]

FOLDER holds pairs of official reports (`gwr-history/pairs/YEAR.tsv`) and annual reports into which
wrong renderings were planted (`check-dev`). `likelihood_labels.tsv` beside this script has what a
reader thought of findings: the text (`2016`, or `2016-en` for its English alone), the code, the
place (row and offset of the source term, or the group) and whether she would act on it (1 or 0).
Of `check-dev` a planted rendering is one to act on, and the other findings on terms are not.

The labels of 2021 and every second row of `check-dev` teach nothing: reliability is measured with
them. Kinds of finding that nobody
has read enough of have counts from earlier readings (`EARLIER`). With `--write` the weights that
checks use are written anew.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nqpterms.checks.likelihood import Features, features
from nqpterms.checks.registry import check_segments
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding

LABELS = Path(__file__).with_name("likelihood_labels.tsv")
WEIGHTS = Path(__file__).parents[2] / "nqpterms" / "checks" / "likelihood.json"
KEPT_APART = "2021"
BY_PLACE = ("T201", "T202", "T203")
RIDGE = 0.2  # what a weight costs, by the log-likelihood of the readings
STEPS = 60
BINS = 10

EARLIER: dict[str, tuple[float, float]] = {
    # kind: findings to act on, findings read
    "T101 warning": (24, 25),
    "T101 info": (2, 6),
    "T102 warning": (9, 10),
    "T102 info": (3, 6),
    "T103 info": (2, 6),
    "T104 warning": (3, 6),
    "T104 info": (1, 6),
    "T105 info": (4, 10),
    "T202 info": (2, 10),
    "T203 info": (0, 6),
    "T204 warning": (9, 10),
    "T204 info": (3, 6),
    "T205 warning": (16, 17),
    "T205 info": (2, 6),
    "T206 warning": (9, 10),
    "T206 info": (3, 6),
    "T301 warning": (8, 10),
    "T302 info": (3, 6),
    "T302 warning": (4, 6),
    "N warning": (14, 18),
    "N info": (2, 6),
    "O warning": (75, 85),
    "O info": (2, 8),
    "R info": (3, 6),
    "R warning": (8, 10),
    "R error": (9, 10),
    "G info": (2, 6),
    "G warning": (8, 10),
    "G error": (19, 20),
}
"""Readings of an earlier version, of planted errors, and where there are none a guess of few."""


class Reading(NamedTuple):
    """A finding's features, the share of readers who would act on it, and how much it counts."""

    features: Features
    useful: float
    count: float = 1.0


class Reliability(NamedTuple):
    """How true confidences are: their mean error by decile, and the area under the curve."""

    error: float
    area: float
    bins: tuple[tuple[float, float, int], ...]


def main() -> None:
    """Learn, measure, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    by_text = _labels()
    reports = options.folder / "gwr-history" / "pairs"
    teaching, apart = list[Reading](), list[Reading]()
    for text, labels in sorted(by_text.items()):
        findings = _findings_of_report(reports, text)
        readings = list(_readings(findings, labels))
        print(
            f"{text}: {len(readings)} of {len(labels)} readings are still findings"
        )
        if text.startswith(KEPT_APART):
            apart += readings
        else:
            teaching += readings
    planted = list(_planted(options.folder / "check-dev"))
    teaching += [reading for row, reading in planted if row % 2]
    apart_planted = [reading for row, reading in planted if not row % 2]
    teaching += [
        Reading({kind: 1.0}, a / n, n) for kind, (a, n) in EARLIER.items()
    ]
    weights = learn(teaching)
    _print_reliability("taught with", teaching, weights)
    _print_reliability("kept apart", [*apart, *apart_planted], weights)
    _print_reliability(f"… of these {KEPT_APART}", apart, weights)
    _print_reliability("… planted", apart_planted, weights)
    missing = [one for one in apart if "T201 warning" in one.features]
    _print_reliability(f"… T201 of {KEPT_APART}", missing, weights)
    if options.write:
        _write(weights, teaching)


def learn(readings: Sequence[Reading]) -> dict[str, float]:
    """The weight of each feature, by logistic regression with a ridge."""
    names = sorted({name for reading in readings for name in reading.features})
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(readings), len(names)))
    for row, reading in enumerate(readings):
        for name, value in reading.features.items():
            table[row, column[name]] = value
    useful = np.array([reading.useful for reading in readings])
    counts = np.array([reading.count for reading in readings])
    weights = np.zeros(len(names))
    for _ in range(STEPS):  # Newton's
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (counts * (useful - likely)) - RIDGE * weights
        curve = (
            table.T * (counts * likely * (1 - likely))
        ) @ table + RIDGE * np.eye(len(names))
        weights += np.linalg.solve(curve, slope)
    return dict(zip(names, weights.round(3).tolist(), strict=True))


def likelihood(known: Features, weights: dict[str, float]) -> float:
    """What `sure` says of a finding with these features."""
    odds = sum(weights.get(name, 0.0) * value for name, value in known.items())
    return float(1 / (1 + np.exp(-odds)))


def reliability(
    readings: Iterable[Reading], weights: dict[str, float]
) -> Reliability:
    """How true confidences are, in bins with equally many readings."""
    pairs = [
        (likelihood(one.features, weights), one.useful) for one in readings
    ]
    pairs.sort()
    bins = []
    error = 0.0
    for part in np.array_split(np.array(pairs), BINS):
        if not len(part):
            continue
        said, seen = part.mean(axis=0)
        error += abs(said - seen) * len(part) / len(pairs)
        bins.append((float(said), float(seen), len(part)))
    return Reliability(error, _area(pairs), tuple(bins))


def _area(pairs: Sequence[tuple[float, float]]) -> float:
    """How often a finding to act on is surer than one that is not; ties count half."""
    act = [said for said, useful in pairs if useful == 1]
    leave = [said for said, useful in pairs if useful == 0]
    wins = sum((a > b) + (a == b) / 2 for a in act for b in leave)
    return wins / max(1, len(act) * len(leave))


def _labels() -> dict[str, dict[tuple[str, str], int]]:
    """What the reader thought, by text, then by code and place."""
    by_text: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            by_text[row["text"]][row["code"], row["place"]] = int(row["useful"])
    return by_text


def _findings_of_report(folder: Path, text: str) -> list[tuple[Finding, str]]:
    """The findings on a year's report, or on its English alone, each with the text of its row."""
    year, _, alone = text.partition("-")
    segments = list(load_segments(folder / f"{year}.tsv"))
    if alone:
        segments = [
            Segment("", one.en, row=one.row, doc=one.doc) for one in segments
        ]
    return _with_text(segments, Matcher(load_terms()))


def _with_text(
    segments: list[Segment], terms: Matcher
) -> list[tuple[Finding, str]]:
    texts = {segment.row: segment.en for segment in segments}
    findings = check_segments(segments, terms)
    return [(finding, texts.get(finding.segment, "")) for finding in findings]


def _readings(
    findings: Iterable[tuple[Finding, str]], labels: dict[tuple[str, str], int]
) -> Iterator[Reading]:
    """The findings that were read, each group once."""
    seen = set()
    for finding, text in findings:
        key = finding.code, _place(finding)
        if key in labels and key not in seen:
            seen.add(key)
            yield Reading(features(finding, text), labels[key])


def _place(finding: Finding) -> str:
    """Where a finding stands, as the labels have it."""
    if finding.code in BY_PLACE and finding.source_span:
        return f"{finding.segment}:{finding.source_span.start}"
    return finding.group


def _planted(folder: Path) -> Iterator[tuple[int, Reading]]:
    """The findings on terms of texts with planted renderings, each with its row."""
    keys = [
        json.loads(line)
        for line in (folder / "key.jsonl").open(encoding="utf-8")
    ]
    sites = {(key["row"], key["zh"]): key["seeded"] for key in keys}
    segments = list(load_segments(folder / "pairs-seeded.tsv"))
    matcher = Matcher(load_terms(folder / "glossary.tsv"))
    for finding, text in _with_text(segments, matcher):
        site = finding.segment, finding.source_term
        if finding.code in BY_PLACE and site in sites:
            known = features(finding, text)
            yield finding.segment or 0, Reading(known, float(sites[site]))


def _print_reliability(
    name: str, readings: Sequence[Reading], weights: dict[str, float]
) -> None:
    single = [reading for reading in readings if reading.count <= 1]
    if not single:
        return
    true = reliability(single, weights)
    print(
        f"{name}: {len(single)} readings, error {true.error:.3f}, area {true.area:.3f}"
    )
    for said, seen, count in true.bins:
        print(f"  said {said:.2f}  acted on {seen:.2f}  of {count}")


def _write(weights: dict[str, float], readings: Sequence[Reading]) -> None:
    count = sum(reading.count <= 1 for reading in readings)
    about = f"{count} findings, read or planted, and counts of earlier readings; no text of them"
    record = {"about": about, "weights": weights}
    text = json.dumps(record, ensure_ascii=False, indent=0)
    WEIGHTS.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
