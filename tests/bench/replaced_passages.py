"""Aligns texts of which a third of the English is unrelated, and scores the beads.

    python tests/bench/replaced_passages.py SHARED [--encoder use]

SHARED holds the novels in data/align-dev and the reports, a paragraph a line, in data/gwr-history.
In each text English lines are replaced, one by one or in threes, by lines of about the same length:
in a novel of other novels and of reports, in a report of the reports of other years. What was
replaced has no partner in the key. The weights that ship have seen these texts.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from nqpterms.aligner.encoder import load_encoder
from nqpterms.aligner.engine import align_texts
from nqpterms.aligner.training import load_samples
from nqpterms.scoring.alignment_score import score_alignments

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.planted_renderings import segments_of

SHARE = 1 / 3
LONG = 40  # characters from which a line is replaced
RUNS = (1, 3)

Key = set[tuple[tuple[int, ...], tuple[int, ...]]]


class Text(NamedTuple):
    """The lines of both languages, which belong together, and lines that do not."""

    zh: Sequence[str]
    en: Sequence[str]
    key: Key
    strangers: Sequence[str]


def novels(folder: Path, others: Sequence[str]) -> Iterator[Text]:
    """The texts of align-dev; strangers come from the next one and from *others*."""
    samples = list(load_samples(folder).values())
    for sample, following in zip(
        samples, samples[1:] + samples[:1], strict=True
    ):
        key = {(tuple(zh), tuple(en)) for zh, en in sample.gold}
        yield Text(sample.zh, sample.en, key, [*following.en, *others])


def reports(folder: Path) -> Iterator[Text]:
    """The reports by line; strangers come from the other years."""
    segments_by_year = {
        path.stem: segments_of(path) for path in sorted(folder.glob("????.tsv"))
    }
    for year, segments in segments_by_year.items():
        strangers = []
        for other, its_segments in segments_by_year.items():
            if other != year:
                strangers += [segment.en for segment in its_segments]
        zh = [segment.zh for segment in segments]
        en = [segment.en for segment in segments]
        key: Key = {((n,), (n,)) for n in range(len(segments))}
        yield Text(zh, en, key, strangers)


def with_strangers(text: Text, run: int, seed: int) -> Text:
    """The text with a third of its English lines replaced, in runs of so many."""
    english = list(text.en)
    strangers = [line for line in text.strangers if len(line) >= LONG]
    starts = list(range(0, len(english) - run, run + 1))
    random.Random(seed).shuffle(starts)
    replaced: set[int] = set()
    for start in starts:
        numbers = range(start, start + run)
        if len(replaced) >= SHARE * len(english):
            break
        if any(len(english[number]) < LONG for number in numbers):
            continue
        for number in numbers:
            length = len(english[number])
            english[number] = min(
                strangers, key=lambda line: abs(len(line) - length)
            )
            strangers.remove(english[number])
            replaced.add(number)
    return text._replace(en=english, key=without(text.key, replaced))


def without(key: Key, replaced: set[int]) -> Key:
    """The key in which replaced lines stand alone, and what they alone translated does too."""
    beads: Key = set()
    for zh, en in key:
        rest = tuple(number for number in en if number not in replaced)
        beads |= {((), (number,)) for number in en if number in replaced}
        if rest == en or (zh and rest):
            beads.add((zh, rest))
        else:
            beads |= {((number,), ()) for number in zh}
            beads |= {((), (number,)) for number in rest}
    return beads


def strict_f1(texts: Sequence[Text], align: Callable[..., list]) -> float:
    """F1 over all beads of some texts."""
    pairs = [(text.key, align(text.zh, text.en)) for text in texts]
    return score_alignments(pairs).strict.f1


def main() -> None:
    """Print F1 of whole texts, and with a third replaced one by one and in threes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--encoder", choices=("use",))
    options = parser.parse_args()
    align: Callable[..., list] = align_texts
    if options.encoder:
        align = partial(align_texts, encoder=load_encoder())
    data = options.shared / "data"
    of_reports = list(reports(data / "gwr-history" / "pairs"))
    others = [line for text in of_reports for line in text.en]
    of_novels = list(novels(data / "align-dev", others))
    for name, texts in (("novels", of_novels), ("reports", of_reports)):
        print(f"{name}: whole {strict_f1(texts, align):.3f}", end="")
        for run in RUNS:
            changed = [
                with_strangers(text, run, seed)
                for seed, text in enumerate(texts)
            ]
            f1 = strict_f1(changed, align)
            print(f", in runs of {run} {f1:.3f}", end="", flush=True)
        print()


if __name__ == "__main__":
    main()
