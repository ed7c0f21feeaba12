"""Cuts sentences, items and paragraphs out of translations and counts how many the checks report.

    python tests/bench/omissions.py PAIRS.tsv … LAW.gold.tsv … [--share 0.05] [--seed 1] [--show]
        [--target zh]

PAIRS.tsv has a Chinese and an English paragraph in each line. Beside X.gold.tsv, which says what
line of X.zh.txt is what line of X.en.txt, stand those two texts. A sentence is cut where
the whole paragraph has a sentence for each sentence, as the aligner has it; an item is a line of a
law, of which the lines are taken that the key pairs. What was cut is *found* where a finding O6xx
covers half of its source. *False* are findings on the source that touch nothing that was cut, for
each sentence that stands; with `--share 0` all are.

Each text is checked as two files that are aligned, and as a bitext whose rows are its paragraphs.
With `--target zh` the Chinese is taken for a translation of the English, and is cut.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nqpterms.aligner.engine import align_texts
from nqpterms.checks.registry import chosen_codes
from nqpterms.lang.sentences import split_sentences
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import TermBase
from nqpterms.project.project import Project
from nqpterms.run.inputs import Unit
from nqpterms.run.one import check_unit

SHORTEST = 8  # characters of what is cut: less is a salutation or a name
SPACE = {"zh": "", "en": " "}  # between sentences
OF_SOURCE = chosen_codes(["O601", "O602", "O604", "O605", "O606", "O607"])


class Part(NamedTuple):
    """A sentence of the source, and its translation."""

    source: str
    target: str


class Direction(NamedTuple):
    """The languages of a text and of its translation."""

    source: Side
    target: Side


Paragraph = list[Part]
"""Its sentences, or one part where the two languages do not have as many."""


class Figures(NamedTuple):
    """How much was cut and found, and how many sentences stand and were said to be missing."""

    cut: int
    found: int
    whole: int
    false: int

    def __str__(self) -> str:
        share = self.found / max(1, self.cut)
        one_in = f"1 in {self.whole / self.false:.0f}" if self.false else "none"
        return (
            f"cut {self.cut:4}  found {self.found:4} = {share:.3f}  "
            f"whole {self.whole:5}  false {self.false:3} = {one_in}"
        )


def paragraphs_of_pairs(path: Path) -> list[Paragraph]:
    """The paragraphs of a table of pairs."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [parts_of(zh, en) for zh, en, *_ in rows[1:]]


def parts_of(zh: str, en: str) -> Paragraph:
    """The sentences of a paragraph, side by side."""
    chinese = [span.of(zh).strip() for span in split_sentences(zh, "zh")]
    english = [span.of(en).strip() for span in split_sentences(en, "en")]
    beads = align_texts(chinese, english)
    if any(len(bead.zh) != 1 or len(bead.en) != 1 for bead in beads):
        return [Part(zh, en)]
    return [Part(*pair) for pair in zip(chinese, english, strict=True)]


def paragraphs_of_law(gold: Path) -> list[Paragraph]:
    """The lines of a law that answer each other; headings are lines of one part."""
    stem = gold.name.removesuffix(".gold.tsv")
    zh = (
        (gold.parent / f"{stem}.zh.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    en = (
        (gold.parent / f"{stem}.en.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    paragraphs: list[Paragraph] = []
    for line in gold.read_text(encoding="utf-8").splitlines()[1:]:
        kind, chinese, english = line.split("\t")
        pair = zh[int(chinese) - 1].strip(), en[int(english) - 1].strip()
        paragraphs.append(
            [Part(*pair)] if kind == "heading" else parts_of(*pair)
        )
    return paragraphs


def cut_places(
    paragraphs: Sequence[Paragraph], share: float, seed: int, *, whole: bool
) -> set[tuple[int, int]]:
    """The numbers of the parts that are cut; *whole*: also all parts of some paragraphs."""
    chance = random.Random(seed)
    places: set[tuple[int, int]] = set()
    for at, paragraph in enumerate(paragraphs):
        is_cut = (
            whole
            and chance.random() < share / 2
            and 0 < at < len(paragraphs) - 1
        )
        cut = [
            number
            for number, part in enumerate(paragraph)
            if len(part.source) >= SHORTEST
            and (is_cut or chance.random() < share)
        ]
        if is_cut or len(cut) < len(paragraph):
            places |= {(at, number) for number in cut}
    return places


def turned_about(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the English as the source."""
    return [
        [Part(part.target, part.source) for part in paragraph]
        for paragraph in paragraphs
    ]


def measured_as_files(
    paragraphs: Sequence[Paragraph],
    places: set[tuple[int, int]],
    to: Direction,
    *,
    show: bool,
) -> Figures:
    """The figures of a text and its translation that are read from files and aligned."""
    source, target, cut = "", "", []
    for at, paragraph in enumerate(paragraphs):
        kept = []
        for number, part in enumerate(paragraph):
            if (at, number) in places:
                cut.append(
                    (0, Span(len(source), len(source) + len(part.source)), part)
                )
            else:
                kept.append(part.target)
            source += part.source + SPACE[to.source]
        source += "\n\n"
        target += SPACE[to.target].join(kept) + "\n\n" * bool(kept)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"text.{side}.txt" for side in to]
        paths[0].write_text(source, encoding="utf-8")
        paths[1].write_text(target, encoding="utf-8")
        findings = findings_of(
            Unit("text", str(paths[1]), source=str(paths[0]))
        )
    return counted(
        cut, findings, sentences_in(paragraphs, places, to.source), show
    )


def measured_as_bitext(
    paragraphs: Sequence[Paragraph],
    places: set[tuple[int, int]],
    to: Direction,
    *,
    show: bool,
) -> Figures:
    """The figures of a bitext that has a paragraph in each row."""
    segments, cut = [], []
    for at, paragraph in enumerate(paragraphs):
        source = ""
        kept = []
        for number, part in enumerate(paragraph):
            if (at, number) in places:
                cut.append(
                    (
                        at + 1,
                        Span(len(source), len(source) + len(part.source)),
                        part,
                    )
                )
            else:
                kept.append(part.target)
            source += part.source + SPACE[to.source]
        texts = {
            to.source: source.rstrip(),
            to.target: SPACE[to.target].join(kept),
        }
        segments.append(
            Segment(texts["zh"], texts["en"], row=at + 1, target=to.target)
        )
    findings = findings_of(Unit("text", "", segments=segments))
    return counted(
        cut, findings, sentences_in(paragraphs, places, to.source), show
    )


def findings_of(unit: Unit) -> list[Finding]:
    """What is said of the source of a unit to be missing."""
    project = Project(terms=TermBase())
    return [
        f for f in check_unit(unit, project).findings if f.code in OF_SOURCE
    ]


def sentences_in(
    paragraphs: Sequence[Paragraph], places: set[tuple[int, int]], side: Side
) -> int:
    """How many sentences of the source were not cut."""
    count = 0
    for at, paragraph in enumerate(paragraphs):
        for number, part in enumerate(paragraph):
            if (at, number) not in places:
                count += len(split_sentences(part.source, side))
    return count


def counted(
    cut: Sequence[tuple[int, Span, Part]],
    findings: Sequence[Finding],
    whole: int,
    show: bool,
) -> Figures:
    """The figures of what was cut: the row (0 for a file), the span, and the part itself."""
    found = 0
    right: set[int] = set()
    for row, span, part in cut:
        covering = [n for n, f in enumerate(findings) if covers(f, row, span)]
        found += bool(covering)
        right |= set(covering)
        if show and not covering:
            print("  missed", row, part.source, "=", part.target)
    false = [finding for n, finding in enumerate(findings) if n not in right]
    if show:
        for finding in false:
            print("  false ", finding.code, finding.segment, finding.message)
    return Figures(len(cut), found, whole, len(false))


def covers(finding: Finding, row: int, span: Span) -> bool:
    """Whether a finding covers half of a span of the source."""
    if (finding.segment or 0) != row or finding.source_span is None:
        return False
    start = max(span.start, finding.source_span.start)
    end = min(span.end, finding.source_span.end)
    return 2 * (end - start) >= span.end - span.start


def total(figures: Sequence[Figures]) -> Figures:
    """The figures of several texts together."""
    return Figures(*(sum(column) for column in zip(*figures, strict=True)))


def main() -> None:
    """Print the figures of each text, as files and as a bitext, and their sums."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument(
        "--share", type=float, default=0.05, help="of the parts that are cut"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--show", action="store_true", help="what was missed, and what is false"
    )
    parser.add_argument("--target", choices=("en", "zh"), default="en")
    options = parser.parse_args()
    to = (
        Direction("zh", "en")
        if options.target == "en"
        else Direction("en", "zh")
    )
    sums: dict[str, list[Figures]] = {"files": [], "bitext": []}
    for path in options.texts:
        is_law = path.name.endswith(".gold.tsv")
        paragraphs = (
            paragraphs_of_law(path) if is_law else paragraphs_of_pairs(path)
        )
        if to.source == "en":
            paragraphs = turned_about(paragraphs)
        places = cut_places(paragraphs, options.share, options.seed, whole=True)
        figures = measured_as_files(paragraphs, places, to, show=options.show)
        print(f"{path.name:22} files   {figures}")
        sums["files"].append(figures)
        places = cut_places(
            paragraphs, options.share, options.seed, whole=False
        )
        figures = measured_as_bitext(paragraphs, places, to, show=options.show)
        print(f"{path.name:22} bitext  {figures}")
        sums["bitext"].append(figures)
    for kind, each in sums.items():
        print(f"{'all':22} {kind:7} {total(each)}")


if __name__ == "__main__":
    main()
