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


DIRECTIONS = {"en": Direction("zh", "en"), "zh": Direction("en", "zh")}

Paragraph = list[Part]
"""Its sentences, or one part where the two languages do not have as many."""


class CutPart(NamedTuple):
    """What was cut: the number of its row (0 in a file), its span in the source, and itself."""

    row: int
    span: Span
    part: Part


class CutUnit(NamedTuple):
    """A text and its translation, and what the translation lacks."""

    unit: Unit
    cut: list[CutPart]


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


def paragraphs_of(path: Path, to: Direction) -> list[Paragraph]:
    """The paragraphs of a table of pairs or of a law."""
    if path.name.endswith(".gold.tsv"):
        paragraphs = paragraphs_of_law(path)
    else:
        paragraphs = paragraphs_of_pairs(path)
    return turned_about(paragraphs) if to.source == "en" else paragraphs


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


def cut_files(
    paragraphs: Sequence[Paragraph],
    places: set[tuple[int, int]],
    to: Direction,
    folder: Path,
) -> CutUnit:
    """A text and its translation as files, a paragraph a line."""
    source, target = "", ""
    cut: list[CutPart] = []
    for at, paragraph in enumerate(paragraphs):
        kept = []
        for number, part in enumerate(paragraph):
            if (at, number) in places:
                span = Span(len(source), len(source) + len(part.source))
                cut.append(CutPart(0, span, part))
            else:
                kept.append(part.target)
            source += part.source + SPACE[to.source]
        source += "\n\n"
        target += SPACE[to.target].join(kept) + "\n\n" * bool(kept)
    paths = [folder / f"text.{side}.txt" for side in to]
    paths[0].write_text(source, encoding="utf-8")
    paths[1].write_text(target, encoding="utf-8")
    return CutUnit(Unit("text", str(paths[1]), source=str(paths[0])), cut)


def cut_bitext(
    paragraphs: Sequence[Paragraph],
    places: set[tuple[int, int]],
    to: Direction,
) -> CutUnit:
    """A bitext that has a paragraph in each row."""
    segments = []
    cut: list[CutPart] = []
    for at, paragraph in enumerate(paragraphs):
        source = ""
        kept = []
        for number, part in enumerate(paragraph):
            if (at, number) in places:
                span = Span(len(source), len(source) + len(part.source))
                cut.append(CutPart(at + 1, span, part))
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
    return CutUnit(Unit("text", "", segments=segments), cut)


def measured(
    kind: str,
    paragraphs: Sequence[Paragraph],
    places: set[tuple[int, int]],
    to: Direction,
    *,
    show: bool,
) -> Figures:
    """The figures of a text as "files" that are read and aligned, or as a "bitext"."""
    whole = sentences_in(paragraphs, places, to.source)
    with tempfile.TemporaryDirectory() as folder:
        if kind == "files":
            made = cut_files(paragraphs, places, to, Path(folder))
        else:
            made = cut_bitext(paragraphs, places, to)
        findings = findings_of(made.unit)
    return counted(made.cut, findings, whole, show)


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
    cut: Sequence[CutPart],
    findings: Sequence[Finding],
    whole: int,
    show: bool,
) -> Figures:
    """The figures of what was cut, and of *whole* sentences that stand."""
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
    to = DIRECTIONS[options.target]
    sums: dict[str, list[Figures]] = {"files": [], "bitext": []}
    for path in options.texts:
        paragraphs = paragraphs_of(path, to)
        for kind in sums:
            places = cut_places(
                paragraphs, options.share, options.seed, whole=kind == "files"
            )
            figures = measured(kind, paragraphs, places, to, show=options.show)
            print(f"{path.name:22} {kind:7} {figures}")
            sums[kind].append(figures)
    for kind, each in sums.items():
        print(f"{'all':22} {kind:7} {total(each)}")


if __name__ == "__main__":
    main()
