"""Learns what tells that a sentence was left out (`aligner/left_out_odds.py`).

    python tests/bench/omission_training.py TEXT … [--apart TEXT …] [--target zh] [--seeds 1 2 3]
        [--write]

A TEXT is what `omissions.py` takes: PAIRS.tsv or X.gold.tsv. Sentences are cut out of the
translations as there, a tenth of each, with another draw for each seed. Every sentence of the
source that stands alone or shares its bead is an example; it was left out where half of it was cut.
Each text is judged by what the others teach; those kept apart teach nothing. A joined sentence
is said to be left out from the odds that one in fifty of those that stand would reach.

The weights that ship were learned on the reports of 2016, 2018, 2020 and 2022 and on every second
law, with the others kept apart; for English sources with the Chinese taken for the translation.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nqpterms.aligner.left_out_odds import Features, left_out_weights
from nqpterms.aligner.unanswered import weighed_sentences
from nqpterms.checks.left_out import PlacedSentence, SentencePair
from nqpterms.checks.view import DocumentView, in_file
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side, other_side
from nqpterms.model.termbase import TermBase
from nqpterms.renderings.rows import matched_rows
from nqpterms.run.one import aligned, documents_of

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.omissions import (
    DIRECTIONS,
    CutPart,
    CutUnit,
    cut_bitext,
    cut_files,
    cut_places,
    paragraphs_of,
)

MODEL = Path(__file__).parents[2] / "nqpterms" / "aligner" / "left_out.json"
SHARE = 0.1
RIDGE = 1.0
STEPS = 40
# Joined sentences that stand, of which one may be said to be left out.
ONE_IN = 50
# What a joined sentence brings by its place; one alone has no such features.
NOT_ALONE = ("here", "here_rest", "rest_missed")
# Of joined provisos hardly one is ever cut, too few to learn from: their place says nothing.
BY_HAND = {("zh", "joined"): {"proviso": -5.0}}


class Example(NamedTuple):
    """A sentence of the source in a text: whether it stands alone, and whether it was cut."""

    text: str
    is_alone: bool
    features: Features
    is_cut: bool


def main() -> None:
    """Learn, measure, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--apart", nargs="*", type=Path, default=[])
    parser.add_argument("--target", choices=("en", "zh"), default="en")
    parser.add_argument("--seeds", nargs="*", type=int, default=[1, 2, 3])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    source = other_side(options.target)
    examples: dict[Path, list[Example]] = {}
    for path in (*options.texts, *options.apart):
        examples[path] = list(
            examples_of(path, options.seeds, target=options.target)
        )
    teaching = list(chain(*(examples[path] for path in options.texts)))
    apart = list(chain(*(examples[path] for path in options.apart)))
    record: dict[str, object] = {}
    for kind in ("alone", "joined"):
        by_hand = BY_HAND.get((source, kind), {})
        of_kind = [one for one in teaching if one.is_alone == (kind == "alone")]
        weights = learn(of_kind, by_hand)
        judged = judged_by_others(of_kind, by_hand)
        least = least_odds(judged) if kind == "joined" else 0.0
        print(f"{kind}: {len(of_kind)} examples, {cuts(of_kind)} cut")
        print_figures("each text by the others", judged, least)
        rest = [one for one in apart if one.is_alone == (kind == "alone")]
        new = [(one, odds_of(one, weights)) for one in rest]
        print_figures("kept apart", new, least)
        shipped = getattr(left_out_weights()[source], kind)
        before = left_out_weights()[source].least_joined
        old = [(one, odds_of(one, shipped)) for one in rest]
        print_figures(
            "… by the weights that ship", old, before if least else 0.0
        )
        record[kind] = weights
        record["least_joined"] = round(least, 2)
    if options.write:
        write(source, record)


def examples_of(
    path: Path, seeds: Sequence[int], *, target: Side
) -> Iterator[Example]:
    """The examples of a text, read as files and as a bitext, once for each seed."""
    to = DIRECTIONS[target]
    paragraphs = paragraphs_of(path, to)
    for seed in seeds:
        for whole in (True, False):
            places = cut_places(paragraphs, SHARE, seed, whole=whole)
            with tempfile.TemporaryDirectory() as folder:
                if whole:
                    made = cut_files(paragraphs, places, to, Path(folder))
                else:
                    made = cut_bitext(paragraphs, places, to)
                view = view_of(made, target)
            yield from examples_in(path.name, view, made.cut)


def view_of(made: CutUnit, target: Side) -> DocumentView:
    """A text and its translation as the checks see them."""
    segments: Sequence[Segment]
    if made.unit.segments is not None:
        segments = list(made.unit.segments)
    else:
        alignment = aligned(*documents_of(made.unit), made.unit)
        front = alignment.front(target=target)
        body = alignment.segments(target=target, alone=True)
        segments = [*front, *body]
    matcher = Matcher(TermBase())
    rows = chain(*matched_rows(segments, matcher, target=target))
    return DocumentView(tuple(rows), matcher.base)


def examples_in(
    text: str, view: DocumentView, cut: Sequence[CutPart]
) -> Iterator[Example]:
    """The sentences of a view on which the weights decide."""
    pair = SentencePair.of(view)
    source = other_side(pair.target)
    for weighed in weighed_sentences(pair.sentence_beads(), source=source):
        bead = pair.beads[weighed.place.bead]
        sentence = bead.source[weighed.place.number]
        is_cut = was_cut(view, sentence, cut)
        yield Example(text, weighed.is_alone, weighed.features, is_cut)


def was_cut(
    view: DocumentView, sentence: PlacedSentence, cut: Sequence[CutPart]
) -> bool:
    """Whether half of a sentence was cut out of the translation."""
    row = view.rows[sentence.row]
    span = in_file(row, sentence.span, source=True)
    missing = 0
    for part in cut:
        if part.row == (row.segment.row or 0):
            start = max(span.start, part.span.start)
            end = min(span.end, part.span.end)
            missing += max(0, end - start)
    return 2 * missing >= span.end - span.start


def learn(
    examples: Sequence[Example], by_hand: Mapping[str, float]
) -> dict[str, float]:
    """The weight of each feature, by logistic regression with a ridge (not on the bias)."""
    names = [name for name in feature_names(examples) if name not in by_hand]
    table = np.array(
        [[one.features[name] for name in names] for one in examples]
    )
    offset = np.array([odds_of(one, by_hand) for one in examples])
    is_cut = np.array([float(one.is_cut) for one in examples])
    ridge = RIDGE * np.array([float(name != "bias") for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):  # Newton's
        likely = 1 / (1 + np.exp(-(table @ weights + offset)))
        slope = table.T @ (is_cut - likely) - ridge * weights
        curve = (table.T * (likely * (1 - likely))) @ table + np.diag(ridge)
        weights += np.linalg.solve(curve, slope)
    return dict(zip(names, weights.round(2).tolist(), strict=True)) | by_hand


def feature_names(examples: Sequence[Example]) -> list[str]:
    """The features that differ between the examples, and the bias."""
    names = []
    for name in examples[0].features:
        values = {one.features[name] for one in examples}
        if name == "bias" or len(values) > 1:
            names.append(name)
    return names


def odds_of(example: Example, weights: Mapping[str, float]) -> float:
    """The log odds of an example."""
    odds = 0.0
    for name, weight in weights.items():
        odds += weight * example.features[name]
    return odds


def judged_by_others(
    examples: Sequence[Example], by_hand: Mapping[str, float]
) -> list[tuple[Example, float]]:
    """Each example with its odds by weights that its text did not teach."""
    judged = []
    for text in sorted({one.text for one in examples}):
        others = [one for one in examples if one.text != text]
        weights = learn(others, by_hand)
        for one in examples:
            if one.text == text:
                judged.append((one, odds_of(one, weights)))
    return judged


def least_odds(judged: Sequence[tuple[Example, float]]) -> float:
    """The odds that one in `ONE_IN` of the sentences that stand surpasses."""
    standing = sorted(odds for example, odds in judged if not example.is_cut)
    return standing[-1 - len(standing) // ONE_IN]


def cuts(examples: Sequence[Example]) -> int:
    """How many examples were cut."""
    return sum(one.is_cut for one in examples)


def print_figures(
    name: str, judged: Sequence[tuple[Example, float]], least: float
) -> None:
    """How many of the cut ones are found, and how many that stand are said to be cut."""
    said = [example for example, odds in judged if odds > least]
    found = cuts(said)
    cut = cuts([example for example, _ in judged])
    standing = len(judged) - cut
    false = len(said) - found
    print(f"  {name:28} found {found} of {cut}, false {false} of {standing}")


def write(source: Side, record: Mapping[str, object]) -> None:
    """Put the weights of one language of the source into the file that ships."""
    records = json.loads(MODEL.read_text(encoding="utf-8"))
    records[source] = record
    text = json.dumps(records, indent=0) + "\n"
    MODEL.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
